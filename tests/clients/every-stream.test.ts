import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { cutAfter, malform, pace, stallAfter, StreamError, type Cue } from 'msw-openai'
import { APIError } from 'openai'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { routeFactories } from '../core/route-tree.js'
import { readAll } from '../support.js'
import type { Stream } from './stream-of.js'
import { streams } from './streams.js'
import { createClient, major } from './support.js'
import { transports, type Reached } from './transports.js'

const ofSDK = streams.filter(({ since = 4 }) => major.openai >= since)
/** Streams of the framings that other tests do not damage: CRLF, named without a terminator, and unnamed. */
const damaged = ofSDK.filter(({ name }) =>
  ['audio.transcriptions.create', 'images.generate', 'completions.create'].includes(name),
)

afterEach(() => void vi.useRealTimers())

it('has a stream of each endpoint that streams', () => {
  const streaming = routeFactories().filter(([, { endpoint }]) => endpoint.wire)

  expect(streams.map(({ name }) => name).toSorted()).toEqual(
    streaming.map(([name]) => name).toSorted(),
  )
})

/** Reads the records of a stream by `fetch`. */
async function* recordsOf(
  { asked }: Stream,
  { baseURL, fetch = globalThis.fetch }: Reached,
  signal?: AbortSignal,
): AsyncGenerator<EventSourceMessage> {
  const { path, ...request } = asked()
  const response = await fetch(`${baseURL}${path}`, { ...request, signal: signal ?? null })
  const records: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (record) => void records.push(record) })
  const decoder = new TextDecoder()
  for await (const bytes of response.body ?? []) {
    parser.feed(decoder.decode(bytes, { stream: true }))
    yield* records.splice(0)
  }
}

/** Reads the events of a stream by the SDK. */
async function* eventsOf(
  { ask }: Stream,
  reached: Reached,
  signal?: AbortSignal,
): AsyncGenerator<unknown> {
  yield* await ask(createClient(reached), signal ? { signal } : {})
}

describe.each(transports)('on %s', (_, reach) => {
  it.each(streams)('delivers the exact records of $name', async (stream) => {
    const { route } = stream.open()

    const read = await readAll(recordsOf(stream, await reach(route)))

    expect(read).toEqual({ items: stream.records })
    await expect(route.calls[0]?.settled).resolves.toBe('completed')
    expect(route.calls[0]?.events).toEqual(stream.events)
  })

  it.each(ofSDK)('delivers the exact events of $name to the SDK', async (stream) => {
    const { route } = stream.open()

    const read = await readAll(eventsOf(stream, await reach(route)))

    expect(read).toEqual({ items: stream.events })
    await expect(route.calls[0]?.settled).resolves.toBe('completed')
  })

  it.each(streams)('stops the script of $name once its client disconnects', async (stream) => {
    const { route, script } = stream.open({ through: [stallAfter(1)] })
    const leaving = new AbortController()
    const records = recordsOf(stream, await reach(route), leaving.signal)

    const { items, error } = await readAll(records, () => leaving.abort())

    expect(items).toEqual(stream.records.slice(0, 1))
    expect(error).toMatchObject({ name: 'AbortError' })
    await expect(route.calls[0]?.settled).resolves.toBe('aborted')
    expect(script.isStopped).toBe(true)
  })

  it.each(ofSDK)('stops the script of $name once the SDK disconnects', async (stream) => {
    const { route, script } = stream.open({ through: [stallAfter(1)] })
    const leaving = new AbortController()
    const reading = readAll(eventsOf(stream, await reach(route), leaving.signal))
    await expect.poll(() => route.calls[0]?.sent).toBe(1)

    leaving.abort()

    await reading
    await expect(route.calls[0]?.settled).resolves.toBe('aborted')
    expect(script.isStopped).toBe(true)
  })

  it.each(damaged)('cuts $name', async (stream) => {
    const { route } = stream.open({ through: [cutAfter(2)] })
    const reached = await reach(route)

    const records = await readAll(recordsOf(stream, reached))
    const events = await readAll(eventsOf(stream, reached))

    expect(records).toEqual({ items: stream.records.slice(0, 2), error: expect.any(Error) })
    expect(events).toEqual({ items: stream.events.slice(0, 2), error: expect.any(Error) })
    expect(route.calls.map(({ outcome }) => outcome)).toEqual(['cut', 'cut'])
  })

  it.each(damaged)('damages a record of $name', async (stream) => {
    const { route } = stream.open({ through: [malform(1)] })
    const reached = await reach(route)

    const { items } = await readAll(recordsOf(stream, reached))
    const events = await readAll(eventsOf(stream, reached))

    expect(items.toSpliced(1, 1)).toEqual(stream.records.toSpliced(1, 1))
    expect(() => JSON.parse(items[1]?.data ?? '')).toThrow(SyntaxError)
    expect(events).toEqual({ items: stream.events.slice(0, 1), error: expect.any(SyntaxError) })
    await expect(route.calls[0]?.settled).resolves.toBe('completed')
  })

  it.each(damaged)('ends $name with the error of its script', async (stream) => {
    const error = { message: 'Overloaded', type: 'server_error', param: null, code: 'overloaded' }
    function* failing<Event>([first]: readonly Event[]): Generator<Event | Cue> {
      if (first) yield first
      throw new StreamError(error)
    }
    const { route } = stream.open({}, failing)
    const reached = await reach(route)

    const records = await readAll(recordsOf(stream, reached))
    const events = await readAll(eventsOf(stream, reached))

    const [first] = stream.records
    expect(records).toEqual({ items: [first, { data: JSON.stringify({ error }) }] })
    expect(events).toEqual({ items: stream.events.slice(0, 1), error: expect.any(APIError) })
    expect(events.error).toMatchObject({ code: 'overloaded' })
    await expect(route.calls[0]?.settled).resolves.toBe('completed')
  })

  it.each(ofSDK)('plays $name under fake timers', async (stream) => {
    vi.useFakeTimers()
    const { route } = stream.open({ through: [pace(1000)] })
    const reading = readAll(eventsOf(stream, await reach(route)))
    await vi.waitUntil(() => route.calls.length === 1)

    await vi.advanceTimersByTimeAsync(1000 * stream.events.length)

    await expect(reading).resolves.toEqual({ items: stream.events })
    expect(route.calls[0]?.timings).toEqual(
      stream.events.map((_event, index) => 1000 * (index + 1)),
    )
  })
})
