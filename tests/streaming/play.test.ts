import { getEventListeners } from 'node:events'
import {
  AsyncEventStream,
  BrokenScriptError,
  comment,
  cut,
  cutAfter,
  EventStream,
  InvalidEventError,
  pace,
  pause,
  raw,
  respond,
  stage,
  stall,
  stallAfter,
  StreamError,
  unchecked,
  unnamed,
  type Cue,
  type NamedWire,
  type PlayObserver,
  type PlayOutcome,
  type RespondOptions,
  type Script,
  type Stage,
} from 'msw-openai/streaming'
import { afterEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { macrotask } from '../../src/streaming/clock.js'
import { bodyOf } from '../../src/streaming/body.js'
import type { AbortSource } from '../../src/streaming/abort-source.js'
import { CheckedScript } from '../../src/streaming/checked-script.js'
import { Pipeline } from '../../src/streaming/pipeline.js'
import { Play } from '../../src/streaming/play.js'

const ticks: NamedWire<number> = {
  name: 'ticks.create',
  wire: {
    event: z.number(),
    frame: unnamed,
    terminator: { data: '[DONE]' },
  },
}

/** The same without a terminator: its last event is 9. */
const finite: NamedWire<number> = {
  name: 'ticks.retrieve',
  wire: {
    event: z.number(),
    frame: unnamed,
    isFinal: (event) => event === 9,
  },
}

/** A script of the items of a function, which knows what became of it. */
class Scripted extends EventStream<number> {
  yielded = 0
  stopped = false
  signal: AbortSignal | undefined

  constructor(readonly items: () => Iterable<number | Cue>) {
    super()
  }

  override *generate(signal: AbortSignal): Generator<number | Cue> {
    this.signal = signal
    try {
      for (const item of this.items()) {
        this.yielded++
        yield item
      }
    } finally {
      this.stopped = true
    }
  }
}

class AsyncScripted extends AsyncEventStream<number> {
  constructor(readonly generate: (signal: AbortSignal) => AsyncIterable<number | Cue>) {
    super()
  }
}

function scripted(...items: Array<number | Cue>): Scripted {
  return new Scripted(() => items)
}

function endless(): Scripted {
  return new Scripted(function* () {
    for (let tick = 1; ; tick++) yield tick
  })
}

/** A script that fails after one event. */
function failing(error: unknown): Scripted {
  return new Scripted(function* () {
    yield 1
    throw error
  })
}

/** Responds, and reads one chunk at a time. `undefined` is the end. */
function perform(script: Script<number>, options: RespondOptions = {}, endpoint = ticks) {
  const log: string[] = []
  const errors: unknown[] = []
  const { promise: ended, resolve } = Promise.withResolvers<PlayOutcome>()
  const observer: PlayObserver = {
    onFrame: ({ type }) => log.push(type),
    onError: (error) => {
      log.push('failed')
      errors.push(error)
    },
    onEnd: (outcome) => {
      log.push(outcome)
      resolve(outcome)
    },
  }
  const reader = respond(endpoint, script, { ...options, observer }).body!.getReader()

  async function read(): Promise<string | undefined> {
    const { done, value } = await reader.read()
    return done ? undefined : new TextDecoder().decode(value)
  }
  async function readAll(): Promise<string[]> {
    const chunks: string[] = []
    for (let text = await read(); text !== undefined; text = await read()) chunks.push(text)
    return chunks
  }
  return { read, readAll, cancel: (reason?: unknown) => reader.cancel(reason), log, errors, ended }
}

/** Waits long enough for everything that comes by itself. */
async function settle(): Promise<void> {
  for (let count = 0; count < 5; count++) await macrotask()
}

/** Keeps errors off the terminal, and counts them. */
function spyOnPrint() {
  return vi.spyOn(console, 'error').mockImplementation(() => {})
}

const terminated = expect.objectContaining({
  name: 'TypeError',
  message: 'terminated',
  cause: expect.objectContaining({ code: 'UND_ERR_SOCKET' }),
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it('answers each read with one frame, and ends right after the terminator', async () => {
  const { read, log, ended } = perform(scripted(1, 2, comment('ping'), raw('x')))

  expect(await read()).toBe('data: 1\n\n')
  expect(await read()).toBe('data: 2\n\n')
  expect(await read()).toBe(': ping\n\n')
  expect(await read()).toBe('x')
  expect(await read()).toBe('data: [DONE]\n\n')
  expect(await read()).toBeUndefined()
  expect(await ended).toBe('completed')
  expect(log).toEqual(['event', 'event', 'bytes', 'bytes', 'terminator', 'completed'])
})

it('does not start its script before it is read', async () => {
  const script = endless()
  const { log } = perform(script)
  await settle()

  expect(script.signal).toBeUndefined()
  expect(log).toEqual([])
})

it('never runs its script ahead of its reader', async () => {
  const script = endless()
  const { read, log } = perform(script)

  for (let reads = 1; reads <= 20; reads++) {
    expect(await read()).toBe(`data: ${reads}\n\n`)
    await settle()
    expect(script.yielded).toBe(reads)
    expect(log).toHaveLength(reads)
  }
})

it('lets everything else run between two frames', async () => {
  const { read } = perform(scripted(1, 2, 3))
  const ran: string[] = []
  for (const name of ['one', 'two', 'three']) {
    setImmediate(() => ran.push(name))
    await read()
    expect(ran.at(-1)).toBe(name)
  }
  expect(ran).toEqual(['one', 'two', 'three'])
})

it('plays frames and cues of any source, with comments and raw bytes of stages still to be encoded', async () => {
  const first = stage('first()', () => ({
    first: () => [
      comment('ping'),
      raw(Uint8Array.of(0xff)),
      { type: 'bytes', bytes: Uint8Array.of(1, 2) },
    ],
    take: () => [],
  }))
  const open = (gone: AbortSource) =>
    new Pipeline(new CheckedScript(ticks, scripted(), gone), [first])
  const body = bodyOf(new Play(open))

  expect(await Array.fromAsync(body)).toEqual([
    new TextEncoder().encode(': ping\n\n'),
    Uint8Array.of(0xff),
    Uint8Array.of(1, 2),
  ])
})

it.each([1, 2, 5])('hands over %d event(s) before a cut, and loses none', async (count) => {
  const script = endless()
  const { read, log, ended } = perform(script, { through: [cutAfter(count)] })

  for (let tick = 1; tick <= count; tick++) expect(await read()).toBe(`data: ${tick}\n\n`)
  await expect(read()).rejects.toEqual(terminated)
  expect(await ended).toBe('cut')
  expect(log).toEqual([...Array.from({ length: count }, () => 'event'), 'cut'])
  expect([script.yielded, script.stopped]).toEqual([count, true])
})

it('hands over a frame before a cut to a reader that is late', async () => {
  const { read } = perform(scripted(1, cut()))

  expect(await read()).toBe('data: 1\n\n')
  await settle()
  await expect(read()).rejects.toEqual(terminated)
})

it('cuts before the first event once the headers are out', async () => {
  const script = endless()
  const { read, ended } = perform(script, { through: [cutAfter(0)] })

  expect(await read()).toBe('')
  await expect(read()).rejects.toEqual(terminated)
  expect(await ended).toBe('cut')
  expect(script.yielded).toBe(0)
})

it('cuts where its script says so, and not at what follows', async () => {
  const script = scripted(1, cut(), 2)
  const { read, ended } = perform(script)

  expect(await read()).toBe('data: 1\n\n')
  await expect(read()).rejects.toEqual(terminated)
  expect(await ended).toBe('cut')
  expect([script.yielded, script.stopped]).toEqual([2, true])
})

it('falls silent until its client disconnects', async () => {
  const script = endless()
  const { read, cancel, log, ended } = perform(script, { through: [stallAfter(1)] })

  expect(await read()).toBe('data: 1\n\n')
  const pending = read()
  await settle()
  expect(log).toEqual(['event'])

  await cancel()
  expect(await pending).toBeUndefined()
  expect(await ended).toBe('aborted')
  expect(script.stopped).toBe(true)
})

it('stops its script once its client cancels', async () => {
  const print = spyOnPrint()
  const script = endless()
  const { read, cancel, log, ended } = perform(script)
  await read()
  expect(script.signal?.aborted).toBe(false)

  await cancel('enough')
  expect(await ended).toBe('aborted')
  expect(script.signal).toMatchObject({ aborted: true, reason: 'enough' })
  expect([script.yielded, script.stopped]).toEqual([1, true])
  expect(log).toEqual(['event', 'aborted'])
  expect(print).not.toHaveBeenCalled()
})

it('aborts the signal of its script before it runs its finally', async () => {
  const seen: boolean[] = []
  const script: Scripted = new Scripted(function* () {
    try {
      yield 1
    } finally {
      seen.push(script.signal?.aborted ?? false)
    }
  })
  const { read, cancel, ended } = perform(script)
  await read()

  await cancel()
  await ended
  expect(seen).toEqual([true])
})

it.each(['cancel', 'abort'])('never starts its script at %s before the first tick', async (way) => {
  const request = new AbortController()
  const script = endless()
  const { read, cancel, log, ended } = perform(script, { signal: request.signal })
  const pending = read().catch((error: unknown) => error)

  if (way === 'cancel') await cancel()
  else request.abort('gone')
  expect(await pending).toBe(way === 'cancel' ? undefined : 'gone')
  expect(await ended).toBe('aborted')
  await settle()
  expect(script.signal).toBeUndefined()
  expect(log).toEqual(['aborted'])
})

it('stops its script during a pause once its client cancels', async () => {
  vi.useFakeTimers()
  const script = scripted(1, pause(1000), 2)
  const { read, cancel, ended } = perform(script)
  await read()
  const pending = read()
  await settle()
  expect(vi.getTimerCount()).toBe(1)

  await cancel()
  expect(await pending).toBeUndefined()
  expect(await ended).toBe('aborted')
  expect(script.stopped).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

it.each<[name: string, reason: unknown]>([
  ['an AbortError', new DOMException('This operation was aborted', 'AbortError')],
  ['any other error', new Error('Leaving')],
  ['a string', 'leaving'],
])('stops its script once its request aborts, and fails with %s', async (_, reason) => {
  const print = spyOnPrint()
  const request = new AbortController()
  const script = endless()
  const { read, log, ended } = perform(script, { signal: request.signal })
  await read()

  request.abort(reason)
  await expect(read()).rejects.toBe(reason)
  expect(await ended).toBe('aborted')
  expect(script.signal?.reason).toBe(reason)
  expect([script.yielded, script.stopped]).toEqual([1, true])
  expect(log).toEqual(['event', 'aborted'])
  expect(print).not.toHaveBeenCalled()
})

it('fails a read that waits once its request aborts', async () => {
  const request = new AbortController()
  const { read, ended } = perform(scripted(1, stall()), { signal: request.signal })
  await read()
  const pending = read()
  await settle()

  request.abort('gone')
  await expect(pending).rejects.toBe('gone')
  expect(await ended).toBe('aborted')
})

it('never starts its script for a request that has aborted', async () => {
  const script = endless()
  const { read, log, ended } = perform(script, { signal: AbortSignal.abort('gone') })

  await expect(read()).rejects.toBe('gone')
  expect(await ended).toBe('aborted')
  expect(script.signal).toBeUndefined()
  expect(log).toEqual(['aborted'])
})

it('is done with its request once it has ended', async () => {
  const request = new AbortController()
  const { readAll, log, ended } = perform(scripted(1), { signal: request.signal })
  expect(await readAll()).toEqual(['data: 1\n\n', 'data: [DONE]\n\n'])
  await ended
  expect(getEventListeners(request.signal, 'abort')).toEqual([])

  request.abort()
  await settle()
  expect(log).toEqual(['event', 'terminator', 'completed'])
})

it.each<[name: string, wait: (signal: AbortSignal) => Promise<unknown>]>([
  [
    'the reason of its signal',
    (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  ],
  [
    'an AbortError of its own',
    (signal) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError'))),
      ),
  ],
])('does not call a script broken that ends with %s', async (_, wait) => {
  const print = spyOnPrint()
  const script = new AsyncScripted(async function* (signal) {
    yield 1
    await wait(signal)
    yield 2
  })
  const { read, cancel, log, ended } = perform(script)
  await read()
  const pending = read()
  await settle()

  await cancel(new Error('Leaving'))
  expect(await pending).toBeUndefined()
  expect(await ended).toBe('aborted')
  await settle()
  expect(log).toEqual(['event', 'aborted'])
  expect(print).not.toHaveBeenCalled()
})

it.each(['cancel', 'abort'])('does not wait at %s for a script deaf to its signal', async (way) => {
  const request = new AbortController()
  const script = new AsyncScripted(async function* () {
    yield 1
    await new Promise(() => {})
  })
  const { read, cancel, ended } = perform(script, { signal: request.signal })
  await read()
  const pending = read().catch((error: unknown) => error)
  await settle()

  if (way === 'cancel') await cancel()
  else request.abort('gone')
  expect(await pending).toBe(way === 'cancel' ? undefined : 'gone')
  expect(await ended).toBe('aborted')
})

it('throws away what a deaf script yields once its client has disconnected', async () => {
  const print = spyOnPrint()
  const gate = Promise.withResolvers<number>()
  const script = new AsyncScripted(async function* () {
    yield 1
    yield await gate.promise
  })
  const { read, cancel, log, ended } = perform(script)
  await read()
  const pending = read()
  await settle()
  await cancel()

  gate.resolve(2)
  expect(await pending).toBeUndefined()
  expect(await ended).toBe('aborted')
  await settle()
  expect(log).toEqual(['event', 'aborted'])
  expect(print).not.toHaveBeenCalled()
})

it('reports a finally that throws once its client cancels', async () => {
  const print = spyOnPrint()
  const error = new Error('Boom')
  const script = new Scripted(function* () {
    try {
      yield 1
    } finally {
      // oxlint-disable-next-line no-unsafe-finally -- This is what it is about.
      throw error
    }
  })
  const { read, cancel, log, errors, ended } = perform(script)
  await read()

  await cancel()
  expect(await ended).toBe('broken')
  expect(log).toEqual(['event', 'failed', 'broken'])
  expect(errors).toMatchObject([{ name: 'BrokenScriptError', index: 1, cause: error }])
  expect(print.mock.calls).toEqual([[errors[0]]])
})

it.each<[name: string, error: unknown]>([
  ['an error', new Error('Boom')],
  ['an AbortError, with its client still there', new DOMException('Aborted', 'AbortError')],
  ['a string', 'Boom'],
  ['undefined', undefined],
])('cuts the connection when its script throws %s, and reports it once', async (_, error) => {
  const print = spyOnPrint()
  const script = failing(error)
  const { read, log, errors, ended } = perform(script)

  expect(await read()).toBe('data: 1\n\n')
  await expect(read()).rejects.toEqual(terminated)
  expect(await ended).toBe('broken')
  expect(log).toEqual(['event', 'failed', 'broken'])
  expect(errors).toHaveLength(1)
  expect(errors[0]).toBeInstanceOf(BrokenScriptError)
  expect(errors[0]).toMatchObject({ script: 'Scripted', endpoint: 'ticks.create', index: 1 })
  expect((errors[0] as BrokenScriptError).cause).toBe(error)
  expect(print.mock.calls).toEqual([[errors[0]]])
})

it('cuts the connection at an event that its endpoint never sends, and reports it once', async () => {
  const print = spyOnPrint()
  const script = scripted(1, Number.NaN, 2)
  const { read, log, errors, ended } = perform(script)

  expect(await read()).toBe('data: 1\n\n')
  await expect(read()).rejects.toEqual(terminated)
  expect(await ended).toBe('broken')
  expect(log).toEqual(['event', 'failed', 'broken'])
  expect(errors[0]).toBeInstanceOf(InvalidEventError)
  expect(print.mock.calls).toEqual([[errors[0]]])
  expect([script.yielded, script.stopped]).toEqual([2, true])
})

it('breaks before the first event once the headers are out', async () => {
  const print = spyOnPrint()
  const { read, log, ended } = perform(scripted(unchecked(undefined)))

  expect(await read()).toBe('')
  await expect(read()).rejects.toEqual(terminated)
  expect(await ended).toBe('broken')
  expect(log).toEqual(['failed', 'broken'])
  expect(print).toHaveBeenCalledTimes(1)
})

it.each<[outcome: PlayOutcome, reads: number]>([
  ['aborted', 1],
  ['aborted', 2],
  ['completed', 3],
  ['completed', 4],
])('calls a stream %s whose client cancels after %d read(s) of 3', async (outcome, reads) => {
  const { read, cancel, ended } = perform(scripted(1, 2))
  for (let count = 0; count < reads; count++) await read()

  await cancel()
  expect(await ended).toBe(outcome)
})

it('calls a stream completed whose client cancels after its last event', async () => {
  const whole = perform(scripted(1, 9), {}, finite)
  expect([await whole.read(), await whole.read()]).toEqual(['data: 1\n\n', 'data: 9\n\n'])
  await whole.cancel()
  const half = perform(scripted(1, 9), {}, finite)
  await half.read()
  await half.cancel()

  expect(await whole.ended).toBe('completed')
  expect(await half.ended).toBe('aborted')
})

it('calls a stream completed that ends without a last event', async () => {
  const { readAll, ended } = perform(scripted(1), {}, finite)

  expect(await readAll()).toEqual(['data: 1\n\n'])
  expect(await ended).toBe('completed')
})

it('calls a stream completed that ends with an error of its endpoint', async () => {
  const print = spyOnPrint()
  const read = perform(failing(new StreamError({ message: 'Boom' })))
  const cancelled = perform(failing(new StreamError({ message: 'Boom' })))
  const error =
    'data: {"error":{"message":"Boom","type":"server_error","param":null,"code":null}}\n\n'

  expect(await read.readAll()).toEqual(['data: 1\n\n', error])
  expect([await cancelled.read(), await cancelled.read()]).toEqual(['data: 1\n\n', error])
  await cancelled.cancel()
  expect([await read.ended, await cancelled.ended]).toEqual(['completed', 'completed'])
  expect(read.log).toEqual(['event', 'error', 'completed'])
  expect(print).not.toHaveBeenCalled()
})

it.each<[name: string, script: () => Script<number>]>([
  ['a pause', () => scripted(pause(1000), 1)],
  ['a stall', () => scripted(stall())],
  ['a cut', () => scripted(cut())],
  ['a script that fails', () => scripted(unchecked(undefined))],
  [
    'a script that waits',
    () =>
      new AsyncScripted(async function* () {
        await new Promise(() => {})
        yield 1
      }),
  ],
])('sends the headers with an empty chunk before %s', async (_, script) => {
  spyOnPrint()
  const { read, cancel } = perform(script())

  expect(await read()).toBe('')
  await cancel().catch(() => {}) // A body that has failed cannot be cancelled.
})

it.each<[name: string, script: () => Script<number>, first: string]>([
  ['an event', () => scripted(1), 'data: 1\n\n'],
  ['an event after pause(0)', () => scripted(pause(0), 1), 'data: 1\n\n'],
  ['a comment', () => scripted(comment('ping'), pause(1000)), ': ping\n\n'],
  ['raw bytes', () => scripted(raw('x'), stall()), 'x'],
  ['the terminator', () => scripted(), 'data: [DONE]\n\n'],
  [
    'an async script that has its first event',
    () =>
      new AsyncScripted(async function* () {
        yield await Promise.resolve(1)
      }),
    'data: 1\n\n',
  ],
])('sends no empty chunk before %s', async (_, script, first) => {
  const { read, cancel } = perform(script())

  expect(await read()).toBe(first)
  await cancel()
})

it('sends one empty chunk only, however long the first frame takes', async () => {
  const gate = Promise.withResolvers<void>()
  const script = new AsyncScripted(async function* () {
    await gate.promise
    yield 1
  })
  const { read, readAll, log } = perform(script)
  expect(await read()).toBe('')
  const first = read()
  await settle()
  expect(log).toEqual([])

  gate.resolve()
  expect(await first).toBe('data: 1\n\n')
  expect(await readAll()).toEqual(['data: [DONE]\n\n'])
})

it('waits for a gate of its script between two events', async () => {
  const gate = Promise.withResolvers<number>()
  const script = new AsyncScripted(async function* () {
    yield 1
    yield await gate.promise
  })
  const { read, readAll, log } = perform(script)
  expect(await read()).toBe('data: 1\n\n')
  const second = read()
  await settle()
  expect(log).toEqual(['event'])

  gate.resolve(2)
  expect(await second).toBe('data: 2\n\n')
  expect(await readAll()).toEqual(['data: [DONE]\n\n'])
})

it('flows under fake timers', async () => {
  vi.useFakeTimers()
  const { readAll, ended } = perform(scripted(1, pause(0), 2), { through: [pace(0)] })

  expect(await readAll()).toEqual(['data: 1\n\n', 'data: 2\n\n', 'data: [DONE]\n\n'])
  expect(await ended).toBe('completed')
  expect(vi.getTimerCount()).toBe(0)
})

it('cuts, breaks and stops under fake timers', async () => {
  vi.useFakeTimers()
  spyOnPrint()
  const cuts = perform(endless(), { through: [cutAfter(1)] })
  const breaks = perform(failing('Boom'))
  const stalls = perform(scripted(stall()))

  await expect(cuts.readAll()).rejects.toEqual(terminated)
  await expect(breaks.readAll()).rejects.toEqual(terminated)
  expect(await stalls.read()).toBe('')
  await stalls.cancel()
  expect(await Promise.all([cuts.ended, breaks.ended, stalls.ended])).toEqual([
    'cut',
    'broken',
    'aborted',
  ])
})

it('waits until a pause is over, on the global timers', async () => {
  vi.useFakeTimers()
  const { read, log } = perform(scripted(1, pause(1000), 2))
  expect(await read()).toBe('data: 1\n\n')
  const second = read()
  await settle()
  expect(vi.getTimerCount()).toBe(1)

  vi.advanceTimersByTime(999)
  await settle()
  expect(log).toEqual(['event'])

  vi.advanceTimersByTime(1)
  expect(await second).toBe('data: 2\n\n')
})

it('waits before every event that is paced', async () => {
  vi.useFakeTimers()
  const { read } = perform(scripted(1, 2), { through: [pace(20)] })
  expect(await read()).toBe('')

  for (const tick of [1, 2]) {
    const pending = read()
    await settle()
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(20)
    expect(await pending).toBe(`data: ${tick}\n\n`)
  }
  expect(await read()).toBe('data: [DONE]\n\n')
})

it('reports its end once, after its script has stopped', async () => {
  const print = spyOnPrint()
  const script = failing('Boom')
  const request = new AbortController()
  const { readAll, cancel, log, ended } = perform(script, { signal: request.signal })
  void ended.then(() => log.push(`stopped: ${script.stopped}`))
  await expect(readAll()).rejects.toEqual(terminated)

  await expect(cancel()).rejects.toEqual(terminated)
  request.abort()
  await settle()
  expect(log).toEqual(['event', 'failed', 'broken', 'stopped: true'])
  expect(print).toHaveBeenCalledTimes(1)
})

it('needs no observer', async () => {
  const print = spyOnPrint()

  expect(await respond(ticks, scripted(1)).text()).toBe('data: 1\n\ndata: [DONE]\n\n')
  await expect(respond(ticks, failing('Boom')).text()).rejects.toEqual(terminated)
  expect(print).toHaveBeenCalledTimes(1)
})

it('goes on for a reader that is later than the first frame', async () => {
  const gate = Promise.withResolvers<number>()
  const script = new AsyncScripted(async function* () {
    yield await gate.promise
    yield 2
  })
  const { read, readAll, log } = perform(script)
  expect(await read()).toBe('')
  gate.resolve(1)
  await settle()
  expect(log).toEqual([])

  expect(await readAll()).toEqual(['data: 1\n\n', 'data: 2\n\n', 'data: [DONE]\n\n'])
})

const remark: Stage = stage('remark()', () => ({
  first: () => [comment('hi')],
  take: (item) => item,
}))

it('ends the lines of what a stage inserts as the endpoint ends its own', async () => {
  const crlf = { ...ticks, wire: { ...ticks.wire, lineEnding: '\r\n' } } as const
  const { readAll } = perform(scripted(1), { through: [remark] }, crlf)

  expect(await readAll()).toEqual([': hi\r\n\r\n', 'data: 1\r\n\r\n', 'data: [DONE]\r\n\r\n'])
})

it('cuts the connection where a stage fails to begin', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  const failure = new Error('No stage')
  const { read, ended, log } = perform(scripted(1), {
    through: [
      stage('broken()', () => {
        throw failure
      }),
    ],
  })

  expect(await read()).toBe('')
  await expect(read()).rejects.toThrow('terminated')
  await expect(ended).resolves.toBe('broken')
  expect(complaints.mock.calls).toEqual([[failure]])
  expect(log).toEqual(['failed', 'broken'])
})

it('cuts the connection of a broken script whose finally waits for that', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  const script = new AsyncScripted(async function* (signal) {
    try {
      yield 1
      yield 'two' as never
    } finally {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    }
  })
  const { read, ended } = perform(script)

  expect(await read()).toBe('data: 1\n\n')
  await expect(read()).rejects.toThrow('terminated')
  await expect(ended).resolves.toBe('broken')
  expect(complaints).toHaveBeenCalledTimes(1)
})
