import { chat, EventStream } from 'msw-openai'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { server } from './server.js'

/** "Hello", as OpenAI sends it: the role, the text, and the reason to finish. */
class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    yield {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1700000000,
      model: 'gpt-5',
      choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
    }
    yield {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1700000000,
      model: 'gpt-5',
      choices: [{ index: 0, delta: { content: 'Hello' }, finish_reason: null }],
    }
    yield {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1700000000,
      model: 'gpt-5',
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
    }
  }
}

it('delivers the exact chunks, to the raw stream and to the helper', async () => {
  const create = chat.completions.create(new Greeting())
  server.use(create)
  const { completions } = new OpenAI({ apiKey: 'test' }).chat
  const body = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hello?' }] }

  const chunks: ChatCompletionChunk[] = []
  for await (const chunk of await completions.create({ ...body, stream: true })) chunks.push(chunk)

  expect(chunks).toEqual([...new Greeting()])
  expect(create.calls[0]?.body.model).toBe('gpt-5')
})
