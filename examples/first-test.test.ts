import { chat, chatCompletionWriter, EventStream } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.text('Hello there')
    yield* w.finish()
  }
}

useServer(chat.completions.create(new Greeting()))

it('streams a greeting', async () => {
  const { completions } = new OpenAI({ apiKey: 'test' }).chat
  const stream = await completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })
  const received: ChatCompletionChunk[] = []
  for await (const chunk of stream) received.push(chunk)
  expect(received).toEqual([...new Greeting()])
})
