import { getEventListeners } from 'node:events'
import { http, HttpResponse, type RequestHandler } from 'msw'
import { chat, responses, type ResponseEvent } from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { serve } from 'msw-openai/node'
import {
  AsyncEventStream,
  cutAfter,
  cutAfterBytes,
  drop,
  dropTerminator,
  EventStream,
  stallAfter,
  type Script,
  type Stage,
} from 'msw-openai/streaming'
import type OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { Scripted } from '../routes/support.js'
import { chunk, chunks } from '../support.js'
import { createClient, useServer } from './support.js'

const server = useServer()
const URL_OF = 'https://api.openai.com/v1/chat/completions'
const BODY = {
  model: 'gpt-5',
  messages: [{ role: 'user' as const, content: 'Hi' }],
  stream: true as const,
}

/** Gives the `fetch` that reaches the handlers. */
const transports = {
  msw: (...handlers: RequestHandler[]) => {
    server.use(...handlers)
    return globalThis.fetch
  },
  createFetch: (...handlers: RequestHandler[]) => createFetch(handlers),
}

type Transport = keyof typeof transports

beforeEach(() => {
  vi.spyOn(console, 'error').mockReturnValue()
})
afterEach(() => {
  const [first] = vi.mocked(console.error).mock.calls
  vi.restoreAllMocks()
  if (first) throw new Error('Something was printed.', { cause: first[0] })
})

const MOMENTS = ['first', 'middle', 'last', 'end'] as const
type Moment = (typeof MOMENTS)[number]

/** Three events, and a call back before each of them and at the end. */
class Counting extends EventStream<ChatCompletionChunk> {
  isStopped = false

  constructor(readonly at: (moment: Moment) => void) {
    super()
  }

  override *generate(): Generator<ChatCompletionChunk> {
    try {
      const [first, middle, last] = chunks('first', 'middle', 'last')
      this.at('first')
      yield first
      this.at('middle')
      yield middle
      this.at('last')
      yield last
      this.at('end')
    } finally {
      this.isStopped = true
    }
  }
}

/** The same, as a script that may await. */
class AsyncCounting extends AsyncEventStream<ChatCompletionChunk> {
  readonly counting: Counting

  constructor(at: (moment: Moment) => void) {
    super()
    this.counting = new Counting(at)
  }

  get isStopped() {
    return this.counting.isStopped
  }

  override async *generate(): AsyncGenerator<ChatCompletionChunk> {
    yield* this.counting.generate()
  }
}

type Way = 'signal' | 'reader' | 'controller'

/** Reads a stream whose script makes its own client disconnect, by hand or by the SDK. */
async function readAndLeave(
  way: Way,
  moment: Moment,
  transport: Transport,
  Kind: typeof Counting | typeof AsyncCounting,
) {
  const client = new AbortController()
  let leave = () => client.abort()
  const script = new Kind((now) => {
    if (now === moment) leave()
  })
  const route = chat.completions.create(script)
  const fetch = transports[transport](route)
  try {
    if (way === 'controller') {
      const stream = await createClient({ fetch }).chat.completions.create(BODY)
      leave = () => stream.controller.abort()
      for await (const _ of stream);
    } else {
      const body = JSON.stringify(BODY)
      const response = await fetch(URL_OF, { method: 'POST', body, signal: client.signal })
      const reader = response.body?.getReader()
      if (way === 'reader') leave = () => void reader?.cancel()
      let read = await reader?.read()
      while (!read?.done) read = await reader?.read()
    }
  } catch {
    // The outcome describes the end.
  }
  const outcome = await route.calls[0]?.settled
  return { outcome, error: route.calls[0]?.error, script }
}

const LEAVINGS = (['msw', 'createFetch'] as const).flatMap((transport) =>
  (['signal', 'reader', 'controller'] as const).flatMap((way) =>
    MOMENTS.map((moment) => [transport, way, moment] as const),
  ),
)

/** Before the response has its first bytes, there is nothing to be cancelled by a reader. */
const POSSIBLE = LEAVINGS.filter(([, way, moment]) => way === 'signal' || moment !== 'first')

it.each(POSSIBLE)(
  'ends as aborted through %s by a %s inside the script, at the %s',
  async (...at) => {
    const [transport, way, moment] = at
    for (const Kind of [Counting, AsyncCounting]) {
      const { outcome, error, script } = await readAndLeave(way, moment, transport, Kind)

      expect([outcome, error]).toEqual(['aborted', undefined])
      expect(script.isStopped).toBe(true)
    }
  },
)

