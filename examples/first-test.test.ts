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
  const server = setupServer(chat.completions.create(new Greeting()))
  server.listen()
  const client = new OpenAI({ apiKey: 'test' })
  const received: ChatCompletionChunk[] = []
  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [],
    stream: true,
  })
  for await (const item of stream) received.push(item)
  expect(received).toEqual([...new Greeting()])
  server.close()
})
