import { act, cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { chat, chatCompletionWriter, LiveEventStream, StreamError } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askWithClient } from './ask-with-client.js'
import { askWithFetch } from './ask-with-fetch.js'
import { Chat } from './chat.js'

const server = useServer()

// Testing Library does this by itself where Vitest has `globals: true`.
afterEach(cleanup)

const shown = () => screen.getByRole('log').textContent
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

describe.each([
  ['the openai client', askWithClient],
  ['fetch', askWithFetch],
])('a chat that streams with %s', (_, ask) => {
  let live: LiveEventStream<ChatCompletionChunk>
  let create: ReturnType<typeof chat.completions.create>

  beforeEach(() => {
    live = new LiveEventStream()
    create = chat.completions.create(live)
    server.use(create)
  })

  it('shows the answer as it grows', async () => {
    render(<Chat ask={ask} />)
    await press('Ask')
    expect(screen.getByRole('status').textContent).toBe('Thinking…')

    const w = chatCompletionWriter()
    await act(() => live.emit(w.text('Once ')))
    expect(screen.queryByRole('status')).toBeNull()
    expect(shown()).toBe('Once ')

    await act(() => live.emit(w.text('upon a time')))
    expect(shown()).toBe('Once upon a time')

    await act(() => live.emit(w.finish()))
    await act(() => live.end())
    expect(shown()).toBe('Once upon a time')
    await expect(create).toHaveCompleted()
  })

  it('stops when the button is pressed', async () => {
    render(<Chat ask={ask} />)
    await press('Ask')
    await act(() => live.emit(chatCompletionWriter().text('Once ')))

    await press('Stop')

    expect(await screen.findByText('You stopped the answer.')).toBeDefined()
    expect(shown()).toBe('Once ')
    await expect(create).toHaveBeenAborted({ after: 2 })
  })

  it('says so when the model fails in the middle', async () => {
    render(<Chat ask={ask} />)
    await press('Ask')
    await act(() => live.emit(chatCompletionWriter().text('Once ')))

    await act(() => live.fail(new StreamError({ message: 'Overloaded' })))

    expect(screen.getByRole('alert').textContent).toBe('The answer is incomplete.')
    expect(shown()).toBe('Once ')
  })

  it('says so when the connection drops in the middle', async () => {
    render(<Chat ask={ask} />)
    await press('Ask')
    await act(() => live.emit(chatCompletionWriter().text('Once ')))

    await act(() => live.cut())

    expect(screen.getByRole('alert').textContent).toBe('The answer is incomplete.')
    expect(shown()).toBe('Once ')
  })

  it('ends its request when it unmounts', async () => {
    const { unmount } = render(<Chat ask={ask} />)
    await press('Ask')
    await act(() => live.emit(chatCompletionWriter().text('Once ')))

    unmount()

    await expect(create).toHaveBeenAborted({ after: 2 })
  })
})
