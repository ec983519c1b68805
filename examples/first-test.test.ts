import { setupServer } from 'msw/node'
import { chat, chatCompletionWriter, EventStream } from 'msw-openai'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.text('Hello there')
    yield w.finish()
  }
}

it('streams a greeting', async () => {
  const server = setupServer(chat.completions.create(new Greeting()))
  server.listen()
  const { completions } = new OpenAI({ apiKey: 'test' }).chat
  const stream = await completions.create({ model: 'gpt-5', messages: [], stream: true })
  const received: ChatCompletionChunk[] = []
  for await (const chunk of stream) received.push(chunk)
  expect(received).toEqual([...new Greeting()])
  server.close()
})