/** Scripts without end, each of which notes that it was stopped. */
function endless() {
  const [first] = chunks('once', 'again')
  const stopped: string[] = []
  const started = Promise.withResolvers<void>()
  class Sync extends EventStream<ChatCompletionChunk> {
    override *generate(): Generator<ChatCompletionChunk> {
      try {
        started.resolve()
        yield first
        for (;;) yield chunk('again')
      } finally {
        stopped.push('sync')
      }
    }
  }
  class Async extends AsyncEventStream<ChatCompletionChunk> {
    override async *generate(): AsyncGenerator<ChatCompletionChunk> {
      try {
        started.resolve()
        yield await Promise.resolve(first)
        for (;;) yield await Promise.resolve(chunk('again'))
      } finally {
        stopped.push('async')
      }
    }
  }
  class Waiting extends AsyncEventStream<ChatCompletionChunk> {
    override async *generate(signal: AbortSignal): AsyncGenerator<ChatCompletionChunk> {
      try {
        yield first
        started.resolve()
        await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        )
      } finally {
        stopped.push('waiting')
      }
    }
  }
  return {
    stopped,
    started: started.promise,
    sync: new Sync(),
    async: new Async(),
    waiting: new Waiting(),
  }
}

const KINDS = ['sync', 'async', 'waiting'] as const

it.each(
  (['msw', 'createFetch'] as const).flatMap((transport) =>
    KINDS.map((kind) => [transport, kind] as const),
  ),
)('stops a script through %s that answers without a stream: %s', async (transport, kind) => {
  const scripts = endless()
  const route = chat.completions.create(scripts[kind])
  const client = createClient({ fetch: transports[transport](route) })
  const leaving = new AbortController()
  const answer = client.chat.completions.create(
    { ...BODY, stream: false },
    { signal: leaving.signal },
  )
  await scripts.started
  leaving.abort()

  await expect(answer).rejects.toThrow('Request was aborted.')
  expect(await route.calls[0]?.settled).toBe('aborted')
  await vi.waitFor(() => expect(scripts.stopped).toEqual([kind]))
  expect(route.calls[0]?.error).toBeUndefined()
})

it.each(KINDS)('stops a script on a server that answers without a stream: %s', async (kind) => {
  const scripts = endless()
  const route = chat.completions.create(scripts[kind])
  const node = await serve([route])
  onTestFinished(() => node.close())
  server.use(http.all(`${node.url}/*`, () => undefined))
  const leaving = new AbortController()
  const answer = createClient({ baseURL: node.baseURL }).chat.completions.create(
    { ...BODY, stream: false },
    { signal: leaving.signal },
  )
  await scripts.started
  leaving.abort()

  await expect(answer).rejects.toThrow('Request was aborted.')
  expect(await route.calls[0]?.settled).toBe('aborted')
  await vi.waitFor(() => expect(scripts.stopped).toEqual([kind]))
})

it('stops a script of another endpoint that answers without a stream', async () => {
  let isStopped = false
  class Endless extends EventStream<ResponseEvent> {
    override *generate(): Generator<ResponseEvent> {
      try {
        for (let sequence_number = 0; ; sequence_number++) {
          yield { type: 'error', sequence_number, code: null, message: '', param: null }
        }
      } finally {
        isStopped = true
      }
    }
  }
  const route = responses.create(new Endless())
  const leaving = new AbortController()
  const client = createClient({ fetch: createFetch([route]) })
  const answer = client.responses.create(
    { model: 'gpt-5', input: 'Hi' },
    { signal: leaving.signal },
  )
  await vi.waitFor(() => expect(route.calls).toHaveLength(1))
  leaving.abort()

  await expect(answer).rejects.toThrow('Request was aborted.')
  expect(await route.calls[0]?.settled).toBe('aborted')
  await vi.waitFor(() => expect(isStopped).toBe(true))
})

it('ends as aborted where a script that answers without a stream makes its client disconnect', async () => {
  for (const transport of ['msw', 'createFetch'] as const) {
    for (const moment of MOMENTS) {
      const leaving = new AbortController()
      const script = new Counting((now) => {
        if (now === moment) leaving.abort()
      })
      const route = chat.completions.create(script)
      const client = createClient({ fetch: transports[transport](route) })
      const options = { signal: leaving.signal }

      await expect(
        client.chat.completions.create({ ...BODY, stream: false }, options),
      ).rejects.toThrow('Request was aborted.')
      expect(await route.calls[0]?.settled).toBe('aborted')
      expect([route.calls[0]?.error, script.isStopped]).toEqual([undefined, true])
    }
  }
})

it.each(['msw', 'createFetch'] as const)(
  'starts no script through %s for a client that disconnects before there is an answer',
  async (transport) => {
    const gate = Promise.withResolvers<void>()
    const moments: Moment[] = []
    const route = chat.completions.create(async () => {
      await gate.promise
      return new Counting((moment) => void moments.push(moment))
    })
    const client = createClient({ fetch: transports[transport](route) })
    const leaving = new AbortController()
    const answer = client.chat.completions.create(BODY, { signal: leaving.signal })
    await vi.waitFor(() => expect(route.calls).toHaveLength(1))
    leaving.abort()
    await expect(answer).rejects.toThrow('Request was aborted.')
    gate.resolve()

    expect(await route.calls[0]?.settled).toBe('aborted')
    for (let count = 0; count < 5; count++) await new Promise(setImmediate)
    expect([route.calls[0]?.outcome, moments]).toEqual(['aborted', []])
  },
)

