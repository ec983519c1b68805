import { once } from 'node:events'
import OpenAI, { APIError, AuthenticationError } from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import {
  apiError,
  AsyncEventStream,
  chat,
  chatCompletionWriter,
  createRoutes,
  cut,
  cutAfter,
  EventStream,
  foldChatCompletion,
  inOrder,
  pace,
  pause,
  StreamError,
  stallAfter,
  unchecked,
  type Cue,
} from 'msw-openai'
import { expect, it, onTestFinished, vi } from 'vitest'
import { chunk, chunks, endless, readAll, Words } from '../support.js'
import { createClient, major, streamChat, useServer } from './support.js'

const server = useServer()

/** A tick of the event loop, fake timers or not. */
const { setImmediate: immediate } = globalThis
const passing = () => new Promise((resolve) => immediate(resolve))

it('delivers the exact chunks', async () => {
  const script = new Words(['Hello', ', ', 'wörld 👋'])
  const create = chat.completions.create(script)
  server.use(create)

  const { items, error } = await readAll(await streamChat())

  expect(error).toBeUndefined()
  expect(items).toEqual([...script])
  await expect(create.calls[0]?.settled).resolves.toBe('completed')
  expect(create.calls[0]?.events).toEqual([...script])
})

it('answers any number of requests with one script, at once', async () => {
  const script = new Words(['a', 'b', 'c'])
  const create = chat.completions.create(script)
  server.use(create)

  const streams = await Promise.all([streamChat(), streamChat(), streamChat()])
  const read = await Promise.all(streams.map((stream) => readAll(stream)))

  expect(read.map(({ items }) => items)).toEqual([[...script], [...script], [...script]])
  expect(create.calls).toHaveLength(3)
})

/** Ask for a stream without the SDK, and give its reads. */
async function* reads(): AsyncGenerator<string> {
  const body = JSON.stringify({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })
  const url = 'https://api.openai.com/v1/chat/completions'
  const response = await fetch(url, { method: 'POST', body })
  for await (const bytes of response.body ?? []) yield new TextDecoder().decode(bytes)
}

it('hands over one event a read, and the terminator in one of its own', async () => {
  const script = new Words(['a', 'b', 'c'])
  server.use(chat.completions.create(script))

  const records = [...script].map((event) => `data: ${JSON.stringify(event)}\n\n`)
  await expect(readAll(reads())).resolves.toEqual({ items: [...records, 'data: [DONE]\n\n'] })
})

it('runs no script far ahead of its reader, as far as MSW reports reads', async () => {
  const script = new Words(endless())
  server.use(chat.completions.create(script))

  let read = 0
  for await (const _ of reads()) if (++read === 5) break

  // MSW 3 reports no reads, but lets the client run between two events.
  expect(script.said).toBeLessThanOrEqual(major.msw < 3 ? read + 2 : 1000)
  await expect.poll(() => script.stopped).toBe(true)
})

it('remembers what was asked', async () => {
  const create = chat.completions.create(new Words(['a']))
  server.use(create)

  await readAll(await streamChat())

  expect(create.calls[0]?.body).toMatchObject({ model: 'gpt-5', stream: true })
  expect(create.calls[0]?.headers.get('authorization')).toBe('Bearer test')
  expect(create.calls[0]?.retryCount).toBe(0)
})

it('gives the client the id of the request', async () => {
  server.use(chat.completions.create(new Words(['a'])))

  const { data, request_id: id } = await streamChat().withResponse()
  await readAll(data)

  expect(id).toBe('req_00000000000000000000000000000001')
})

it('does not mind what else is in the URL', async () => {
  const create = chat.completions.create(new Words(['a']))
  server.use(create)
  const client = new OpenAI({ apiKey: 'test', defaultQuery: { beta: 'true' } })

  await expect(readAll(await streamChat(client))).resolves.toMatchObject({ items: chunks('a') })
  expect(create.calls[0]?.url.search).toBe('?beta=true')
})

