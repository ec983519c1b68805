import { comment, cut, cutAfter, pace, pause, stall, stallAfter } from 'msw-openai/streaming'
import type { Direction, Frame, Frames, Stage } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { readAll } from '../support.js'

function frame(type: Frame['type'], text: string): Frame {
  return { type, bytes: new TextEncoder().encode(text) }
}

const [one, two, three] = ['one', 'two', 'three'].map((text) => frame('event', text)) as [
  ...[Frame, Frame, Frame],
]
const done = frame('terminator', '[DONE]')
const error = frame('error', 'Boom')
const ping = comment('ping')
const bytes = frame('bytes', '{')

type Items = ReadonlyArray<Frame | Direction>

/** What these items become on their way through these stages, first to last. */
function through(items: Items, ...stages: Stage[]) {
  async function* source() {
    yield* items
  }
  return readAll(stages.reduce<Frames>((all, stage) => stage(all), source()))
}

it.each<[name: string, stage: Stage, items: Items, result: Items]>([
  ['waits before every event', pace(5), [one, two], [pause(5), one, pause(5), two]],
  [
    'and before nothing else',
    pace(5),
    [ping, bytes, pause(1), error, done],
    [ping, bytes, pause(1), error, done],
  ],
  ['passes a zero pace on', pace(0), [one], [pause(0), one]],
  ['cuts before the first event', cutAfter(0), [one, two, done], [cut()]],
  ['cuts a stream that has none', cutAfter(0), [], [cut()]],
  ['cuts after one event', cutAfter(1), [one, two, done], [one, cut()]],
  ['cuts after two', cutAfter(2), [one, two, three, done], [one, two, cut()]],
  ['cuts after all, before the terminator', cutAfter(2), [one, two, done], [one, two, cut()]],
  ['cuts after all, without a terminator', cutAfter(2), [one, two], [one, two, cut()]],
  [
    'counts events only',
    cutAfter(2),
    [ping, one, bytes, pause(1), two, ping],
    [ping, one, bytes, pause(1), two, cut()],
  ],
  ['stalls before the first event', stallAfter(0), [one, done], [stall()]],
  ['stalls after one event', stallAfter(1), [one, two, done], [one, stall()]],
  ['stalls after all, before the terminator', stallAfter(2), [one, two, done], [one, two, stall()]],
  [
    'counts events only, before it stalls',
    stallAfter(1),
    [ping, bytes, one, ping],
    [ping, bytes, one, stall()],
  ],
])('%s', async (_, stage, items, result) => {
  expect(await through(items, stage)).toEqual({ items: result })
})

it.each<[name: string, stage: Stage, items: Items, passed: Items, message: string]>([
  [
    'one event too few',
    cutAfter(3),
    [one, two, done],
    [one, two],
    'cutAfter(3): the script ended after 2 event(s).',
  ],
  ['no event at all', cutAfter(1), [], [], 'cutAfter(1): the script ended after 0 event(s).'],
  [
    'comments instead',
    cutAfter(1),
    [ping, bytes],
    [ping, bytes],
    'cutAfter(1): the script ended after 0 event(s).',
  ],
  [
    'an error instead',
    cutAfter(2),
    [one, error],
    [one],
    'cutAfter(2): the script ended after 1 event(s).',
  ],
  [
    'no event to stall after',
    stallAfter(2),
    [one, done],
    [one],
    'stallAfter(2): the script ended after 1 event(s).',
  ],
])('says so when there is %s', async (_, stage, items, passed, message) => {
  const result = await through(items, stage)

  expect(result.items).toEqual(passed)
  expect(result.error).toEqual(new RangeError(`Failed to apply ${message}`))
})

it.each([-1, 1.5, Number.NaN, Infinity])('refuses to count to %d, at once', (count) => {
  const reason = `(${count}): expected a number of events, zero or more.`

  expect(() => cutAfter(count)).toThrow(new RangeError(`Failed to create cutAfter${reason}`))
  expect(() => stallAfter(count)).toThrow(new RangeError(`Failed to create stallAfter${reason}`))
})

it.each([-1, Number.NaN, Infinity, 2 ** 31])('refuses a pace of %d ms, at once', (ms) => {
  expect(() => pace(ms)).toThrow(RangeError)
})

it('applies stages first to last', async () => {
  const [cuts, stalls] = [cutAfter(1), stallAfter(1)]

  expect((await through([one, two], cuts, stalls)).items).toEqual([one, stall()])
  expect((await through([one, two], stalls, cuts)).items).toEqual([one, cut()])
  expect((await through([one, two], pace(1), pace(2), cuts)).items).toEqual([
    pause(1),
    pause(2),
    one,
    cut(),
  ])
})

it('can be used again', async () => {
  const stage = cutAfter(1)

  expect(await through([one, two], stage)).toEqual(await through([one, two], stage))
  expect((await through([one], stage)).error).toBeUndefined()
})

it.each<[name: string, stage: Stage]>([
  ['pace', pace(5)],
  ['cutAfter', cutAfter(1)],
  ['stallAfter', stallAfter(1)],
])('%s reads no further than it is read, and closes what it reads', async (_, stage) => {
  const log: string[] = []
  async function* source() {
    try {
      for (const item of [one, two, three]) {
        log.push('next')
        yield item
      }
    } finally {
      log.push('closed')
    }
  }

  for await (const item of stage(source())) if (item === one) break
  expect(log).toEqual(['next', 'closed'])
})

it('closes what it reads at the terminator', async () => {
  const log: string[] = []
  async function* source() {
    try {
      yield done
      log.push('went on')
    } finally {
      log.push('closed')
    }
  }

  expect((await readAll(cutAfter(1)(source()))).error).toBeInstanceOf(RangeError)
  expect(log).toEqual(['closed'])
})
