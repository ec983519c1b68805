import {
  comment,
  cut,
  cutAfterBytes,
  drop,
  keepAlive,
  malform,
  pace,
  pause,
  stall,
  stallAfter,
  swap,
  type Cue,
  type Item,
  type Stage,
} from 'msw-openai/streaming'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { macrotask } from '../../../src/streaming/clock.js'
import { CheckedScript } from '../../../src/streaming/checked-script.js'
import type { Script } from '../../../src/streaming/event-stream.js'
import { Pipeline, type ScriptRun } from '../../../src/streaming/pipeline.js'
import { Play } from '../../../src/streaming/play.js'
import { done, one, runOf, two } from './support.js'

/** The milliseconds after which the client gets something, and its text, or the type of the end. */
type Sent = [ms: number, text: string]

const ping = ': keep-alive\n\n'
const DONE = 'data: [DONE]\n\n'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it.each<[name: string, items: Array<Item | Cue>, sent: Sent[]]>([
  [
    'nothing while there is no silence',
    [one, two, done],
    [
      [0, 'one'],
      [0, 'two'],
      [0, DONE],
      [0, 'end'],
    ],
  ],
  [
    'nothing in a short pause',
    [one, pause(4), two],
    [
      [0, 'one'],
      [4, 'two'],
      [4, 'end'],
    ],
  ],
  [
    'a comment in a long one',
    [one, pause(7), two],
    [
      [0, 'one'],
      [5, ping],
      [7, 'two'],
      [7, 'end'],
    ],
  ],
  [
    'a comment at its end',
    [pause(5), one],
    [
      [5, ping],
      [5, 'one'],
      [5, 'end'],
    ],
  ],
  [
    'several comments',
    [pause(12)],
    [
      [5, ping],
      [10, ping],
      [12, 'end'],
    ],
  ],
  [
    'a comment in the second pause',
    [pause(3), pause(3)],
    [
      [5, ping],
      [6, 'end'],
    ],
  ],
  [
    'nothing where a frame is between',
    [pause(3), one, pause(3)],
    [
      [3, 'one'],
      [6, 'end'],
    ],
  ],
  [
    'nothing where another comment is',
    [pause(3), comment('a'), pause(3)],
    [
      [3, ': a\n\n'],
      [6, 'end'],
    ],
  ],
  [
    'nothing in no pause',
    [pause(3), pause(0), one],
    [
      [3, 'one'],
      [3, 'end'],
    ],
  ],
  [
    'nothing before a cut',
    [one, cut()],
    [
      [0, 'one'],
      [0, 'cut'],
    ],
  ],
])('sends %s', async (_, items, sent) => {
  const { passTime } = played(runOf(items), keepAlive(5))

  expect(await passTime(20)).toEqual(sent)
})

it('sends comments for as long as a stream stalls', async () => {
  const { passTime } = played(runOf([one, pause(2), stall(), two]), keepAlive(5, 'a'))

  expect(await passTime(16)).toEqual([
    [0, 'one'],
    [5, ': a\n\n'],
    [10, ': a\n\n'],
    [15, ': a\n\n'],
  ])
})

it('waits for an item that is not there, and no longer than for a comment', async () => {
  const second = Promise.withResolvers<Item>()
  const run = later(one, pause(2), second.promise)
  const { passTime } = played(run, keepAlive(5))

  expect(await passTime(9)).toEqual([
    [0, 'one'],
    [5, ping],
  ])
  second.resolve(two)
  expect((await passTime(0)).slice(2)).toEqual([
    [9, 'two'],
    [9, 'end'],
  ])
  expect(vi.getTimerCount()).toBe(0)
})

it('sends what comes before the comment is due', async () => {
  const first = Promise.withResolvers<Item>()
  const { passTime } = played(later(first.promise), keepAlive(5))
  expect(await passTime(4)).toEqual([])
  first.resolve(one)

  expect(await passTime(0)).toEqual([
    [4, 'one'],
    [4, 'end'],
  ])
  expect(vi.getTimerCount()).toBe(0)
})

it('does not wait for what took no time', async () => {
  const { passTime } = played(later(prompt()), keepAlive(5))

  expect(await passTime(0)).toEqual([
    [0, 'one'],
    [0, 'end'],
  ])
  expect(vi.getTimerCount()).toBe(0)
})

it('ends in the error of a script that it waits for', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  const failure = { type: 'broken', error: new Error('Boom') } as const
  const gate = Promise.withResolvers<Item>()
  const { passTime, errors } = played(later(one, gate.promise), keepAlive(5))
  await passTime(1)
  gate.resolve(failure)

  expect(await passTime(0)).toEqual([
    [0, 'one'],
    [1, 'broken'],
  ])
  expect(errors).toEqual([failure.error])
})

it('stops the script that it waits for once the client disconnects, and lets it fail unheard', async () => {
  const print = vi.spyOn(console, 'error').mockReturnValue()
  const log: string[] = []
  const gate = Promise.withResolvers<never>()
  const script = scriptOf({
    next: () => gate.promise,
    return: async () => {
      log.push('closed')
      return { done: true, value: undefined }
    },
  })
  const { passTime, disconnect, errors } = played(script, keepAlive(5))
  expect(await passTime(5)).toEqual([[5, ping]])

  disconnect('gone')
  await macrotask()
  expect(log).toEqual(['closed'])
  gate.reject('gone')
  expect(await passTime(20)).toEqual([[5, ping]])
  expect([errors, print.mock.calls]).toEqual([[], []])
  expect(vi.getTimerCount()).toBe(0)
})

