import { comment, pace, pause, type Item, type Stage, type Tempo } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { done, encoded, error, frame, one, three, through, two } from './support.js'

const bytes = frame('bytes', '{')
const ping = encoded(comment('ping'))

it.each<[name: string, stage: Stage, items: Item[], result: Item[]]>([
  ['waits before every event', pace(5), [one, two], [pause(5), one, pause(5), two]],
  [
    'and before nothing else',
    pace(5),
    [ping, bytes, pause(1), error, done],
    [ping, bytes, pause(1), error, done],
  ],
  ['takes zero for no wait', pace(0), [one, two], [pause(0), one, pause(0), two]],
  [
    'waits longer for the first',
    pace({ first: 9, each: 2 }),
    [one, two, three],
    [pause(9), one, pause(2), two, pause(2), three],
  ],
  ['waits for the first alone', pace({ first: 9 }), [one, two], [pause(9), one, pause(0), two]],
  [
    'waits for the others alone',
    pace({ first: 0, each: 9 }),
    [one, two],
    [pause(0), one, pause(9), two],
  ],
  ['waits for tokens', pace({ tokensPerSecond: 50 }), [one, two], [pause(20), one, pause(20), two]],
  [
    'waits for the first token',
    pace({ tokensPerSecond: 50, first: 400 }),
    [one, two],
    [pause(400), one, pause(20), two],
  ],
])('%s', async (_, stage, items, result) => {
  expect(await through(items, stage)).toEqual({ items: result })
})

it('adds whole milliseconds up to the speed', async () => {
  const waits = await waitsOf(pace({ tokensPerSecond: 300 }), 3000)

  expect(waits.slice(0, 6)).toEqual([3, 4, 3, 3, 4, 3])
  expect(waits.reduce((sum, ms) => sum + ms)).toBe(10_000)
})

it('is faster than a timer can measure', async () => {
  const waits = await waitsOf(pace({ tokensPerSecond: 4000 }), 8)

  expect(waits).toEqual([0, 1, 0, 0, 0, 1, 0, 0])
})

it('gives the same jitter each time', async () => {
  const stage = pace({ first: 100, each: 20, jitter: 10 })

  expect(await waitsOf(stage, 8)).toEqual([103, 28, 21, 18, 25, 21, 10, 20])
  expect(await waitsOf(stage, 8)).toEqual(await waitsOf(stage, 8))
})

it('gives another jitter for another seed', async () => {
  expect(await waitsOf(pace({ each: 20, jitter: 10, seed: 7 }), 4)).toEqual([20, 18, 15, 15])
})

it('keeps jitter within bounds, and reaches them', async () => {
  const waits = await waitsOf(pace({ each: 2, jitter: 5 }), 2000)

  expect(new Set(waits)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]))
})

it.each([-1, Number.NaN, Infinity, 2 ** 31])('refuses a pace of %d ms, at once', (ms) => {
  const reason = 'expected between 0 and 2147483647 milliseconds.'

  expect(() => pace(ms)).toThrow(new RangeError(`Failed to create pace(${ms}): ${reason}`))
  expect(() => pace({ first: ms })).toThrow(
    new RangeError(`Failed to create pace({ first: ${ms} }): ${reason}`),
  )
  expect(() => pace({ each: ms })).toThrow(RangeError)
})

it.each<Tempo>([
  { jitter: -1 },
  { jitter: 0.5 },
  { each: 5, seed: 0.5 },
  { each: 5, seed: Number.NaN },
  { tokensPerSecond: 0 },
  { tokensPerSecond: -1 },
  { tokensPerSecond: Number.NaN },
  { tokensPerSecond: Infinity },
  { tokensPerSecond: 1e-9 },
])('refuses %j, at once', (tempo) => {
  expect(() => pace(tempo)).toThrow(RangeError)
})

it.each<[name: string, tempo: object, names: string]>([
  ['nothing', {}, ''],
  ['nothing known', { ms: 5 }, 'ms'],
  ['something unknown', { each: 5, jiter: 5 }, 'each, jiter'],
  ['a seed for nothing', { seed: 5 }, 'seed'],
  ['two kinds of pace', { each: 5, tokensPerSecond: 5 }, 'each, tokensPerSecond'],
])('refuses %s, at once', (_, tempo, names) => {
  expect(() => pace(tempo)).toThrow(
    new TypeError(
      `Failed to create pace({ ${names} }): expected { first, each, jitter, seed } or { first, tokensPerSecond }.`,
    ),
  )
})

it('takes no notice of later changes to its options', async () => {
  const tempo = { each: 5 }
  const stage = pace(tempo)
  tempo.each = 6

  expect(await waitsOf(stage, 1)).toEqual([5])
})

/** The waits before so many events. */
async function waitsOf(stage: Stage, events: number): Promise<number[]> {
  const { items } = await through(Array<Item>(events).fill(one), stage)
  return items.flatMap((item) => (item.type === 'pause' ? [item.ms] : []))
}