it.each([
  ['https://api.groq.com/openai/v1', 'https://api.groq.com/openai/v1/'],
  ['http://localhost:8080/v1', 'http://localhost:8080/v1'],
  [
    'https://*.openai.azure.com/openai/deployments/:deployment',
    'https://me.openai.azure.com/openai/deployments/mine',
  ],
])('serves another base URL, %s', async (pattern, baseURL) => {
  const create = createRoutes({ baseURL: pattern }).chat.completions.create(new Words(['a']))
  server.use(create)

  const { items } = await readAll(await streamChat(createClient({ baseURL })))

  expect(items).toEqual(chunks('a'))
  expect(create.calls[0]?.params['deployment']).toBe(pattern.includes(':d') ? 'mine' : undefined)
})

it.each([0, 1, 3])('delivers exactly %i events before a cut', async (count) => {
  const script = new Words(['a', 'b', 'c'])
  const create = chat.completions.create(script, { through: [cutAfter(count)] })
  server.use(create)

  const { items, error } = await readAll(await streamChat())

  expect(items).toEqual([...script].slice(0, count))
  // openai 4 reads through node-fetch, which has an error of its own.
  const terminated = { name: 'TypeError', message: 'terminated', cause: { code: 'UND_ERR_SOCKET' } }
  expect(error).toMatchObject(major.openai > 4 ? terminated : { message: 'Premature close' })
  await expect(create.calls[0]?.settled).resolves.toBe('cut')
})

it('cuts where the script says so, and runs its finally', async () => {
  let stopped = false
  const [a, b] = chunks('a', 'b')
  class Cut extends EventStream<ChatCompletionChunk> {
    *generate(): Generator<ChatCompletionChunk | Cue> {
      try {
        yield a
        yield cut()
        yield b
      } finally {
        stopped = true
      }
    }
  }
  const create = chat.completions.create(new Cut())
  server.use(create)

  const { items, error } = await readAll(await streamChat())

  expect(items).toEqual([a])
  expect(error).toBeInstanceOf(Error)
  await create.calls[0]?.settled
  expect(stopped).toBe(true)
})

it('stops the script once the client breaks', async () => {
  const script = new Words(endless())
  const create = chat.completions.create(script)
  server.use(create)

  for await (const { choices } of await streamChat()) {
    if (choices[0]?.delta.content === '2') break
  }

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
  expect(script.stopped).toBe(true)
})

it('stops the script once the client aborts, and aborts its signal', async () => {
  const leaving = new AbortController()
  let given: AbortSignal | undefined
  class Endless extends Words {
    override *generate(signal?: AbortSignal): Generator<ChatCompletionChunk> {
      given = signal
      yield* super.generate()
    }
  }
  const script = new Endless(endless())
  const create = chat.completions.create(script)
  server.use(create)

  let received = 0
  for await (const _ of await streamChat(createClient(), leaving.signal)) {
    if (++received === 3) leaving.abort()
  }

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
  expect(script.stopped).toBe(true)
  expect(given?.aborted).toBe(true)
})

it('lets a client disconnect from a silent stream', async () => {
  const leaving = new AbortController()
  const script = new Words(['a', 'b'])
  const [first] = script
  const create = chat.completions.create(script, { through: [stallAfter(1)] })
  server.use(create)

  const read: ChatCompletionChunk[] = []
  for await (const item of await streamChat(createClient(), leaving.signal)) {
    read.push(item)
    setImmediate(() => leaving.abort())
  }

  expect(read).toEqual([first])
  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
  expect(script.stopped).toBe(true)
})

it('opens a stream whose first event has to wait', async () => {
  const begun = Promise.withResolvers<void>()
  class Late extends AsyncEventStream<ChatCompletionChunk> {
    async *generate(): AsyncGenerator<ChatCompletionChunk> {
      await begun.promise
      yield* chunks('a')
    }
  }
  server.use(chat.completions.create(new Late()))

  const stream = await streamChat()
  begun.resolve()

  await expect(readAll(stream)).resolves.toEqual({ items: chunks('a') })
})

