import {
  bom,
  coalesce,
  comment,
  crlf,
  cut,
  cutAfter,
  cutAfterBytes,
  drop,
  dropFinalBlankLine,
  dropTerminator,
  duplicate,
  insert,
  keepAlive,
  malform,
  pace,
  pause,
  replay,
  split,
  stall,
  stallAfter,
  swap,
  BrokenScriptError,
  type Item,
  type Stage,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { Pipeline } from '../../../src/streaming/pipeline.js'
import { done, frame, one, runOf, takeAll, through, two } from './support.js'

const json = frame('event', 'data: {"é":1}\r\n\r\n')
const broken: Item = {
  type: 'broken',
  error: new BrokenScriptError({ script: 'S', endpoint: 'e', index: 0 }, new Error('Boom')),
}

/** Every stage that goes wrong when it never happens. */
const faults: Array<[name: string, stage: Stage]> = [
  ['cutAfter', cutAfter(9)],
  ['cutAfterBytes', cutAfterBytes(999)],
  ['drop', drop(9)],
  ['dropFinalBlankLine', dropFinalBlankLine()],
  ['dropTerminator', dropTerminator()],
  ['duplicate', duplicate(9)],
  ['insert', insert(9, comment('a'))],
  ['malform', malform(9)],
  ['replay', replay([0, 0, 0, 0])],
  ['split', split(999)],
  ['stallAfter', stallAfter(9)],
  ['swap', swap(9)],
  ['swap, half done', swap(0)],
]
const stages: typeof faults = [
  ['bom', bom()],
  ['coalesce', coalesce(2)],
  ['crlf', crlf()],
  ['keepAlive', keepAlive(5)],
  ['pace', pace(5)],
  ...faults,
]

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

it.each<[name: string, stage: Stage, items: Item[]]>([
  ['cutAfter', cutAfter(1), [one, two]],
  ['cutAfterBytes', cutAfterBytes(4), [one, two]],
  ['crlf', crlf(), [frame('bytes', '\r'), frame('bytes', '\n\n')]],
  ['coalesce', coalesce(2), [one, two, one]],
  ['drop', drop(1), [one, two]],
  ['insert', insert(1, comment('a')), [one, two]],
  ['keepAlive', keepAlive(5), [one, pause(7), two]],
  ['malform', malform(0), [json, two]],
  ['pace', pace({ each: 5, jitter: 5 }), [one, two]],
  ['replay', replay([1, 2]), [one, two]],
  ['split', split('utf8'), [json]],
  ['swap', swap(0), [one, two]],
])('%s starts over with every stream', async (_, stage, items) => {
  const first = await through(items, stage)

  expect(first.error).toBeUndefined()
  expect(await through(items, stage)).toEqual(first)
})

it.each(stages)('%s passes a broken script on, and says nothing of its own', async (_, stage) => {
  const { items, error } = await through([one, pause(1), broken], stage)

  expect(items.at(-1)).toBe(broken)
  expect(items.filter(({ type }) => type === 'event')).toHaveLength(1)
  expect(error).toBeUndefined()
})

it.each(stages)('%s fails as what it reads fails', async (_, stage) => {
  const failure = new Error('Boom')
  const run = runOf([one])
  let steps = 0
  const step = () => {
    if (steps++ > 0) throw failure
    return run.step()
  }

  await expect(takeAll(new Pipeline({ ...run, step }, [stage]))).rejects.toBe(failure)
})

it.each(stages.filter(([name]) => !faults.some(([fault]) => fault === name)))(
  '%s says nothing when a later stage ends the stream',
  async (_, stage) => {
    const pipeline = new Pipeline(runOf([one, two, done]), [stage, cutAfter(1)])
    await takeAll(pipeline)

    expect(pipeline.missedFaults()).toEqual([])
  },
)

it.each(faults.filter(([name]) => !name.startsWith('swap, half')))(
  '%s says that a later stage ended the stream before it could happen',
  async (_, stage) => {
    const pipeline = new Pipeline(runOf([one, two, one, done]), [stage, cutAfter(1)])
    await takeAll(pipeline)
    const [missed, ...others] = pipeline.missedFaults()

    expect(missed).toBeInstanceOf(RangeError)
    expect(missed?.message).toMatch(/^Failed to apply .+: the stream was stopped /)
    expect(others).toEqual([])
  },
)

it.each(stages)('%s reports nothing once its client has disconnected', async (_, stage) => {
  const pipeline = new Pipeline(runOf([one, two, done]), [stage])
  pipeline.take()
  pipeline.abandon()
  await takeAll(pipeline)

  expect(pipeline.missedFaults()).toEqual([])
})

it.each(faults)('%s says that it never happened, before a cut', async (_, stage) => {
  const { items, error } = await through([one, cut()], stage)

  expect(items).not.toContainEqual(cut())
  expect(error).toBeInstanceOf(RangeError)
})

it.each<[name: string, stage: Stage]>([
  ...stages.filter(([name]) => !name.startsWith('swap, half')),
  ['cutAfter', cutAfter(1)],
  ['malform', malform(1)],
])('%s reads no further than it is read, and closes what it reads', async (_, stage) => {
  const log: string[] = []
  function* counting(): Generator<Item> {
    try {
      for (const item of [one, two, done]) {
        log.push('next')
        yield item
      }
    } finally {
      log.push('closed')
    }
  }

  const pipeline = new Pipeline(runOf(counting()), [stage])
  // A wait comes first, and is no event.
  let type: string | undefined
  while (type !== 'event') {
    const item = await pipeline.take()
    type = item?.type
  }
  await pipeline.stop()
  expect(log).toEqual(['next', 'closed'])
})

it('reads nothing behind the terminator that shows a fault to be missed', async () => {
  const log: string[] = []
  function* closing(): Generator<Item> {
    try {
      yield done
      log.push('went on')
    } finally {
      log.push('closed')
    }
  }

  const pipeline = new Pipeline(runOf(closing()), [cutAfter(1)])
  expect(await takeAll(pipeline)).toMatchObject([{ type: 'broken', error: expect.any(RangeError) }])
  await pipeline.stop()
  expect(log).toEqual(['closed'])
})
