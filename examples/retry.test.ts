import { apiError, chat, EventStream, inOrder } from 'msw-openai'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { chunk } from './chunk.js'
import { server } from './server.js'

class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    yield chunk({ role: 'assistant', content: 'Hello' })
    yield chunk({}, 'stop')
  }
}

it('retries after a 429', async () => {
  const create = chat.completions.create(inOrder(apiError(429), new Greeting()))
  server.use(create)
  const client = new OpenAI({ apiKey: 'test' })

  const chunks: ChatCompletionChunk[] = []
  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [],
    stream: true,
  })
  for await (const item of stream) chunks.push(item)

  expect(chunks).toEqual([...new Greeting()])
  expect(create.calls.map(({ attempt }) => attempt)).toEqual([1, 2])
})

it('gives up in the end', async () => {
  const create = chat.completions.create(inOrder.forever(new Greeting(), apiError(429)))
  server.use(create)
  const { completions } = new OpenAI({ apiKey: 'test', maxRetries: 2 }).chat
  const request = { model: 'gpt-5', messages: [] }

  await completions.create(request)

  await expect(completions.create(request)).rejects.toMatchObject({ status: 429 })
  expect(create.calls.map(({ attempt }) => attempt)).toEqual([1, 1, 2, 3])
})

it('does not retry what would fail again', async () => {
  const error = { message: 'The prompt is too long.', code: 'context_length_exceeded' }
  const create = chat.completions.create(apiError(400, error))
  server.use(create)
  const { completions } = new OpenAI({ apiKey: 'test' }).chat

  const attempt = completions.create({ model: 'gpt-5', messages: [], stream: true })

  await expect(attempt).rejects.toMatchObject({ code: 'context_length_exceeded' })
  expect(create.calls).toHaveLength(1)
})
