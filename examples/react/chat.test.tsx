import { act, cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { chat, chatCompletionWriter, LiveEventStream, StreamError } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { afterEach, expect, it } from 'vitest'
import { askWithClient } from './ask-with-client.js'
import { askWithFetch } from './ask-with-fetch.js'
import { Chat } from './chat.js'
import type { Ask } from './use-answer.js'

const server = useServer()

// Testing Library does this by itself where Vitest has `globals: true`.
afterEach(cleanup)

const shown = () => screen.getByRole('log').textContent
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

/** Opens the chat, and asks. The test sends the answer. */
async function ask(stream: Ask) {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const create = chat.completions.create(live)
  server.use(create)
  const { unmount } = render(<Chat ask={stream} />)
  await press('Ask')
  return { live, create, unmount }
}

const streams = [
  ['the openai client', askWithClient],
  ['fetch', askWithFetch],
] as const

it.each(streams)('shows the answer as it grows, with %s', async (_, stream) => {
  const { live, create } = await ask(stream)
  const w = chatCompletionWriter()
  expect(screen.getByRole('status').textContent).toBe('Thinking…')

  await act(() => live.emit(w.text('Once ')))
  expect(screen.queryByRole('status')).toBeNull()
  expect(shown()).toBe('Once ')

  await act(() => live.emit(w.text('upon a time')))
  expect(shown()).toBe('Once upon a time')

  await act(() => live.emit(w.finish()))
  await act(() => live.end())
  await expect(create).toHaveCompleted()
})

it.each(streams)('stops when the button is pressed, with %s', async (_, stream) => {
  const { live, create } = await ask(stream)
  await act(() => live.emit(chatCompletionWriter().text('Once ')))

  await press('Stop')

  expect(await screen.findByText('You stopped the answer.')).toBeDefined()
  expect(shown()).toBe('Once ')
  await expect(create).toHaveBeenAborted({ after: 2 })
})

it.each(streams)('says that the model failed in the middle, with %s', async (_, stream) => {
  const { live } = await ask(stream)
  await act(() => live.emit(chatCompletionWriter().text('Once ')))

  await act(() => live.fail(new StreamError({ message: 'Overloaded' })))

  expect(screen.getByRole('alert').textContent).toBe('The answer is incomplete.')
  expect(shown()).toBe('Once ')
})

it.each(streams)('says that the connection dropped in the middle, with %s', async (_, stream) => {
  const { live } = await ask(stream)
  await act(() => live.emit(chatCompletionWriter().text('Once ')))

  await act(() => live.cut())

  expect(screen.getByRole('alert').textContent).toBe('The answer is incomplete.')
  expect(shown()).toBe('Once ')
})

it.each(streams)('ends its request when it unmounts, with %s', async (_, stream) => {
  const { live, create, unmount } = await ask(stream)
  await act(() => live.emit(chatCompletionWriter().text('Once ')))

  unmount()

  await expect(create).toHaveBeenAborted({ after: 2 })
})
