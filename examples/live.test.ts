import { chat, chatCompletionWriter, LiveEventStream } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

const server = useServer()

/** The part of an answer that a page shows. */
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
  const w = chatCompletionWriter()

  await live.emit(w.text('Once '))
  expect(answer).toMatchObject({ text: 'Once ', status: 'answering' })

  await live.emit(w.text('upon a time'))
  expect(answer).toMatchObject({ text: 'Once upon a time', status: 'answering' })

  await live.emit(w.finish())
  await live.end()
  await asking
  expect(answer.status).toBe('done')
})

it('keeps what it shows when the connection drops', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  server.use(chat.completions.create(live))
  const answer = new Answer(new OpenAI({ apiKey: 'test' }))
  const asking = answer.ask('Tell me a story.')

  await live.emit(chatCompletionWriter().text('Once '))
  await expect(live.cut()).resolves.toBe('cut')

  await asking
  expect(answer).toMatchObject({ text: 'Once ', status: 'interrupted' })
})
