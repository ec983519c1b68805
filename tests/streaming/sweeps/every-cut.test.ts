import {
  BrokenScriptError,
  comment,
  cut,
  EventStream,
  everyCut,
  pause,
  raw,
  stall,
  StreamError,
  SweepError,
  unnamed,
  type SweepCase,
  type SweepConsumer,
} from 'msw-openai/streaming'
import { afterEach, expect, it, vi } from 'vitest'
import { macrotask } from '../../../src/streaming/clock.js'
import { counting, decoded, parsed, trusting, waiting, type Reader } from './readers.js'
import { bodyOf, errorOf, ticks, Scripted, type Tick } from './support.js'

const script = new Scripted({ tick: 'Hé' }, comment('ping'), { tick: '漢🙂' })

/** Makes a request after a while, as a client does that has work to do first, and drops the answer. */
async function askLate(fetch: typeof globalThis.fetch): Promise<void> {
  await macrotask()
  await bodyOf(fetch).catch(() => {})
}

/** Expects a reader to keep the events that arrive, and to distinguish a whole stream from a part. */
function keeps(reader: Reader, { items } = script) {
  return async (fetch: typeof globalThis.fetch, { events, whole }: SweepCase) => {
    const all = items.filter((item) => 'tick' in item)
    expect(await reader(fetch)).toEqual({ ticks: all.slice(0, events), done: whole })
  }
}

/** The cases of a sweep, the one without a cut included. */
async function casesOf(played: Scripted, bytes: boolean): Promise<SweepCase[]> {
  const cases: SweepCase[] = []
  const note = async (fetch: typeof globalThis.fetch, sweepCase: SweepCase) => {
    await bodyOf(fetch)
    cases.push(sweepCase)
  }
  await everyCut(ticks, played, note, { bytes })
  return cases
}

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it.each([
  ['decode()', decoded],
  ['eventsource-parser', parsed],
])('passes %s', async (_, reader) => {
  const sweep = everyCut(ticks, script, keeps(reader), { bytes: true })

  await expect(sweep).resolves.toBeUndefined()
})

it('plays the stream as it is, and cuts it after every event', async () => {
  expect(await casesOf(script, false)).toEqual([
    { stages: '', events: 2, bytes: 70, whole: true, cut: false },
    { stages: 'cutAfter(0)', events: 0, bytes: 0, whole: false, cut: true },
    { stages: 'cutAfter(1)', events: 1, bytes: 22, whole: false, cut: true },
    { stages: 'cutAfter(2)', events: 2, bytes: 56, whole: false, cut: true },
  ])
})

it('then cuts it after every byte, where it is asked to', async () => {
  const cases = (await casesOf(script, true)).slice(4)

  expect(cases.map(({ bytes }) => bytes)).toEqual(Array.from({ length: 71 }, (_, count) => count))
  expect(cases.map(({ stages }) => stages)).toEqual(
    cases.map(({ bytes }) => `cutAfterBytes(${bytes})`),
  )
  expect(cases.findIndex(({ events }) => events === 1)).toBe(22)
  expect(cases.findIndex(({ events }) => events === 2)).toBe(56)
  expect(cases.findIndex(({ whole }) => whole)).toBe(70)
})

it('knows a script that is cut, or stalls, by what comes before that', async () => {
  const [dropped] = await casesOf(new Scripted({ tick: '' }, cut(), { tick: '' }), false)
  const [stalled] = await casesOf(new Scripted({ tick: '' }, stall(), { tick: '' }), false)

  expect(dropped).toEqual({ stages: '', events: 1, bytes: 19, whole: true, cut: true })
  expect(stalled).toEqual({ stages: '', events: 1, bytes: 19, whole: true, cut: false })
})

it('delivers what it says', async () => {
  await everyCut(
    ticks,
    script,
    async (fetch, { bytes, cut: isCut }) => {
      let received = 0
      let error: unknown
      try {
        for await (const { length } of await bodyOf(fetch)) received += length
      } catch (caught) {
        error = caught
      }
      expect(received).toBe(bytes)
      expect(error).toEqual(isCut ? new TypeError('terminated') : undefined)
    },
    { bytes: true },
  )
})

