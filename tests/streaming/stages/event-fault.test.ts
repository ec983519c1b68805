import * as fc from 'fast-check'
import {
  coalesce,
  comment,
  cut,
  drop,
  duplicate,
  malform,
  pause,
  stall,
  swap,
  type Item,
  type Stage,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import {
  bytesOf,
  done,
  error,
  eventsOf,
  four,
  one,
  reads,
  encoded,
  streams,
  three,
  through,
  two,
} from './support.js'

const ping = encoded(comment('ping'))

it.each<[name: string, stage: Stage, items: Item[], result: unknown[]]>([
  ['drops the first event', drop(0), [one, two, done], [two, done]],
  ['drops the last event', drop(1), [one, ping, two, done], [one, ping, done]],
  ['drops the only event', drop(0), [one], []],
  ['duplicates an event', duplicate(0), [one, two], [{ ...one, final: false }, one, two]],
  [
    'duplicates the last event, which remains the last',
    duplicate(0),
    [{ ...one, final: true }],
    [
      { ...one, final: false },
      { ...one, final: true },
    ],
  ],
  ['swaps two events', swap(1), [one, two, three, done], [one, placed(three), placed(two), done]],
  [
    'keeps what is between where it is',
    swap(0),
    [one, pause(1), ping, two, done],
    [placed(two), pause(1), ping, placed(one), done],
  ],
  [
    'swaps with the last event',
    swap(0),
    [one, { ...two, final: true }],
    [placed(two), { ...placed(one), final: true }],
  ],
])('%s', async (_, stage, items, result) => {
  expect(await through(items, stage)).toEqual({ items: result })
})

it.each<[name: string, stage: Stage, items: Item[], passed: Item[], message: string]>([
  ['drop', drop(7), [one, done], [one], 'drop(7): the script ended after 1 event(s).'],
  ['duplicate', duplicate(1), [one], [one], 'duplicate(1): the script ended after 1 event(s).'],
  ['malform', malform(0), [error], [], 'malform(0): the script ended after 0 event(s).'],
  ['swap', swap(2), [one, two, done], [one, two], 'swap(2): the script ended after 2 event(s).'],
  [
    'swap with',
    swap(1),
    [one, two, ping, done],
    [one, two, ping],
    'swap(1): the script ended after 2 event(s).',
  ],
  [
    'swap with, and no terminator',
    swap(1),
    [one, two, ping],
    [one, two, ping],
    'swap(1): the script ended after 2 event(s).',
  ],
  [
    'swap with before a cut',
    swap(0),
    [one, cut()],
    [one],
    'swap(0): the connection was cut after 1 event(s).',
  ],
  [
    'drop before a stall',
    drop(1),
    [one, stall()],
    [one],
    'drop(1): the stream stalled after 1 event(s).',
  ],
])('says so when there is no event to %s', async (_, stage, items, passed, message) => {
  expect(await through(items, stage)).toEqual({
    items: passed,
    error: new RangeError(`Failed to apply ${message}`),
  })
})

it.each([-1, 1.5, Number.NaN, Infinity])('refuses event %d, at once', (index) => {
  for (const stage of [drop, duplicate, malform, swap]) {
    expect(() => stage(index)).toThrow(
      new RangeError(
        `Failed to create ${stage.name}(${index}): expected the zero-based index of an event.`,
      ),
    )
  }
})

it('drops one event, whichever it is', async () => {
  await fc.assert(
    fc.asyncProperty(streams({ minLength: 1 }), fc.nat(), async (items, any) => {
      const index = any % (items.length - 1)

      expect(await through(items, drop(index))).toEqual({ items: items.toSpliced(index, 1) })
      expect((await through(items, duplicate(index), drop(index))).items).toEqual(items)
    }),
  )
})

it('swaps back what it has swapped', async () => {
  await fc.assert(
    fc.asyncProperty(streams({ minLength: 2 }), fc.nat(), async (items, any) => {
      const index = any % (items.length - 2)
      const once = await through(items, swap(index))
      const twice = await through(items, swap(index), swap(index))

      expect(eventsOf(twice.items)).toEqual(eventsOf(items))
      expect(bytesOf(twice.items)).toEqual(bytesOf(items))
      expect(eventsOf(once.items).toSorted()).toEqual(eventsOf(items).toSorted())
      expect(eventsOf(once.items)[index]).toBe(eventsOf(items)[index + 1])
    }),
  )
})

it('keeps reads where they are', async () => {
  const items = [one, two, three, four, done]

  expect(await readsOf(drop(0))).toEqual(['two', 'threefour', textOfDone])
  expect(await readsOf(drop(1))).toEqual(['one', 'threefour', textOfDone])
  expect(await readsOf(swap(1))).toEqual(['onethree', 'twofour', textOfDone])
  expect(await readsOf(duplicate(0))).toEqual(['oneonetwo', 'threefour', textOfDone])

  async function readsOf(stage: Stage) {
    return reads((await through(items, coalesce(2), stage)).items)
  }
})

it('waits for the second of two events to swap', async () => {
  const { items } = await through([one, pause(1), two], swap(0))

  expect(items).toEqual([placed(two), pause(1), placed(one)])
})

const textOfDone = 'data: [DONE]\n\n'

/** An event in the place of another. */
function placed(event: object): object {
  return { ...event, joined: false, final: false }
}
