import * as fc from 'fast-check'
import { bom, comment, cut, cutAfterBytes, pause, type Cue, type Item } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { bytesOf, done, frame, one, streams, through, two } from './support.js'

it.each<[name: string, count: number, items: Array<Item | Cue>, result: Item[]]>([
  ['before anything', 0, [one, done], [cut()]],
  ['inside a frame', 2, [one, done], [frame('bytes', 'on'), cut()]],
  ['between frames', 3, [one, pause(1), two], [one, cut()]],
  ['inside the next frame', 4, [one, pause(1), two], [one, pause(1), frame('bytes', 't'), cut()]],
  ['after everything', 6, [one, two], [one, two, cut()]],
  ['after the terminator', 17, [one, done], [one, done, cut()]],
  ['inside the terminator', 9, [one, done], [one, frame('bytes', 'data: '), cut()]],
  ['inside a comment', 4, [comment('ping')], [frame('bytes', ': pi'), cut()]],
])('cuts %s', async (_, count, items, result) => {
  expect(await through(items, cutAfterBytes(count))).toEqual({ items: result })
})

it('sends the first bytes, whatever their number', async () => {
  await fc.assert(
    fc.asyncProperty(streams(), fc.nat(), async (items, any) => {
      const bytes = bytesOf(items)
      const count = any % (bytes.length + 1)
      const result = await through(items, cutAfterBytes(count))

      expect(bytesOf(result.items)).toEqual(bytes.slice(0, count))
      expect(result.items.at(-1)).toEqual(cut())
      expect(result.error).toBeUndefined()
    }),
  )
})

it('counts the byte order mark', async () => {
  const { items } = await through([one, done], bom(), cutAfterBytes(2))

  expect(items).toEqual([{ type: 'bytes', bytes: Uint8Array.of(0xef, 0xbb) }, cut()])
})

it.each<[name: string, items: Item[], passed: Item[], reason: string]>([
  ['a short stream', [one, two], [one, two], 'the script ended after 6 byte(s).'],
  ['a short stream with a terminator', [one, done], [one], 'the script ended after 17 byte(s).'],
  ['a cut', [one, cut()], [one], 'the connection was cut after 3 byte(s).'],
])('says so when there is %s', async (_, items, passed, reason) => {
  expect(await through(items, cutAfterBytes(18))).toEqual({
    items: passed,
    error: new RangeError(`Failed to apply cutAfterBytes(18): ${reason}`),
  })
})

it('cuts inside the last record of an error that has several', async () => {
  const records = [frame('error', 'Boom'), { ...frame('error', 'Boom'), final: true }]
  const { items, error } = await through(records, cutAfterBytes(5))

  expect(items).toEqual([records[0], frame('bytes', 'B'), cut()])
  expect(error).toBeUndefined()
})

it.each([-1, 1.5, Number.NaN, Infinity])('refuses to count to %d, at once', (count) => {
  expect(() => cutAfterBytes(count)).toThrow(
    new RangeError(
      `Failed to create cutAfterBytes(${count}): expected a number of bytes, zero or more.`,
    ),
  )
})