it('finds a reader that takes a cut for the end', async () => {
  const error = await errorOf(() => everyCut(ticks, script, keeps(trusting)))

  expect(error).toBeInstanceOf(SweepError)
  expect(error).toMatchObject({
    name: 'SweepError',
    failures: 3,
    cases: 3,
    case: { stages: 'cutAfter(0)', events: 0 },
    cause: { name: 'AssertionError', expected: { done: false }, actual: { done: true } },
  })
  expect(error.message).toMatchInlineSnapshot(`
    "Failed to read "Scripted" on "ticks.create" under 3 of 3 cuts.
    The smallest: after 0 event(s).
    AssertionError: expected { ticks: [], done: true } to deeply equal { ticks: [], done: false }
    To play it alone: { through: [cutAfter(0)] }"
  `)
})

it('finds the byte of a cut that is not at an event', async () => {
  const error = await errorOf(() =>
    everyCut(
      ticks,
      new Scripted(raw('data: {"tick":"one"}\n\n'), raw('data: {"tick":"two"}\n\n')),
      async (fetch, { whole }) => expect((await counting(fetch)).done).toBe(whole),
      { bytes: true },
    ),
  )

  expect(error.message).toMatchInlineSnapshot(`
    "Failed to read "Scripted" on "ticks.create" under 14 of 60 cuts.
    The smallest: after byte 44, before the terminator ('…ck":"two"}\\n\\n' | 'data: [DONE]…').
    AssertionError: expected true to be false // Object.is equality
    To play it alone: { through: [cutAfterBytes(44)] }"
  `)
})

it('finds a reader that hangs at a cut, with real timers or fake ones', async () => {
  vi.useFakeTimers()
  const error = await errorOf(() => everyCut(ticks, script, keeps(waiting), { timeout: 500 }))

  expect(vi.getTimerCount()).toBe(0)
  expect(error).toMatchObject({ failures: 1, cases: 1, cause: { name: 'UnsettledError', ms: 500 } })
  expect(error.message).toMatchInlineSnapshot(`
    "Failed to read "Scripted" on "ticks.create" under 1 of the first 1 cuts.
    The smallest: after 0 event(s).
    UnsettledError: Failed to await the consumer: it did not settle within 500 ms.
    To play it alone: { through: [cutAfter(0)] }
    A case that does not settle ends the sweep."
  `)
})

it('says so when the consumer fails without a cut', async () => {
  const error = await errorOf(() =>
    everyCut(ticks, script, async (fetch) => {
      await bodyOf(fetch)
      throw new Error('Not today.')
    }),
  )

  expect(error).toMatchObject({ name: 'SweepError', failures: 1, cases: 1, case: { stages: '' } })
  expect(error.message).toMatchInlineSnapshot(`
    "Failed to read "Scripted" on "ticks.create", even as it is.
    Error: Not today."
  `)
})

it.each<[string, SweepConsumer]>([
  ['makes no request', () => {}],
  ['does not wait for its request', (fetch) => void askLate(fetch)],
])('says so when the consumer %s', async (_, consumer) => {
  await expect(everyCut(ticks, script, consumer)).rejects.toThrow(
    new TypeError(
      'Failed to sweep script "Scripted": the consumer made no request with the fetch it was given, or did not wait for it.',
    ),
  )
})

it('says in which case the consumer makes no request', async () => {
  const sweep = everyCut(ticks, script, async (fetch, { stages }) => {
    if (stages !== 'cutAfter(1)') await bodyOf(fetch)
  })

  await expect(sweep).rejects.toThrow(
    new TypeError(
      'Failed to sweep script "Scripted" under cutAfter(1): the consumer made no request with the fetch it was given, or did not wait for it.',
    ),
  )
})

it('fails at once with a script that is broken, and prints nothing', async () => {
  const print = vi.spyOn(console, 'error')
  const broken = new Scripted({ tick: 'one' }, { tick: 2 } as never)
  const error = await errorOf(() => everyCut(ticks, broken, () => expect.unreachable()))

  expect(error).toBeInstanceOf(BrokenScriptError)
  expect(error).toMatchObject({ name: 'InvalidEventError', index: 1 })
  expect(print).not.toHaveBeenCalled()
})

it('fails once with a script that breaks later on', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const forgetful = new (class Forgetful extends EventStream<Tick> {
    plays = 0;
    override *generate(): Generator<Tick> {
      if (++this.plays > 3) throw new Error('I forgot.')
      yield { tick: 'one' }
    }
  })()
  const error = await errorOf(() =>
    everyCut(ticks, forgetful, async (fetch) => void (await decoded(fetch)), { bytes: true }),
  )

  expect(error).toMatchObject({ name: 'BrokenScriptError', cause: { message: 'I forgot.' } })
  expect(print.mock.calls).toEqual([[error]])
})

