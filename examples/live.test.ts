import { chat, LiveEventStream } from 'msw-openai'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { chunk } from './chunk.js'
import { server } from './server.js'

/** What a page shows of an answer that is coming. */
class Answer {
  text = ''
  status = 'asking'

  constructor(readonly client: OpenAI) {}

  async ask(content: string): Promise<void> {
    try {
      const messages = [{ role: 'user' as const, content }]
      const stream = await this.client.chat.completions.create({
        model: 'gpt-5',
        messages,
        stream: true,
      })
      this.status = 'answering'
      for await (const { choices } of stream) this.text += choices[0]?.delta.content ?? ''
      this.status = 'done'
    } catch {
      this.status = 'interrupted'
    }
  }
}

it('shows an answer as it grows', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  server.use(chat.completions.create(live))
  const answer = new Answer(new OpenAI({ apiKey: 'test' }))
  const asking = answer.ask('Tell me a story.')

  await live.emit(chunk({ role: 'assistant', content: 'Once ' }))
  expect(answer).toMatchObject({ text: 'Once ', status: 'answering' })

  await live.emit(chunk({ content: 'upon a time' }))
  expect(answer).toMatchObject({ text: 'Once upon a time', status: 'answering' })

  await live.end()
  await asking
  expect(answer.status).toBe('done')
})

it('keeps what it shows when the connection drops', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  server.use(chat.completions.create(live))
  const answer = new Answer(new OpenAI({ apiKey: 'test' }))
  const asking = answer.ask('Tell me a story.')

  await live.emit(chunk({ role: 'assistant', content: 'Once ' }))
  await expect(live.cut()).resolves.toBe('cut')

  await asking
  expect(answer).toMatchObject({ text: 'Once ', status: 'interrupted' })
})
