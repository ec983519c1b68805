import {
  comment,
  cut,
  pause,
  splitAt,
  stall,
  type Cue,
  type Frame,
  type Item,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { bytesOf, done, eventsOf, frame, one, reads, three, through } from './support.js'

const joined = (part: Frame): Frame => ({ ...part, joined: true })

it.each<[name: string, positions: number[], items: Array<Item | Cue>, result: string[]]>([
  ['inside the first frame', [2], [one, three, done], ['on', 'ethreedata: [DONE]\n\n']],
  ['between two frames', [3], [one, three, done], ['one', 'threedata: [DONE]\n\n']],
  ['inside the last one', [20], [one, three, done], ['onethreedata: [DONE]', '\n\n']],
  ['twice inside one', [4, 7], [one, three], ['onet', 'hre', 'e']],
  ['before and inside one', [3, 4], [one, three], ['one', 't', 'hree']],
  ['in any order, and once for each', [4, 1, 4], [one, three], ['o', 'net', 'hree']],
  ['inside a comment', [4], [one, comment('ping')], ['one:', ' ping\n\n']],
  ['whatever was joined', [2], [joined(one), three], ['on', 'ethree']],
  ['and not where a frame is empty', [3], [one, frame('bytes', ''), three], ['one', 'three']],
])('splits %s', async (_, positions, items, result) => {
  expect(reads((await through(items, splitAt(...positions))).items)).toEqual(result)
})

it('changes neither the bytes nor the events, and keeps what is no frame where it is', async () => {
  const items = [one, pause(1), three, done]
  const result = await through(items, splitAt(2, 5))

  expect(bytesOf(result.items)).toEqual(bytesOf(items))
  expect(eventsOf(result.items)).toEqual(eventsOf(items))
  expect(result.items.map(({ type }) => type)).toEqual([
    'bytes',
    'event',
    'pause',
    'bytes',
    'event',
    'terminator',
  ])
  expect(result.items.at(-1)).toBe(done)
})

it('begins afresh with every play', async () => {
  const stage = splitAt(2)

  expect(await through([one, three], stage)).toEqual(await through([one, three], stage))
})

it.each<[name: string, items: Item[], what: string]>([
  ['ends', [one, three], 'the script ended after 8 byte(s)'],
  ['is cut', [one, cut()], 'the connection was cut after 3 byte(s)'],
  ['stalls', [one, stall()], 'the stream stalled after 3 byte(s)'],
])('says so when the stream %s before that', async (_, items, what) => {
  const { error } = await through(items, splitAt(1, 8))

  expect(error).toEqual(new RangeError(`Failed to apply splitAt(1, 8): ${what}.`))
})

it.each([[[]], [[0]], [[-1]], [[1.5]], [[1, Number.NaN]], [[Infinity]]])(
  'refuses the positions %j, at once',
  (positions) => {
    expect(() => splitAt(...positions)).toThrow(
      new RangeError(
        `Failed to create splitAt(${positions.join(', ')}): expected numbers of bytes, one or more.`,
      ),
    )
  },
)

it('takes an array, which may have more positions than a call has arguments', async () => {
  const length = 300_000
  const bytes = new Uint8Array(length)
  const positions = Array.from({ length: length - 1 }, (_, index) => index + 1)
  const stage = splitAt(positions)

  expect(reads((await through([{ type: 'bytes', bytes }], stage)).items)).toHaveLength(length)
  expect(splitAt([57, 114]).name).toBe('splitAt(57, 114)')
  expect(() => splitAt([])).toThrow('Failed to create splitAt(): expected numbers of bytes')
})
