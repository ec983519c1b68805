import { chat, chatCompletionWriter, LiveEventStream } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

const server = useServer()

/** The state of a component that shows an answer, and has a button to cancel it. */
class Answer {
  text = ''
  state: 'writing' | 'cancelled' | 'done' = 'writing'
  readonly #controller = new AbortController()

  async show(question: string): Promise<void> {
    const { signal } = this.#controller
    const stream = await new OpenAI({ apiKey: 'test' }).chat.completions.create(
      { model: 'gpt-5', messages: [{ role: 'user', content: question }], stream: true },
      { signal },
    )
    for await (const { choices } of stream) this.text += choices[0]?.delta.content ?? ''
    this.state = signal.aborted ? 'cancelled' : 'done'
  }

  /** Handles a press of the button. */
  cancel(): void {
    this.#controller.abort()
  }
}

it('stops writing when the button is pressed', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const create = chat.completions.create(live)
  server.use(create)
  const answer = new Answer()
  const shown = answer.show('Tell me a story.')

  await live.emit(chatCompletionWriter().text('Once upon a time'))
  expect(answer.text).toBe('Once upon a time')
  answer.cancel()
  await shown

  expect(answer.state).toBe('cancelled')
  await expect(create).toHaveBeenAborted({ after: 5 })
})

it('shows the whole answer when it is not', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const create = chat.completions.create(live)
  server.use(create)
  const answer = new Answer()
  const shown = answer.show('Tell me a story.')

  const w = chatCompletionWriter()
  await live.emit(w.text('The end.'))
  await live.emit(w.finish())
  await live.end()
  await shown

  expect(answer).toMatchObject({ text: 'The end.', state: 'done' })
  await expect(create).toHaveCompleted()
})
