import { chat, chatCompletionWriter, LiveEventStream } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { createHonoApp } from './hono-app.js'

const server = useServer()

/** Asks the app, and reads the pieces of its answer. */
async function ask() {
  const body = JSON.stringify([{ role: 'user', content: 'Tell me a story.' }])
  const response = await createHonoApp().request('/chat', { method: 'POST', body })
  if (!response.body) throw new Error('There is no answer.')
  return response.body.pipeThrough(new TextDecoderStream()).getReader()
}

it('passes each piece on as it comes', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  server.use(chat.completions.create(live))
  const client = await ask()
  const w = chatCompletionWriter()

  await live.emit(w.text('Once '))
  await expect(client.read()).resolves.toEqual({ done: false, value: 'Once ' })
  await live.emit(w.text('upon '))
  await expect(client.read()).resolves.toEqual({ done: false, value: 'upon ' })

  await live.emit(w.finish())
  await live.end()
  await expect(client.read()).resolves.toMatchObject({ done: true })
})

it('stops the answer when its client disconnects', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const create = chat.completions.create(live)
  server.use(create)
  const client = await ask()

  await live.emit(chatCompletionWriter().text('Once '))
  await client.read()
  await client.cancel()

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})