it('ends an async script that waits on its signal, without a complaint', async () => {
  const complaints = vi.spyOn(console, 'error')
  const leaving = new AbortController()
  class Waiting extends AsyncEventStream<ChatCompletionChunk> {
    async *generate(signal: AbortSignal): AsyncGenerator<ChatCompletionChunk> {
      yield* chunks('a')
      await once(new EventTarget(), 'never', { signal })
    }
  }
  const create = chat.completions.create(new Waiting())
  server.use(create)

  for await (const _ of await streamChat(createClient(), leaving.signal)) {
    setImmediate(() => leaving.abort())
  }

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
  expect(create.calls[0]?.error).toBeUndefined()
  expect(complaints).not.toHaveBeenCalled()
})

it('retries after a 429, and numbers the attempts', async () => {
  const create = chat.completions.create(inOrder(apiError(429), apiError(500), new Words(['a'])))
  server.use(create)

  const { items } = await readAll(await streamChat(createClient({ maxRetries: 2 })))

  expect(items).toEqual(chunks('a'))
  expect(create.calls.map(({ retryCount }) => retryCount)).toEqual([0, 1, 2])
  await create.calls[2]?.settled
  expect(create.calls.map(({ outcome }) => outcome)).toEqual(['replied', 'replied', 'completed'])
})

it('gives the client an error in OpenAI’s shape', async () => {
  server.use(chat.completions.create(apiError(401)))

  const refused = streamChat()

  await expect(refused).rejects.toBeInstanceOf(AuthenticationError)
  await expect(refused).rejects.toMatchObject({
    status: 401,
    code: 'invalid_api_key',
    type: 'invalid_request_error',
  })
})

it('ends a stream with the error that the script throws', async () => {
  class Overloaded extends EventStream<ChatCompletionChunk> {
    *generate(): Generator<ChatCompletionChunk> {
      yield* chunks('a')
      throw new StreamError({ message: 'Overloaded', type: 'server_error', code: 'overloaded' })
    }
  }
  const create = chat.completions.create(new Overloaded())
  server.use(create)

  const { items, error } = await readAll(await streamChat())

  expect(items).toEqual(chunks('a'))
  expect(error).toBeInstanceOf(APIError)
  expect(error).toMatchObject({ code: 'overloaded', type: 'server_error' })
  await expect(create.calls[0]?.settled).resolves.toBe('completed')
})

const cycle: { self?: unknown } = {}
cycle.self = cycle

it.each<[string, () => unknown, string]>([
  ['throws', () => Promise.reject(new Error('Boom')), 'Boom'],
  ['yields an event of another kind', () => ({ ...chunk('b'), id: 1 }), 'at id'],
  ['yields a BigInt', () => unchecked({ id: 1n }), 'BigInt'],
  ['yields a cycle', () => unchecked(cycle), 'circular'],
  ['yields undefined', () => unchecked(undefined), 'undefined'],
])('cuts the connection of a script that %s, and says so once', async (_, fault, reason) => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  class Faulty extends AsyncEventStream<ChatCompletionChunk> {
    async *generate(): AsyncGenerator<ChatCompletionChunk | Cue> {
      yield* chunks('a')
      yield (await fault()) as ChatCompletionChunk
    }
  }
  const create = chat.completions.create(new Faulty())
  server.use(create)

  const { items, error } = await readAll(await streamChat())

  expect(items).toEqual(chunks('a'))
  expect(error).toBeInstanceOf(Error)
  await expect(create.calls[0]?.settled).resolves.toBe('broken')
  expect(complaints.mock.calls).toEqual([[create.calls[0]?.error]])
  expect(create.calls[0]?.error).toMatchObject({
    script: 'Faulty',
    endpoint: 'chat.completions.create',
    index: 1,
    message: expect.stringContaining(reason),
  })
  complaints.mockRestore()
})

