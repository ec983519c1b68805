import {
  apiError,
  chat,
  cutAfter,
  inOrder,
  refuse,
  responses,
  stall,
  stallAfter,
  EventStream,
  type Cue,
} from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { APIConnectionError, NotFoundError } from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { collectGarbage } from '../collect-garbage.js'
import { chunks, endless, readAll, Words } from '../support.js'
import { createClient, streamChat } from './support.js'

/** A client that handlers answer. */
function clientOf(...handlers: Parameters<typeof createFetch>[0]) {
  return createClient({ fetch: createFetch(handlers) })
}

it('delivers the exact chunks, and does not touch the global fetch', async () => {
  const real = globalThis.fetch
  const script = new Words(['Hello', ', ', 'wörld 👋'])
  const create = chat.completions.create(script)

  await expect(readAll(await streamChat(clientOf(create)))).resolves.toEqual({
    items: [...script],
  })
  await expect(create.calls[0]?.settled).resolves.toBe('completed')
  expect(globalThis.fetch).toBe(real)
})

it('gives what a stream amounts to', async () => {
  const client = clientOf(responses.create('no'), chat.completions.create('Hello'))

  const completion = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })

  expect(completion.choices[0]?.message.content).toBe('Hello')
})

it.each([0, 1, 3])('delivers exactly %i events before a cut', async (count) => {
  const script = new Words(['a', 'b', 'c'])
  const create = chat.completions.create(script, { through: [cutAfter(count)] })

  const { items, error } = await readAll(await streamChat(clientOf(create)))

  expect(items).toEqual([...script].slice(0, count))
  expect(error).toMatchObject({
    name: 'TypeError',
    message: 'terminated',
    cause: { code: 'UND_ERR_SOCKET' },
  })
  await expect(create.calls[0]?.settled).resolves.toBe('cut')
})

it('stops the script once the client breaks', async () => {
  const script = new Words(endless())
  const create = chat.completions.create(script)

  for await (const _ of await streamChat(clientOf(create))) if (script.said > 2) break

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
  expect(script.stopped).toBe(true)
  expect(script.said).toBeLessThan(8)
})

it('aborts a stream that is silent', async () => {
  const controller = new AbortController()
  const create = chat.completions.create(new Words(['a', 'b']), { through: [stallAfter(1)] })
  const stream = await streamChat(clientOf(create), controller.signal)

  const reading = (async () => {
    for await (const _ of stream) controller.abort()
  })()

  // The SDK takes an abort of its own for the end.
  await expect(reading).resolves.toBeUndefined()
  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})

it('hears of an abort that comes after a collection', async () => {
  class Silent extends EventStream<ChatCompletionChunk> {
    *generate(): Generator<ChatCompletionChunk | Cue> {
      yield* chunks('a')
      yield stall()
    }
  }
  const controller = new AbortController()
  const create = chat.completions.create(new Silent())
  const begin = async () => void readAll(await streamChat(clientOf(create), controller.signal))
  await begin()
  await expect.poll(() => create.calls[0]?.events.length).toBe(1)

  await collectGarbage()
  controller.abort()

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})

it('refuses the connection', async () => {
  const create = chat.completions.create('Hello', { through: [refuse()] })

  const error: unknown = await streamChat(clientOf(create)).catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(APIConnectionError)
  expect(error).toMatchObject({
    cause: {
      message: 'fetch failed',
      cause: { message: 'connect ECONNREFUSED api.openai.com:443', code: 'ECONNREFUSED' },
    },
  })
})

it('lets the client retry', async () => {
  const create = chat.completions.create(inOrder(apiError(429), new Words(['a'])))
  const client = createClient({ maxRetries: 1, fetch: createFetch([create]) })

  await expect(readAll(await streamChat(client))).resolves.toEqual({ items: chunks('a') })
  expect(create.calls.map(({ retryCount }) => retryCount)).toEqual([0, 1])
})

it('says what there is to a request that nobody answers, once', async () => {
  const create = responses.create('Hello')
  const answer = createFetch([create])
  let asked = 0
  const counting: typeof fetch = (...args) => {
    asked++
    return answer(...args)
  }
  const client = createClient({ maxRetries: 2, fetch: counting })

  const error: unknown = await streamChat(client).catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(NotFoundError)
  expect(error).toMatchObject({
    type: 'invalid_request_error',
    code: 'unmatched_request',
    param: null,
    message: [
      '404 Failed to answer POST https://api.openai.com/v1/chat/completions: none of these routes does:',
      'POST https://api.openai.com/v1/responses',
      'Add one that does: chat.completions.create(answer).',
    ].join('\n'),
  })
  expect(asked).toBe(1)
})
