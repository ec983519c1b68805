import type { Server } from 'node:http'
import { http, passthrough } from 'msw'
import { chat, chatCompletionWriter, cutAfter, LiveEventStream } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import request from 'supertest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createExpressApp } from './express-app.js'

// Supertest sends its requests to the app over 127.0.0.1.
const server = useServer(http.all('http://127.0.0.1*', () => passthrough()))
const messages = [{ role: 'user' as const, content: 'Tell me a story.' }]
let app: Server

beforeAll(() => {
  app = createExpressApp().listen(0, '127.0.0.1')
})
afterAll(() => {
  app.close()
})

it('passes a whole answer on', async () => {
  const create = chat.completions.create('Once upon a time')
  server.use(create)

  const response = await request(app).post('/chat').send(messages)

  expect(response.text).toBe('Once upon a time')
  expect(create).toHaveBeenAskedWith({ messages })
})

it('stops the answer when its client disconnects', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const create = chat.completions.create(live)
  server.use(create)
  const asking = request(app).post('/chat').send(messages)
  const answer = asking.catch(({ message }: Error) => message)

  await live.emit(chatCompletionWriter().text('Once upon'))
  asking.abort()

  await expect(answer).resolves.toBe('Aborted')
  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})

it('drops its own connection when the answer breaks off', async () => {
  server.use(chat.completions.create('Once upon a time', { through: [cutAfter(2)] }))

  await expect(request(app).post('/chat').send(messages)).rejects.toThrow('aborted')
})
