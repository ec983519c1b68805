import {
  apiError,
  chat,
  createRoutes,
  cutAfter,
  inOrder,
  refuse,
  responses,
  stallAfter,
} from 'msw-openai'
import { serve, type NodeServer } from 'msw-openai/node'
import { APIConnectionError, NotFoundError } from 'openai'
import { expect, it, onTestFinished, vi } from 'vitest'
import { chunks, endless, readAll, Words } from '../support.js'
import { createClient, major, streamChat } from './support.js'

/** A server for the test. */
async function serving(...handlers: Parameters<typeof serve>[0]): Promise<NodeServer> {
  const server = await serve(handlers)
  onTestFinished(() => server.close())
  return server
}

/** A client of a server for the test. */
async function clientOf(...handlers: Parameters<typeof serve>[0]) {
  const { baseURL } = await serving(...handlers)
  return createClient({ baseURL })
}

it('delivers the exact chunks', async () => {
  const script = new Words(['Hello', ', ', 'wörld 👋'])
  const create = chat.completions.create(script)
  const client = await clientOf(create)

  await expect(readAll(await streamChat(client))).resolves.toEqual({ items: [...script] })
  await expect(create.calls[0]?.settled).resolves.toBe('completed')
  expect(create.calls[0]?.events).toEqual([...script])
  expect(create.calls[0]?.body).toMatchObject({ model: 'gpt-5', stream: true })
})

it('delivers many events to many clients at once', async () => {
  const script = new Words(Array.from({ length: 3000 }, (_, index) => `word ${index} `))
  const client = await clientOf(chat.completions.create(script))

  const streams = await Promise.all([streamChat(client), streamChat(client), streamChat(client)])
  const read = await Promise.all(streams.map((stream) => readAll(stream)))

  expect(read).toEqual([{ items: [...script] }, { items: [...script] }, { items: [...script] }])
})

it('gives what a stream amounts to', async () => {
  const client = await clientOf(responses.create('no'), chat.completions.create('Hello'))

  const completion = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })

  expect(completion.choices[0]?.message.content).toBe('Hello')
})

it.each([0, 1, 3])('delivers exactly %i events before a cut', async (count) => {
  const script = new Words(['a', 'b', 'c'])
  const create = chat.completions.create(script, { through: [cutAfter(count)] })

  const { items, error } = await readAll(await streamChat(await clientOf(create)))

  expect(items).toEqual([...script].slice(0, count))
  // openai 4 reads through node-fetch, which has an error of its own.
  const terminated = { name: 'TypeError', message: 'terminated', cause: { code: 'UND_ERR_SOCKET' } }
  expect(error).toMatchObject(major.openai > 4 ? terminated : { message: 'Premature close' })
  await expect(create.calls[0]?.settled).resolves.toBe('cut')
})

it('delivers exactly the events before a cut, time and again', async () => {
  const create = chat.completions.create(new Words(['a', 'b', 'c', 'd']), {
    through: [cutAfter(3)],
  })
  const client = await clientOf(create)

  const counts = new Set<number>()
  for (let time = 0; time < 100; time++) {
    const { items } = await readAll(await streamChat(client))
    counts.add(items.length)
  }

  expect([...counts]).toEqual([3])
})

it('stops the script once the client breaks', async () => {
  const script = new Words(endless())
  const create = chat.completions.create(script)

  for await (const _ of await streamChat(await clientOf(create))) if (script.said > 2) break

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
  expect(script.stopped).toBe(true)
})

it('waits for a client that does not keep up', async () => {
  const script = new Words(endless())
  const create = chat.completions.create(script)
  const { baseURL } = await serving(create)
  const { body } = await fetch(`${baseURL}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({
      model: 'gpt-5',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    }),
  })

  // As much as the sockets take, and no more.
  let before = 0
  await expect
    .poll(() => {
      const same = script.said === before
      before = script.said
      return same && before > 0
    })
    .toBe(true)
  await body?.cancel()

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})

it('gives the response of a stream that is silent, and hears that its client disconnects', async () => {
  const controller = new AbortController()
  const create = chat.completions.create(new Words(['a']), { through: [stallAfter(0)] })

  const stream = await streamChat(await clientOf(create), controller.signal)
  const reading = readAll(stream)
  controller.abort()

  // The SDK takes an abort of its own for the end.
  await expect(reading).resolves.toEqual({ items: [] })
  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})

it('refuses the connection', async () => {
  const create = chat.completions.create('Hello', { through: [refuse()] })

  const asking = streamChat(await clientOf(create))

  await expect(asking).rejects.toBeInstanceOf(APIConnectionError)
})

it('lets the client retry', async () => {
  const create = chat.completions.create(inOrder(apiError(429), new Words(['a'])))
  const { baseURL } = await serving(create)
  const client = createClient({ maxRetries: 1, baseURL })

  await expect(readAll(await streamChat(client))).resolves.toEqual({ items: chunks('a') })
  expect(create.calls.map(({ retryCount }) => retryCount)).toEqual([0, 1])
})

it('serves one request after another, under fake timers, too', async () => {
  const client = await clientOf(chat.completions.create(new Words(['a'])))
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())

  const read = [await readAll(await streamChat(client)), await readAll(await streamChat(client))]

  expect(read).toEqual([{ items: chunks('a') }, { items: chunks('a') }])
})

it.each([
  ['https://*.openai.azure.com/openai/deployments/:deployment', '/openai/deployments/mine'],
  ['https://:resource.openai.azure.com/openai/deployments/:deployment', '/openai/deployments/mine'],
  ['http://127.0.0.1:8080/v1/:deployment', '/v1/mine'],
  ['*/v1/:deployment', '/v1/mine'],
])('reaches the routes of %s', async (pattern, path) => {
  const create = createRoutes({ baseURL: pattern }).chat.completions.create(new Words(['a']))
  const { url } = await serving(responses.create('no'), create)
  const client = createClient({ baseURL: `${url}${path}` })

  await expect(readAll(await streamChat(client))).resolves.toEqual({ items: chunks('a') })
  expect(create.calls[0]?.params['deployment']).toBe('mine')
})

it('says what there is to a request that nobody answers, once', async () => {
  const { baseURL } = await serving(responses.create('Hello'))
  const client = createClient({ maxRetries: 2, baseURL })

  const error: unknown = await streamChat(client).catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(NotFoundError)
  expect(error).toMatchObject({
    type: 'invalid_request_error',
    code: 'unmatched_request',
    param: null,
    message: [
      `404 Failed to answer POST ${baseURL}/chat/completions: none of these routes does:`,
      'POST https://api.openai.com/v1/responses',
    ].join('\n'),
  })
})