it('closes nothing that has ended', async () => {
  const log: string[] = []
  const script = scriptOf({
    next: async () => ({ done: true, value: undefined }),
    return: async () => {
      log.push('closed')
      return { done: true, value: undefined }
    },
  })
  const { passTime } = played(script, keepAlive(5))

  expect(await passTime(0)).toEqual([[0, 'end']])
  expect(log).toEqual([])
})

it.each<[name: string, stages: Stage[]]>([
  ['before', [keepAlive(5), pace(7)]],
  ['behind', [pace(7), keepAlive(5)]],
])('hears the pauses of a stage that it stands %s', async (_, stages) => {
  const { passTime } = played(runOf([one]), ...stages)

  expect(await passTime(20)).toEqual([
    [5, ping],
    [7, 'one'],
    [7, 'end'],
  ])
})

it('sends comments while a stage waits for a second event to swap', async () => {
  const second = Promise.withResolvers<Item>()
  const { passTime } = played(later(one, second.promise), swap(0), keepAlive(5))
  await passTime(6)
  second.resolve(two)

  expect(await passTime(0)).toEqual([
    [5, ping],
    [6, 'two'],
    [6, 'one'],
    [6, 'end'],
  ])
})

it('sends its comments through the stages behind it', async () => {
  const { passTime } = played(runOf([pause(12), one]), keepAlive(5), cutAfterBytes(20))

  expect(await passTime(20)).toEqual([
    [5, ping],
    [10, ': keep'],
    [10, 'cut'],
  ])
})

it('sends no comment through the stages before it', async () => {
  const { passTime } = played(runOf([pause(12), one, two]), cutAfterBytes(4), keepAlive(5))

  expect(await passTime(20)).toEqual([
    [5, ping],
    [10, ping],
    [12, 'one'],
    [12, 't'],
    [12, 'cut'],
  ])
})

it('counts its comments during a stall towards a cut behind it', async () => {
  const { passTime } = played(runOf([one, two]), stallAfter(1), keepAlive(5), cutAfterBytes(20))

  expect(await passTime(20)).toEqual([
    [0, 'one'],
    [5, ping],
    [10, ': k'],
    [10, 'cut'],
  ])
})

it('sends no comments once a stage behind it has ended the stream', async () => {
  const { passTime } = played(runOf([one, two]), keepAlive(5), stallAfter(1))

  expect(await passTime(20)).toEqual([[0, 'one']])
})

it('sends the comments of two stages, each after its own silence', async () => {
  const { passTime } = played(runOf([pause(12)]), keepAlive(5, 'a'), keepAlive(4, 'b'))

  expect(await passTime(20)).toEqual([
    [4, ': b\n\n'],
    [8, ': b\n\n'],
    [12, ': b\n\n'],
    [12, 'end'],
  ])
})

it('says nothing of a fault before it when the client disconnects in a silence', async () => {
  const print = vi.spyOn(console, 'error').mockReturnValue()
  const { passTime, disconnect, errors } = played(
    later(one, new Promise<Item>(() => {})),
    drop(9),
    keepAlive(5),
    malform(8),
  )
  await passTime(6)
  disconnect('gone')
  await passTime(1)

  expect([errors, print.mock.calls]).toEqual([[], []])
})

it('is the comment of its text', () => {
  expect(keepAlive(5, 'a').keepAlive).toEqual({ ms: 5, text: 'a' })
  expect(keepAlive(5).keepAlive).toEqual({ ms: 5, text: 'keep-alive' })
  expect(() => keepAlive(5, 5 as never)).toThrow(
    new TypeError('Failed to create comment(): expected a text, received Number.'),
  )
})

it.each([0, -1, Number.NaN, Infinity])('refuses %d ms, at once', (ms) => {
  expect(() => keepAlive(ms)).toThrow(
    new RangeError(
      `Failed to create keepAlive(${ms}): expected more than zero, and between 0 and 2147483647 milliseconds.`,
    ),
  )
})

/** Takes many microtasks, and no time. */
async function prompt(): Promise<Item> {
  for (let count = 0; count < 50; count++) await Promise.resolve()
  return one
}

/** A run whose items come later. */
function later(...items: Array<Item | Promise<Item>>): ScriptRun {
  const rest = [...items]
  return {
    ...runOf([]),
    step: () => Promise.resolve(rest.shift() ?? { type: 'end' as const }),
  }
}

/** A run of a script that consists of an iterator alone. */
function scriptOf(iterator: AsyncIterator<string>): ScriptRun {
  const script = { generate: () => ({ [Symbol.asyncIterator]: () => iterator }) }
  const target = { name: 'words', wire: { frame: () => ({ data: '' }) } }
  // Nothing of the wire format is asked for: the script yields no event.
  return new CheckedScript(
    target as never,
    script as unknown as Script<string>,
    new AbortController(),
  ) as ScriptRun
}

/** Plays a run to a client that takes everything at once. */
function played(run: ScriptRun, ...stages: Stage[]) {
  const errors: unknown[] = []
  const observer = { onError: (error: unknown) => void errors.push(error) }
  const play = new Play(() => new Pipeline(run, stages), { observer })
  const sent: Sent[] = []
  let now = 0

  async function takeAll(): Promise<void> {
    while (!play.isOver) {
      const act = await play.next()
      if (play.isOver) return
      sent.push([now, 'bytes' in act ? new TextDecoder().decode(act.bytes) : act.type])
      play.delivered(act)
    }
  }
  /** Lets time pass, and gives everything that was sent until then. */
  async function passTime(ms: number): Promise<Sent[]> {
    for (let passed = 0; passed <= ms; passed++) {
      if (passed > 0) {
        now++
        vi.advanceTimersByTime(1)
      }
      for (let count = 0; count < 10; count++) await macrotask()
    }
    return sent
  }
  void takeAll()
  return { passTime, errors, disconnect: (reason: unknown) => play.disconnect(reason) }
}
