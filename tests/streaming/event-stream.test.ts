import {
  AsyncEventStream,
  comment,
  cut,
  EventStream,
  isScript,
  pause,
  raw,
  stall,
  unchecked,
  type Cue,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'

const items: ReadonlyArray<string | Cue> = [
  comment('ping'),
  'one',
  pause(1),
  unchecked('two'),
  raw('data: {'),
  stall(),
  'three',
  cut(),
]

/** Yields the items, and remembers its signals and its ends. */
class Scripted extends EventStream<string> {
  readonly signals: AbortSignal[] = []
  ended = 0;

  override *generate(signal: AbortSignal): Generator<string | Cue> {
    this.signals.push(signal)
    try {
      yield* items
    } finally {
      this.ended++
    }
  }
}

/** The same, with an `await` between the items. */
class AsyncScripted extends AsyncEventStream<string> {
  readonly signals: AbortSignal[] = []
  ended = 0

  override async *generate(signal: AbortSignal): AsyncGenerator<string | Cue> {
    this.signals.push(signal)
    try {
      for (const item of items) yield await Promise.resolve(item)
    } finally {
      this.ended++
    }
  }
}

it('iterates over its events, unchecked ones too, without the other cues', async () => {
  expect([...new Scripted()]).toEqual(['one', 'two', 'three'])
  expect(await Array.fromAsync(new AsyncScripted())).toEqual(['one', 'two', 'three'])
})

it('starts over with every iteration', async () => {
  const [script, asyncScript] = [new Scripted(), new AsyncScripted()]

  expect([...script]).toEqual([...script])
  expect(await Array.fromAsync(asyncScript)).toEqual(await Array.fromAsync(asyncScript))
  expect([script.ended, asyncScript.ended]).toEqual([2, 2])
})

it('yields the very events of its script', () => {
  const event = { tick: 1 }
  class One extends EventStream<typeof event> {
    override *generate(): Generator<typeof event | Cue> {
      yield event
      yield unchecked(event)
    }
  }

  for (const yielded of new One()) expect(yielded).toBe(event)
  expect([...new One()]).toHaveLength(2)
})

it('runs no further than it is read, and its finally once its reader breaks', async () => {
  const [script, asyncScript] = [new Scripted(), new AsyncScripted()]

  for (const event of script) {
    expect([event, script.ended]).toEqual(['one', 0])
    break
  }
  for await (const event of asyncScript) {
    expect([event, asyncScript.ended]).toEqual(['one', 0])
    break
  }
  expect([script.ended, asyncScript.ended]).toEqual([1, 1])
})

it('hands its script a signal that never aborts, another for each iteration', async () => {
  const [script, asyncScript] = [new Scripted(), new AsyncScripted()]
  for (let time = 0; time < 2; time++) {
    expect([...script]).toEqual(await Array.fromAsync(asyncScript))
  }

  const signals = [...script.signals, ...asyncScript.signals]
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false, false])
  expect(new Set(signals).size).toBe(4)
})

it('lets an error of its script through', async () => {
  const error = new Error('Boom')
  class Broken extends EventStream<string> {
    override *generate(): Generator<string> {
      yield 'one'
      throw error
    }
  }
  const events = new Broken()[Symbol.iterator]()

  expect(events.next()).toEqual({ done: false, value: 'one' })
  expect(() => events.next()).toThrow(error)
})

it('recognizes a script', () => {
  expect([new Scripted(), new AsyncScripted()].every(isScript)).toBe(true)
  expect([undefined, null, 'Hello', {}, [], { generate: 1 }, Scripted].some(isScript)).toBe(false)
})
