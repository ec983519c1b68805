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
  expect(create.calls.map(({ retryCount }) => retryCount)).toEqual([0, 1])
})