const FAULTS: ReadonlyArray<[name: string, stage: Stage]> = [
  ['cutAfter(9)', cutAfter(9)],
  ['cutAfterBytes(9999)', cutAfterBytes(9999)],
  ['stallAfter(9)', stallAfter(9)],
  ['drop(9)', drop(9)],
  ['dropTerminator()', dropTerminator()],
]

it.each(
  FAULTS.flatMap(([name, stage]) =>
    (['msw', 'createFetch'] as const).map((transport) => [name, transport, stage] as const),
  ),
)('complains of no %s through %s whose client disconnected before', async (_, transport, stage) => {
  const { sync, stopped } = endless()
  const route = chat.completions.create(sync, { through: [stage, drop(9)] })
  const client = createClient({ fetch: transports[transport](route) })
  const leaving = new AbortController()
  const stream = await client.chat.completions.create(BODY, { signal: leaving.signal })
  for await (const { id } of stream) if (id) leaving.abort()

  expect(await route.calls[0]?.settled).toBe('aborted')
  expect([route.calls[0]?.error, stopped]).toEqual([undefined, ['sync']])
})

it.each(['break', 'abort'] as const)(
  'complains of no fault whose client disconnected by %s',
  async (way) => {
    const { sync } = endless()
    const route = chat.completions.create(sync, { through: [cutAfter(5)] })
    const stream = await createClient({ fetch: createFetch([route]) }).chat.completions.create(BODY)
    for await (const { id } of stream) {
      if (way === 'break') break
      if (id) stream.controller.abort()
    }

    expect(await route.calls[0]?.settled).toBe('aborted')
    expect(route.calls[0]?.error).toBeUndefined()
  },
)

/** Sends a request that follows a signal, and reads its answer. */
async function send(fetch: typeof globalThis.fetch, signal: AbortSignal, stream = true) {
  const response = await fetch(URL_OF, {
    method: 'POST',
    body: JSON.stringify({ ...BODY, stream }),
    signal,
  })
  return response.text()
}

const LONG = { timeout: 30_000 }

it('leaves no listeners of 3,000 calls that it leaves to the next handler', LONG, async () => {
  const left = chat.completions.create(() => undefined)
  const next = http.post('*', () => HttpResponse.text('next'))
  const fetch = createFetch([left, next])
  const { signal } = new AbortController()
  for (let call = 0; call < 3000; call++) await send(fetch, signal)

  expect(getEventListeners(signal, 'abort')).toEqual([])
  expect(left.calls).toEqual([])
})

it.each<[what: string, answer: () => Parameters<typeof chat.completions.create>[0]]>([
  ['a stream', () => new Counting(() => {})],
  ['a text', () => 'Hi'],
  ['a Response', () => new Response('Hi')],
  ['a function that leaves the call', () => () => undefined],
  [
    'a function that throws',
    () => () => {
      throw new Response('Hi')
    },
  ],
])('leaves no listeners on the signal of a request that is answered with %s', async (_, answer) => {
  const route = chat.completions.create(answer())
  for (const stream of [true, false]) {
    const { signal } = new AbortController()
    const body = JSON.stringify({ ...BODY, stream: stream && undefined })
    const request = new Request(URL_OF, { method: 'POST', body, signal })
    const before = getEventListeners(request.signal, 'abort').length
    const { response } = (await route.run({ request, requestId: '1' })) ?? {}
    await response?.text()
    await route.calls.at(-1)?.settled

    expect(getEventListeners(request.signal, 'abort')).toHaveLength(before)
  }
  vi.mocked(console.error).mockClear()
})

it('answers without a stream as the script ends, once its client has stayed', async () => {
  const ending: Array<[script: Script<ChatCompletionChunk>, answer: RegExp]> = [
    [
      new Scripted([chunk('first')]),
      /choice 0 has no end. Expected a chunk with its finish_reason/,
    ],
    [
      new Counting((moment) => {
        if (moment === 'last') throw new Error('Out of tea')
      }),
      /Failed to play event 2 of script \\"Counting\\" on \\"chat.completions.create\\": Out of tea/,
    ],
  ]
  for (const [script, answer] of ending) {
    const route = chat.completions.create(script)
    const text = await send(createFetch([route]), new AbortController().signal, false)

    expect(text).toMatch(answer)
    expect(route.calls).toMatchObject([{ outcome: 'broken' }])
    expect(vi.mocked(console.error).mock.calls).toEqual([[route.calls[0]?.error]])
    vi.mocked(console.error).mockClear()
  }
})

it('gives the SDK a way out of a stream that its own script has left', async () => {
  const route = chat.completions.create(
    new Counting((moment) => {
      if (moment === 'middle') stream?.controller.abort()
    }),
  )
  let stream: Awaited<ReturnType<typeof ask>> | undefined
  const ask = () =>
    (createClient({ fetch: createFetch([route]) }) as OpenAI).chat.completions.create(BODY)
  stream = await ask()
  const seen = []
  for await (const { choices } of stream) seen.push(choices[0]?.delta.content)

  expect(seen).toEqual(['first'])
  expect(await route.calls[0]?.settled).toBe('aborted')
})