it('answers a request without a stream with what the script amounts to', async () => {
  class Greeting extends EventStream<ChatCompletionChunk> {
    *generate(): Generator<ChatCompletionChunk> {
      const w = chatCompletionWriter({ model: 'gpt-5' })
      yield* w.text('Hello there')
      yield* w.finish()
    }
  }
  server.use(chat.completions.create(new Greeting()))

  const completion = await createClient().chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })

  expect(completion).toEqual(foldChatCompletion(new Greeting()))
  expect(completion.choices[0]?.message.content).toBe('Hello there')
})

it('never answers a call too many', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const create = chat.completions.create(inOrder(new Words(['a'])))
  server.use(create)
  const client = createClient({ maxRetries: 2 })

  await readAll(await streamChat(client))
  const tooMany = streamChat(client)

  await expect(tooMany).rejects.toThrow(
    'calls[1] of "chat.completions.create": inOrder(Words) has only 1',
  )
  expect(create.calls).toHaveLength(2)
  expect(complaints).toHaveBeenCalledTimes(1)
  complaints.mockRestore()
})

it('forgets its calls when the handlers are reset', async () => {
  const create = chat.completions.create(inOrder(new Words(['a']), new Words(['b'])))
  server.use(create)
  await readAll(await streamChat())
  server.resetHandlers()
  // MSW 2 does not reset its handlers.
  if (major.msw < 3) create.forget()
  expect(create.calls).toEqual([])

  server.use(create)
  const { items } = await readAll(await streamChat())

  expect(items).toEqual(chunks('a'))
  expect(create.calls).toHaveLength(1)
})

it('flows under fake timers, on a connection of before them too', { timeout: 3000 }, async () => {
  server.use(chat.completions.create(new Words(['a', 'b'])))
  await readAll(await streamChat())
  // The connection is idle by now.
  for (let count = 0; count < 20; count++) await passing()

  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())

  await expect(readAll(await streamChat())).resolves.toEqual({ items: chunks('a', 'b') })
})

it('waits for fake timers where the script pauses', async () => {
  const [a, b, c] = chunks('a', 'b', 'c')
  class Slow extends EventStream<ChatCompletionChunk> {
    *generate(): Generator<ChatCompletionChunk | Cue> {
      yield a
      yield pause(0)
      yield b
      yield pause(60_000)
      yield c
    }
  }
  server.use(chat.completions.create(new Slow()))
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const stream = (await streamChat())[Symbol.asyncIterator]()

  await expect(stream.next()).resolves.toMatchObject({ value: a })
  await expect(stream.next()).resolves.toMatchObject({ value: b })
  await expect(nextAfter(60_000, stream)).resolves.toMatchObject({ value: c })
})

it('paces every event', async () => {
  const [a, b] = chunks('a', 'b')
  server.use(chat.completions.create(new Words(['a', 'b']), { through: [pace(1000)] }))
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const stream = (await streamChat())[Symbol.asyncIterator]()

  await expect(nextAfter(1000, stream)).resolves.toMatchObject({ value: a })
  await expect(nextAfter(1000, stream)).resolves.toMatchObject({ value: b })
  await expect(stream.next()).resolves.toMatchObject({ done: true })
})

/** The next item of a stream, which must not come before `ms` of fake time have passed. */
async function nextAfter<Item>(
  ms: number,
  stream: AsyncIterator<Item>,
): Promise<IteratorResult<Item>> {
  let read = false
  const next = stream.next().finally(() => {
    read = true
  })

  for (let count = 0; count < 20; count++) await passing()
  expect(read).toBe(false)
  await vi.advanceTimersByTimeAsync(ms)
  return next
}

it('calls a request aborted whose client has disconnected before there is an answer', async () => {
  const controller = new AbortController()
  const asked = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<string>()
  const create = chat.completions.create(() => {
    asked.resolve()
    return answer.promise
  })
  server.use(create)

  const reply = streamChat(createClient(), controller.signal)
  reply.catch(() => {})
  await asked.promise
  controller.abort()
  await expect(reply).rejects.toBeInstanceOf(Error)
  answer.resolve('Too late')

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})
