import {
  AsyncEventStream,
  bom,
  coalesce,
  comment,
  cutAfter,
  cutAfterBytes,
  drop,
  dropTerminator,
  EventStream,
  insert,
  keepAlive,
  malform,
  pace,
  pause,
  respond,
  split,
  stallAfter,
  unchecked,
  unnamed,
  type StreamTarget,
  type PlayOutcome,
  type Stage,
} from 'msw-openai/streaming'
import { afterEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { macrotask } from '../../../src/streaming/clock.js'

interface Tick {
  readonly tick: number
}

const ticks: StreamTarget<Tick> = {
  name: 'ticks.create',
  wire: {
    event: z.object({ tick: z.number() }),
    frame: unnamed,
    terminator: { data: '[DONE]' },
  },
}

class Ticks extends EventStream<Tick> {
  override *generate(): Generator<Tick> {
    yield* [{ tick: 0 }, { tick: 1 }, { tick: 2 }]
  }
}

/** Ticks of a clock that comes late. */
class LateTicks extends AsyncEventStream<Tick> {
  override async *generate(): AsyncGenerator<Tick> {
    for (const event of [{ tick: 0 }, { tick: 1 }]) {
      yield event
      await new Promise((resolve) => setTimeout(resolve, 12))
    }
  }
}

const DONE = 'data: [DONE]\n\n'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it.each<[name: string, through: Stage[], result: string[]]>([
  ['a read for two events', [coalesce(2)], [`${tick(0)}${tick(1)}`, `${tick(2)}${DONE}`]],
  ['reads where they were', [coalesce(2), drop(1)], [tick(0), `${tick(2)}${DONE}`]],
  ['one read for all', [coalesce(Infinity), dropTerminator()], [[0, 1, 2].map(tick).join('')]],
  ['pieces', [drop(0), drop(0), split(16)], ['data: {"tick":2}', '\n\n', DONE]],
  ['half an event', [drop(0), drop(0), malform(0)], ['data: {"tic\n\n', DONE]],
  ['a mark with the first event', [bom(), drop(1)], [`\ufeff${tick(0)}`, tick(2), DONE]],
  ['what is inserted', [insert(3, comment('end'))], [tick(0), tick(1), tick(2), ': end\n\n', DONE]],
  [
    'an event that is none',
    [insert(0, unchecked({ tock: 0 })), drop(1), drop(1)],
    ['data: {"tock":0}\n\n', tick(2), DONE],
  ],
])('plays %s', async (_, through, result) => {
  const { reads, outcome } = await played(new Ticks(), through)

  expect(reads).toEqual(result)
  expect(outcome).toBe('completed')
})

it('cuts a record in half', async () => {
  const { reads, outcome } = await played(new Ticks(), [cutAfterBytes(20)])

  expect(reads).toEqual([tick(0), 'da'])
  expect(outcome).toBe('cut')
})

it.each<[stage: Stage, message: string]>([
  [drop(7), 'Failed to apply drop(7): the script ended after 3 event(s).'],
  [split('utf8'), 'Failed to apply split(utf8): the script ended with nothing to split.'],
  [cutAfterBytes(99), 'Failed to apply cutAfterBytes(99): the script ended after 68 byte(s).'],
])('breaks the play when %o never happens', async (stage, message) => {
  vi.spyOn(console, 'error').mockReturnValue()
  const { reads, outcome, error } = await played(new Ticks(), [stage])

  expect(reads).toEqual([tick(0), tick(1), tick(2)])
  expect(outcome).toBe('broken')
  expect(error).toEqual(new RangeError(message))
})

it('keeps a connection alive while the script is late', async () => {
  vi.useFakeTimers()
  const play = played(new LateTicks(), [keepAlive(5)])
  await letPass(24)

  const ping = ': keep-alive\n\n'
  expect((await play).reads).toEqual([tick(0), ping, ping, tick(1), ping, ping, DONE])
})

it('keeps a connection alive between the ticks of a pace', async () => {
  vi.useFakeTimers()
  const play = played(new Ticks(), [pace(7), drop(2), keepAlive(5, '')])
  await letPass(21)

  expect((await play).reads).toEqual([':\n\n', tick(0), ':\n\n', tick(1), ':\n\n', DONE])
})

it('keeps a connection alive that stalls, until the client disconnects', async () => {
  vi.useFakeTimers()
  const client = new AbortController()
  const play = played(new Ticks(), [stallAfter(1), keepAlive(5, 'a')], client.signal)
  await letPass(12)
  client.abort()

  const { reads, outcome } = await play
  expect(reads).toEqual([tick(0), ': a\n\n', ': a\n\n'])
  expect(outcome).toBe('aborted')
})

it('performs a pause that is inserted', async () => {
  vi.useFakeTimers()
  const play = played(new Ticks(), [insert(1, pause(5))])
  await letPass(5)

  expect((await play).reads).toEqual([tick(0), tick(1), tick(2), DONE])
})

function tick(index: number): string {
  return `data: {"tick":${index}}\n\n`
}

/** Lets time pass, and the client read everything that comes meanwhile. */
async function letPass(ms: number) {
  for (let passed = 0; passed <= ms; passed++) {
    if (passed > 0) vi.advanceTimersByTime(1)
    for (let count = 0; count < 10; count++) await macrotask()
  }
}

/** The reads of a client, and the end of the play. */
async function played(
  script: EventStream<Tick> | AsyncEventStream<Tick>,
  through: Stage[],
  signal?: AbortSignal,
) {
  const reads: string[] = []
  const end = Promise.withResolvers<PlayOutcome>()
  let error: unknown
  const observer = { onEnd: end.resolve, onError: (reason: unknown) => void (error = reason) }
  const { body } = respond(ticks, script, { through, observer, signal })
  try {
    for await (const bytes of body ?? []) {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
      // The headers alone.
      if (text !== '') reads.push(text)
    }
  } catch {
    // The outcome describes the end.
  }
  return { reads, outcome: await end.promise, error }
}

it.each<[name: string, stages: Stage[], message: string]>([
  ['a cut', [malform(9), cutAfter(1)], 'malform(9): the stream was stopped after 1 event(s).'],
  ['a cut of its own', [cutAfter(5), cutAfter(1)], 'cutAfter(5): the stream was stopped after 1'],
  ['a terminator', [dropTerminator(), cutAfter(1)], 'dropTerminator(): the stream was stopped'],
])('says that a fault never happened for a cut before it: %s', async (_, through, message) => {
  const print = vi.spyOn(console, 'error').mockReturnValue()
  const { promise: outcome, resolve: onEnd } = Promise.withResolvers<PlayOutcome>()
  const onError = vi.fn<(error: unknown) => void>()
  const response = respond(ticks, new Ticks(), { through, observer: { onEnd, onError } })

  await expect(response.text()).rejects.toThrow('terminated')

  await expect(outcome).resolves.toBe('broken')
  expect(String(onError.mock.calls)).toContain(message)
  print.mockRestore()
})

it.each<[name: string, through: Stage[], expected: PlayOutcome]>([
  ['that leaves by itself', [drop(9)], 'aborted'],
  ['that leaves a stream which stalled before it', [drop(9), stallAfter(1)], 'broken'],
])('says that a fault never happened to no client %s', async (_, through, expected) => {
  const print = vi.spyOn(console, 'error').mockReturnValue()
  const { promise: outcome, resolve: onEnd } = Promise.withResolvers<PlayOutcome>()
  const reader = respond(ticks, new Ticks(), { through, observer: { onEnd } }).body?.getReader()
  await reader?.read()
  if (expected === 'broken') void reader?.read().catch(() => {})
  await macrotask()
  await macrotask()

  await reader?.cancel()

  await expect(outcome).resolves.toBe(expected)
  print.mockRestore()
})
