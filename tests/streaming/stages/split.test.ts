import * as fc from 'fast-check'
import {
  coalesce,
  comment,
  cutAfter,
  cut,
  pause,
  split,
  type Cue,
  type Frame,
  type Item,
  type SplitOffsets,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import {
  bytesOf,
  done,
  eventsOf,
  frame,
  one,
  reads,
  streams,
  textOf,
  three,
  through,
} from './support.js'

const bytes = (text: string) => frame('bytes', text)

it.each<
  [name: string, where: Parameters<typeof split>[0], items: Array<Item | Cue>, result: unknown[]]
>([
  [
    'after every two bytes',
    2,
    [one, pause(1), three],
    [
      bytes('on'),
      { ...one, bytes: bytes('e').bytes },
      pause(1),
      bytes('th'),
      bytes('re'),
      { ...three, bytes: bytes('e').bytes },
    ],
  ],
  [
    'and begins afresh in every frame',
    3,
    [one, three],
    [one, bytes('thr'), { ...three, bytes: bytes('ee').bytes }],
  ],
  [
    'inside a line ending',
    'crlf',
    [frame('event', 'a\r\n\r\n')],
    [bytes('a\r'), bytes('\n\r'), { ...frame('event', 'a\r\n\r\n'), bytes: bytes('\n').bytes }],
  ],
  ['inside a comment', 4, [comment('ping')], [bytes(': pi'), bytes('ng\n\n')]],
  [
    'where a function says',
    () => [2, 1, 2],
    [one],
    [bytes('o'), bytes('n'), { ...one, bytes: bytes('e').bytes }],
  ],
  ['at whole offsets', () => [1.5], [one], [bytes('o'), { ...one, bytes: bytes('ne').bytes }]],
  [
    'and ignores what is outside',
    () => [-1, 0, 1, 3, 4, Number.NaN],
    [one],
    [bytes('o'), { ...one, bytes: bytes('ne').bytes }],
  ],
])('splits %s', async (_, where, items, result) => {
  expect(await through(items, split(where))).toEqual({ items: result })
})

it('splits inside every character of several bytes, once', async () => {
  const { items } = await through([frame('event', 'aé€😀!')], split('utf8'))

  expect(items.map((item) => [...(item as Frame).bytes])).toEqual([
    [0x61, 0xc3],
    [0xa9, 0xe2],
    [0x82, 0xac, 0xf0],
    [0x9f, 0x98, 0x80, 0x21],
  ])
})

it('gives a function the start of the frame', async () => {
  const given: Array<[text: string, start: number]> = []
  const where: SplitOffsets = (all, start) => {
    given.push([new TextDecoder().decode(all), start])
    return [1]
  }
  await through([comment('a'), one, pause(1), three], split(where))

  expect(given).toEqual([
    [': a\n\n', 0],
    ['one', 5],
    ['three', 8],
  ])
})

it('changes neither the bytes nor the events', async () => {
  const wheres = fc.oneof(
    fc.integer({ min: 1, max: 9 }),
    fc.constant<'utf8'>('utf8'),
    fc
      .func(fc.array(fc.nat(20)))
      .map((give) => (all: Uint8Array, at: number) => [1, ...give(all, at)]),
  )
  await fc.assert(
    fc.asyncProperty(streams(), wheres, async (stream, where) => {
      // Something to split in any case.
      const given = [frame('event', '😀😀😀😀😀😀😀😀'), ...stream]
      const { items } = await through(given, split(where))

      expect(bytesOf(items)).toEqual(bytesOf(given))
      expect(eventsOf(items)).toEqual(eventsOf(given))
    }),
  )
})

it('ends a read that several frames share', async () => {
  const { items } = await through(
    [one, three, done],
    coalesce(2),
    split((_, start) => (start === 3 ? [2] : [])),
  )

  expect(reads(items)).toEqual(['oneth', 'ree', 'data: [DONE]\n\n'])
})

it('keeps the count of events', async () => {
  const { items } = await through([one, three, done], split(1), cutAfter(1))

  expect(items).toEqual([bytes('o'), bytes('n'), { ...one, bytes: bytes('e').bytes }, cut()])
})

it.each(['utf8', 'crlf', 100] as const)('says so when %s splits nothing', async (where) => {
  expect(await through([one, done], split(where))).toEqual({
    items: [one],
    error: new RangeError(
      `Failed to apply split(${where}): the script ended with nothing to split.`,
    ),
  })
})

it('says so when a function splits nothing', async () => {
  const { error } = await through(
    [one],
    split(() => []),
  )

  expect(error).toEqual(
    new RangeError('Failed to apply split(function): the script ended with nothing to split.'),
  )
})

it('splits a terminator where nothing else is long enough', async () => {
  const { items, error } = await through([one, done], split(10))

  expect(error).toBeUndefined()
  expect(items.map((item) => textOf(item as Frame))).toEqual(['one', 'data: [DON', 'E]\n\n'])
})

it.each([0, -1, 1.5, Number.NaN, Infinity, 'utf16'])('refuses to split at %s, at once', (where) => {
  expect(() => split(where as number)).toThrow(
    new RangeError(
      `Failed to create split(${where}): expected a number of bytes, one or more, 'utf8', 'crlf' or a function.`,
    ),
  )
})
