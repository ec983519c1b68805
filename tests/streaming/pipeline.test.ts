import {
  bom,
  coalesce,
  comment,
  cut,
  cutAfter,
  cutAfterBytes,
  drop,
  dropTerminator,
  duplicate,
  EventStream,
  pause,
  raw,
  respond,
  split,
  splitAt,
  stage,
  stallAfter,
  unchecked,
  unnamed,
  type Cue,
  type Item,
  type PlayOutcome,
  type Stage,
  type StageOutput,
} from 'msw-openai/streaming'
import { afterEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { Pipeline } from '../../src/streaming/pipeline.js'
import { isStage } from '../../src/streaming/stages/stage.js'
import {
  bytesOf,
  done,
  encoded,
  frame,
  one,
  reads,
  runOf,
  takeAll,
  three,
  through,
  two,
} from './stages/support.js'

/** A stage that makes something else of every event. */
function each(change: (item: Item) => unknown): Stage {
  return stage('each()', () => ({
    // Plain JavaScript may give anything.
    take: (item) => (item.type === 'event' ? (change(item) as StageOutput) : item),
  }))
}

afterEach(() => {
  vi.restoreAllMocks()
})

it('passes on the very items that a stage does not change', async () => {
  const { items } = await through(
    [one, done],
    drop(5),
    each((item) => item),
  )

  expect(items[0]).toBe(one)
})

it.each<[name: string, item: unknown]>([
  ['an event', { tick: 1 }],
  ['nothing', undefined],
  ['null', null],
  ['a text', 'data: {}\n\n'],
  ['a promise', Promise.resolve(one)],
  ['items of an unknown type', [{ type: 'wait', ms: 5 }]],
])('breaks the call where a stage gives %s', async (_, item) => {
  const { items, error } = await through(
    [one, two],
    each(() => item),
  )

  expect(items).toEqual([])
  expect(error).toBeInstanceOf(TypeError)
  expect(String(error)).toMatch(
    /^TypeError: Failed to apply each\(\): it gave [^]+, which is no frame and no cue\.$/,
  )
})

it('breaks the call where a stage gives a cue of an unknown type, and ends it', async () => {
  const print = vi.spyOn(console, 'error').mockReturnValue()
  const brand = Symbol.for('msw-openai.cue')
  const { outcome, errors } = await played([each(() => ({ [brand]: true, type: 'rewind' }))])

  expect(outcome).toBe('broken')
  expect(errors).toMatchObject([{ name: 'BrokenScriptError', script: 'Count', index: 1 }])
  expect(String(errors)).toContain('it yielded a cue of an unknown type, "rewind".')
  expect(print).toHaveBeenCalledTimes(1)
})

it('ends the call where a stage gives an event instead of a frame', async () => {
  vi.spyOn(console, 'error').mockReturnValue()

  expect((await played([each(() => ({ tick: 1 }))])).outcome).toBe('broken')
})

it('reports an error that cannot be printed', async () => {
  const print = vi.spyOn(console, 'error').mockImplementationOnce(() => {
    throw new Error('Do not print.')
  })
  print.mockReturnValue()
  const { outcome, errors } = await played([drop(9)])

  expect(outcome).toBe('broken')
  expect(errors).toHaveLength(1)
  expect(print.mock.calls[1]).toEqual([
    'RangeError: Failed to apply drop(9): the script ended after 3 event(s).',
  ])
})

it('encodes the cues of a stage', async () => {
  const cues: Cue[] = [comment('a'), raw('b'), unchecked('c'), pause(1)]
  const { items } = await through(
    [one],
    each((item) => [...cues, item]),
  )

  expect(items).toEqual([...cues.map(encoded), one])
})

it.each<[name: string, change: (item: Item) => unknown, result: string[]]>([
  ['before a frame', (item) => [raw('-'), item], ['-', 'one-two', '-', 'three']],
  ['behind a frame', (item) => [item, raw('-')], ['one-two', '-', 'three-']],
  ['in place of a frame', () => raw('-'), ['--', '-']],
])('puts the cues of a stage into the read that goes on: %s', async (_, change, result) => {
  const { items } = await through([one, two, three], coalesce(2), each(change))

  expect(reads(items)).toEqual(result)
})

it('never starts a script that is cut, or stalls, at once', async () => {
  const step = vi.fn<() => Item>(() => one)
  const stages = [cutAfter(0), stallAfter(0), cutAfterBytes(0)]
  for (const first of stages) {
    await takeAll(new Pipeline({ ...runOf([]), step }, [first, dropTerminator()]))
  }

  expect(step).not.toHaveBeenCalled()
})

it('gives what stages put before everything to the stages behind them', async () => {
  const mark = [0xef, 0xbb, 0xbf]

  expect(bytesOf((await through([one], bom(), cutAfterBytes(3))).items)).toEqual(mark)
  expect((await through([one], cutAfter(0), bom())).items.at(-1)).toEqual(cut())
  expect((await through([one], bom(), cutAfter(0))).items).toEqual([cut()])
})

it('says that a cut before everything kept the faults before it from happening', async () => {
  const pipeline = new Pipeline(runOf([one]), [drop(1), cutAfter(0)])
  await takeAll(pipeline)

  expect(pipeline.missedFaults()).toEqual([
    new RangeError('Failed to apply drop(1): the stream was stopped after 0 event(s).'),
  ])
})

it('takes no item behind a cut from any stage', async () => {
  const { items } = await through([one, two, done], duplicate(0), cutAfter(1))

  expect(items).toEqual([{ ...one, final: false }, cut()])
})

it('sends duplicates with bytes of their own', async () => {
  const { items } = await through([one], duplicate(0))
  const [first, second] = items.map((item) => 'bytes' in item && item.bytes.buffer)

  expect(first).not.toBe(second)
})

it('says that a tracked event is delivered once, also where it is sent twice, or dropped', async () => {
  const delivered = vi.fn<() => void>()
  const tracked = { ...one, delivered }
  const twice = await through([tracked], duplicate(0))
  for (const item of twice.items) if ('bytes' in item) item.delivered?.()
  expect(delivered).toHaveBeenCalledTimes(1)

  expect((await through([tracked], drop(0))).items).toEqual([])
  expect(delivered).toHaveBeenCalledTimes(2)
})

/** Bytes that count how many of them are copied. */
class Copied extends Uint8Array {
  static count = 0

  override slice(start?: number, end?: number): Uint8Array<ArrayBuffer> {
    const copy = super.slice(start, end)
    Copied.count += copy.length
    return copy
  }
}

it('splits at any number of positions', async () => {
  const length = 200_000
  const positions = Array.from({ length: length - 1 }, (_, index) => index + 1)
  const whole = { ...frame('event', ''), bytes: new Copied(length) }
  const half = new Copied(length / 2)
  const halves: Item[] = [
    { type: 'bytes', bytes: half },
    { ...whole, bytes: half },
  ]
  const single = await through([whole], splitAt(positions))
  const other = await through(halves, splitAt(positions))
  const bytes = await through([whole], split(1))

  expect([single, other, bytes].map(({ items }) => items.length)).toEqual([length, length, length])
  // Each byte is copied once.
  expect(Copied.count).toBe(3 * length)
})

it('recognizes stages, of this build or another', () => {
  expect([cutAfter(1), each(() => []), { ...bom() }].every(isStage)).toBe(true)
  expect([cutAfter, undefined, null, {}, () => ({}), 'bom()'].some(isStage)).toBe(false)
})

it.each([
  [cutAfter(1), 'cutAfter(1)'],
  [split('utf8'), 'split(utf8)'],
  [splitAt([1, 2]), 'splitAt(1, 2)'],
])('gives a stage the name of the call that made it', (made, name) => {
  expect(made.name).toBe(name)
})

/** Plays three events to a client that reads everything. */
async function played(stages: readonly Stage[]) {
  class Count extends EventStream<number> {
    override *generate(): Generator<number> {
      yield* [0, 1, 2]
    }
  }
  const errors: unknown[] = []
  const { promise, resolve: onEnd } = Promise.withResolvers<PlayOutcome>()
  const observer = { onEnd, onError: (error: unknown) => void errors.push(error) }
  const target = { name: 'count', wire: { event: z.number(), frame: unnamed } }
  const response = respond(target, new Count(), { through: stages, observer })
  await response.text().catch(() => {})
  return { outcome: await promise, errors }
}
