import { getResponse } from 'msw'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, onTestFinished, vi } from 'vitest'
import { chat } from 'msw-openai/routes'
import { AsyncEventStream, delayHeaders, stall, type Cue } from 'msw-openai/streaming'
import { watchCalls, type WatchedCall } from '../../src/routes/watch-calls.js'
import { endless, Words } from '../support.js'
import { ask, CHAT } from './support.js'

/** The calls of the test, as they come. */
function watch(): WatchedCall[] {
  const watched: WatchedCall[] = []
  onTestFinished(watchCalls((one) => watched.push(one)))
  return watched
}

/** Says nothing, until it is stopped. */
class Silent extends AsyncEventStream<ChatCompletionChunk> {
  async *generate(signal: AbortSignal): AsyncGenerator<ChatCompletionChunk | Cue> {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    yield stall()
  }
}

it('reports each call as it comes, until the watcher is removed', async () => {
  const watched: WatchedCall[] = []
  const end = watchCalls((one) => watched.push(one))
  const route = chat.completions.create('Hello')

  await ask(route)
  await ask(route)
  end()
  await ask(route)

  expect(watched).toEqual([
    { route, call: route.calls[0], index: 0 },
    { route, call: route.calls[1], index: 1 },
  ])
  expect(watched[0]?.call).toMatchObject({ answer: '"Hello"', isAnswered: true })
})

it('reports a call that the route passes to another', async () => {
  const watched = watch()

  await ask([chat.completions.create(() => undefined), chat.completions.create('Hello')])

  expect(watched.map(({ call }) => call.isAnswered)).toEqual([false, true])
})

it('cuts a stream that is under way', async () => {
  const watched = watch()
  const script = new Words(endless())
  const response = await ask(chat.completions.create(script))
  const reader = response.body?.getReader()
  await reader?.read()

  watched[0]?.call.connection.cut()

  await expect(reader?.read()).rejects.toMatchObject({
    message: 'terminated',
    cause: { code: 'UND_ERR_SOCKET' },
  })
  await expect(watched[0]?.call.settled).resolves.toBe('cut')
  expect(script.stopped).toBe(true)
})

it('cuts what comes before the response', async () => {
  const watched = watch()
  const route = chat.completions.create('Hello', { through: [delayHeaders(60_000)] })
  const response = ask(route)
  await vi.waitFor(() => expect(watched[0]?.call.answer).toBe('"Hello"'))

  watched[0]?.call.connection.cut()

  await expect(response).resolves.toMatchObject({ type: 'error' })
  expect(route.calls[0]?.outcome).toBe('cut')
})

it.each(['client', 'test'])('takes no script for broken that the %s has stopped', async (who) => {
  const errors = vi.spyOn(console, 'error')
  onTestFinished(() => errors.mockRestore())
  const watched = watch()
  const client = new AbortController()
  const request = new Request('https://api.openai.com/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ ...CHAT, stream: false }),
    signal: client.signal,
  })
  const response = getResponse([chat.completions.create(new Silent())], request)
  await vi.waitFor(() => expect(watched[0]?.call.answer).toBe('Silent'))

  if (who === 'client') client.abort()
  else watched[0]?.call.connection.cut()

  await expect(response).resolves.toMatchObject({ type: 'error' })
  expect(watched[0]?.call.outcome).toBe(who === 'client' ? 'aborted' : 'cut')
  expect(errors).not.toHaveBeenCalled()
})
