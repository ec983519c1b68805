import * as fc from 'fast-check'
import {
  bom,
  coalesce,
  comment,
  pause,
  split,
  stall,
  type Cue,
  type Item,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import {
  bytesOf,
  done,
  error,
  eventsOf,
  four,
  frame,
  one,
  reads,
  streams,
  three,
  through,
  two,
} from './support.js'

const DONE = 'data: [DONE]\n\n'

it.each<[name: string, count: number, items: Array<Item | Cue>, result: string[]]>([
  ['two events in one read', 2, [one, two, three, four], ['onetwo', 'threefour']],
  ['the terminator alone', 2, [one, two, done], ['onetwo', DONE]],
  ['the terminator with too few events', 2, [one, two, three, done], ['onetwo', `three${DONE}`]],
  ['an error with too few events', 2, [one, error], ['oneBoom']],
  ['several records of an error', 2, [one, two, frame('error', 'Oh'), error], ['onetwo', 'OhBoom']],
  ['too few events without a terminator', 3, [one, two], ['onetwo']],
  ['everything', Infinity, [one, two, three, done], [`onetwothree${DONE}`]],
  [
    'comments with the next event',
    2,
    [comment('a'), one, comment('b'), two],
    [': a\n\none: b\n\ntwo'],
  ],
])('sends %s', async (_, count, items, result) => {
  const { items: sent, error: failure } = await through(items, coalesce(count))

  expect(reads(sent)).toEqual(result)
  expect(failure).toBeUndefined()
})

it('marks frames, and nothing else', async () => {
  const { items } = await through([one, pause(1), two, stall()], coalesce(2))

  expect(items).toEqual([{ ...one, joined: true }, pause(1), { ...two, joined: false }, stall()])
})

it('keeps pieces of a record together', async () => {
  const { items } = await through([one, three], split(2), coalesce(2))

  expect(reads(items)).toEqual(['onethree'])
})

it('begins with what is joined already', async () => {
  const { items } = await through([one, two], bom(), coalesce(2))

  expect(reads(items)).toEqual(['\ufeffonetwo'])
})

it('groups anew what was grouped', async () => {
  const { items } = await through([one, two, three], coalesce(2), coalesce(3))

  expect(reads(items)).toEqual(['onetwothree'])
})

it('changes neither the bytes nor the events', async () => {
  await fc.assert(
    fc.asyncProperty(streams(), fc.integer({ min: 2, max: 7 }), async (given, count) => {
      const { items } = await through(given, coalesce(count))

      expect(bytesOf(items)).toEqual(bytesOf(given))
      expect(eventsOf(items)).toEqual(eventsOf(given))
    }),
  )
})

it.each([1, 0, -1, 1.5, Number.NaN])('refuses %d events in one read, at once', (count) => {
  expect(() => coalesce(count)).toThrow(
    new RangeError(
      `Failed to create coalesce(${count}): expected a number of events, two or more.`,
    ),
  )
})
