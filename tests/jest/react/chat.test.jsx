import { act, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { setupServer } from 'msw/node'
import { chat, chatCompletionWriter, LiveEventStream, StreamError } from 'msw-openai'
import { matchers } from 'msw-openai/matchers'
import { releaseCancel } from 'msw-openai/msw'
import { askWithClient } from './ask-with-client.js'
import { askWithFetch } from './ask-with-fetch.js'
import { Chat } from './chat.js'

expect.extend(matchers)

const server = setupServer()
beforeAll(() => {
  server.listen()
  releaseCancel(server) // MSW 2 needs it.
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const shown = () => screen.getByRole('log').textContent
const press = (name) => userEvent.click(screen.getByRole('button', { name }))

/** Opens the chat, and asks. The test sends the answer. */
async function ask(stream) {
  const live = new LiveEventStream()
  const create = chat.completions.create(live)
  server.use(create)
  const { unmount } = render(<Chat ask={stream} />)
  await press('Ask')
  return { live, create, unmount }
}

const streams = [
  ['the openai client', askWithClient],
  ['fetch', askWithFetch],
]

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
