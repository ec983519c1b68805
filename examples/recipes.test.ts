import {
  afterToolResult,
  apiError,
  chat,
  chatCompletionWriter,
  cutAfter,
  EventStream,
  inOrder,
  lastUserMessage,
  LiveEventStream,
  pace,
  when,
} from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, vi } from 'vitest'
import { converse } from './chat-app.js'

const server = useServer()

/** The app under test: it shows the answer as it comes. */
class Page {
  text = ''

  async ask(content: string, signal?: AbortSignal): Promise<void> {
    const messages = [{ role: 'user' as const, content }]
    const stream = await new OpenAI({ apiKey: 'test' }).chat.completions.create(
      { model: 'gpt-5', messages, stream: true },
      { signal },
    )
    for await (const { choices } of stream) this.text += choices[0]?.delta.content ?? ''
  }
}

/** Events: 0 the role, 1 'Once', 2 ' upon', 3 ' a', 4 ' time', 5 the end. */
class Story extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.text('Once upon a time')
    yield* w.finish()
  }
}

it('asks again after a 429', async () => {
  const create = chat.completions.create(inOrder(apiError(429), 'Hello there'))
  server.use(create)
  const page = new Page()

  await page.ask('Hello?')

  expect(page.text).toBe('Hello there')
  expect(create).toHaveBeenRetried(1)
})

it('keeps what has arrived when the connection drops', async () => {
  const create = chat.completions.create(new Story(), { through: [pace(5), cutAfter(3)] })
  server.use(create)
  const page = new Page()

  await expect(page.ask('Tell me a story.')).rejects.toBeInstanceOf(Error)

  expect(page.text).toBe('Once upon')
  await expect(create.calls[0]?.settled).resolves.toBe('cut')
})

it('shows an answer as it grows', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  server.use(chat.completions.create(live))
  const page = new Page()
  const asking = page.ask('Tell me a story.')
  const w = chatCompletionWriter()

  await live.emit(w.text('Once '))
  expect(page.text).toBe('Once ')
  await live.emit(w.text('upon a time'))
  expect(page.text).toBe('Once upon a time')

  await live.emit(w.finish())
  await live.end()
  await asking
})

it('disconnects when the user cancels', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const create = chat.completions.create(live)
  server.use(create)
  const button = new AbortController()
  const asking = new Page().ask('Tell me a story.', button.signal)

  await live.emit(chatCompletionWriter().text('Once upon'))
  button.abort()
  await asking

  await expect(create).toHaveBeenAborted({ after: 3 })
})

it('shows a slow answer word by word', async () => {
  vi.useFakeTimers()
  const create = chat.completions.create(new Story(), { through: [pace(1000)] })
  server.use(create)
  const page = new Page()
  const asking = page.ask('Tell me a story.')
  await vi.waitUntil(() => create.calls.length === 1)

  await vi.advanceTimersByTimeAsync(1000) // 0, the role
  await vi.advanceTimersByTimeAsync(1000)
  expect(page.text).toBe('Once')

  for (let event = 2; event <= 5; event++) await vi.advanceTimersByTimeAsync(1000)
  await asking
  expect(page.text).toBe('Once upon a time')
  vi.useRealTimers()
})

class LooksAtTheSky extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.toolCall('get_weather', { city: 'Paris' })
    yield* w.finish()
  }
}

it('calls a tool, and asks again with the result', async () => {
  const create = chat.completions.create([
    when(afterToolResult(), 'No umbrella today.'),
    when(lastUserMessage(/umbrella/), new LooksAtTheSky()),
  ])
  server.use(create)

  await expect(converse('Do I need an umbrella?')).resolves.toBe('No umbrella today.')
  expect(create.calls[1]?.body.messages.at(-1)).toMatchObject({ content: 'Sunny in Paris' })
})