it('fails with a script that has no end', async () => {
  const endless = new (class Endless extends EventStream<Tick> {
    stopped = false;
    override *generate(): Generator<Tick> {
      try {
        for (;;) yield { tick: '' }
      } finally {
        this.stopped = true
      }
    }
  })()
  const error = await errorOf(() =>
    everyCut(ticks, endless, () => expect.unreachable(), { timeout: 50 }),
  )

  expect(error.message).toBe(
    'Failed to transcribe script "Endless": it did not settle within 50 ms.',
  )
  await expect.poll(() => endless.stopped).toBe(true)
})

it('cuts a script that ends in an error of its own', async () => {
  const failing = new (class Failing extends EventStream<Tick> {
    override *generate(): Generator<Tick> {
      yield { tick: 'one' }
      throw new StreamError({ message: 'Boom' })
    }
  })()
  const lengths: number[] = []
  await everyCut(ticks, failing, async (fetch, { bytes }) => {
    await bodyOf(fetch)
    lengths.push(bytes)
  })

  expect(lengths).toEqual([105, 0, 22])
})

it('waits for pauses on the global timer', async () => {
  vi.useFakeTimers()
  const slow = new Scripted(pause(60_000), { tick: 'one' })

  await everyCut(ticks, slow, async (fetch, { events }) => {
    const reading = decoded(fetch)
    // Before the first event there is nothing but the pause.
    if (events > 0) await vi.waitUntil(() => vi.getTimerCount() > 0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect((await reading).ticks).toHaveLength(events)
  })
})

it.each<[string, ask: (fetch: typeof globalThis.fetch, signal: AbortSignal) => Promise<Response>]>([
  ['in the options', (fetch, signal) => fetch('https://localhost', { signal })],
  ['in a request', (fetch, signal) => fetch(new Request('https://localhost', { signal }))],
])('heeds a signal %s', async (_, ask) => {
  await everyCut(ticks, new Scripted({ tick: 'one' }, stall()), async (fetch, { events }) => {
    const gone = new AbortController()
    const reader = (await ask(fetch, gone.signal)).body?.getReader()
    if (events > 0) await reader?.read()
    gone.abort(new Error('Enough.'))

    await expect(reader?.read()).rejects.toThrow('Enough.')
    await expect(ask(fetch, gone.signal)).rejects.toThrow('Enough.')
  })
})

it('answers any request there is, in a case', async () => {
  await everyCut(ticks, script, async (fetch) => {
    const both = await Promise.all([decoded(fetch), decoded(fetch)])
    expect(both[0]).toEqual(both[1])
  })
})

it('stops the plays that a consumer does not close', async () => {
  let [started, stopped] = [0, 0]
  const counted = new (class Counted extends EventStream<Tick> {
    override *generate(): Generator<Tick> {
      started++
      try {
        for (let count = 0; count < 3; count++) yield { tick: 'one' }
      } finally {
        stopped++
      }
    }
  })()
  await everyCut(ticks, counted, async (fetch) => {
    await (
      await bodyOf(fetch)
    )
      .getReader()
      .read()
      .catch(() => {})
  })

  await expect.poll(() => stopped).toBe(started)
})

it('works on an endpoint without a terminator', async () => {
  const { terminator: _, ...open } = ticks.wire
  const cases: SweepCase[] = []
  await everyCut(
    { name: 'ticks.create', wire: { ...open, frame: unnamed } },
    script,
    async (fetch, sweepCase) => {
      await bodyOf(fetch)
      cases.push(sweepCase)
    },
  )

  expect(cases.at(-1)).toMatchObject({ stages: 'cutAfter(2)', whole: true, cut: true })
})

it.each([0, -1, Number.NaN, Infinity])('refuses a timeout of %d ms, at once', async (timeout) => {
  const sweep = everyCut(ticks, script, () => expect.unreachable(), { timeout })

  await expect(sweep).rejects.toThrow(
    new RangeError(`Failed to sweep with a timeout of ${timeout} ms: expected more than zero.`),
  )
})

it.each<[unknown, string]>([
  [{ byte: true }, ': unknown option "byte". Expected { bytes, timeout }. Did you mean "bytes"?'],
  [{ bytes: true, random: {} }, ': unknown option "random". Expected { bytes, timeout }.'],
  [500, ' with 500: expected { bytes, timeout }.'],
])('refuses the options %j, at once', async (options, reason) => {
  const sweep = everyCut(ticks, script, () => expect.unreachable(), options as object)

  await expect(sweep).rejects.toThrow(new TypeError(`Failed to sweep${reason}`))
})
