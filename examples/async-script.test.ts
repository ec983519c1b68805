import { AsyncEventStream, chat } from 'msw-openai'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { chunk } from './chunk.js'
import { server } from './server.js'

/** A script that waits for the test between its events. */
class Answer extends AsyncEventStream<ChatCompletionChunk> {
  readonly approval = Promise.withResolvers<string>()

  async *generate(): AsyncGenerator<ChatCompletionChunk> {
    yield chunk({ role: 'assistant', content: 'May I? ' })
    yield chunk({ content: await this.approval.promise })
    yield chunk({}, 'stop')
  }
}

it('holds the stream until the test lets it go on', async () => {
  const script = new Answer()
  server.use(chat.completions.create(script))
  const client = new OpenAI({ apiKey: 'test' })
  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })

  let text = ''
  for await (const { choices } of stream) {
    text += choices[0]?.delta.content ?? ''
    if (text === 'May I? ') script.approval.resolve('Thank you.')
  }

  expect(text).toBe('May I? Thank you.')
})
