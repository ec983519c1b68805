import { chat, cutAfter, EventStream } from 'msw-openai'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { chunk } from './chunk.js'
import { server } from './server.js'

class Story extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    yield chunk({ role: 'assistant', content: 'Once ' })
    yield chunk({ content: 'upon ' })
    yield chunk({ content: 'a time' })
    yield chunk({}, 'stop')
  }
}

it('keeps what has arrived when the connection drops', async () => {
  const create = chat.completions.create(new Story(), { through: [cutAfter(2)] })
  server.use(create)
  const client = new OpenAI({ apiKey: 'test' })
  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [],
    stream: true,
  })

  let text = ''
  const reading = (async () => {
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
  })()

  await expect(reading).rejects.toBeInstanceOf(Error)
  expect(text).toBe('Once upon ')
  await expect(create.calls[0]?.settled).resolves.toBe('cut')
})
