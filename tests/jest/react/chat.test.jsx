import { act, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { chat, chatCompletionWriter, LiveEventStream, StreamError } from 'msw-openai'
import { matchers } from 'msw-openai/matchers'
import { releaseCancel } from 'msw-openai/msw'
import { setupServer } from 'msw/node'
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

describe.each([
  ['the openai client', askWithClient],
  ['fetch', askWithFetch],
])('a chat that streams with %s', (_, ask) => {
  let live
  let create

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

    await act(() => live.emit(w.finish()))
    await act(() => live.end())
    await expect(create).toHaveCompleted()
  })

  it('stops when the button is pressed', async () => {
    render(<Chat ask={ask} />)
    await press('Ask')
    await act(() => live.emit(chatCompletionWriter().text('Once ')))

    await press('Stop')

    expect(await screen.findByText('You stopped the answer.')).toBeDefined()
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
