import { setupServer } from 'msw/node'
import { chat, EventStream } from 'msw-openai'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

const chunk = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 0,
  model: 'gpt-5',
} as const

class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    yield {
      ...chunk,
      choices: [{ index: 0, delta: { role: 'assistant', content: 'Hello' }, finish_reason: null }],
    }
    yield { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
  }
}

it('streams a greeting', async () => {
  const create = chat.completions.create(new Greeting())
  const server = setupServer(create)
  server.listen()
  const received: ChatCompletionChunk[] = []
  const client = new OpenAI({ apiKey: 'test' })
  const request = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }] }
  for await (const item of await client.chat.completions.create({ ...request, stream: true }))
    received.push(item)
  server.close()
  expect(received).toEqual([...new Greeting()])
})
