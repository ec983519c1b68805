import { expect, it } from 'vitest'
import { z } from 'zod'
import {
  AsyncEventStream,
  comment,
  cut,
  EventStream,
  pause,
  raw,
  stall,
  StreamError,
  unchecked,
  unnamed,
  type Cue,
} from 'msw-openai/streaming'
import { CheckedScript } from '../../src/streaming/checked-script.js'
import { isFrame } from '../../src/streaming/frame.js'
import { ResumedRun } from '../../src/streaming/resumed-run.js'

interface Tick {
  tick: number
}
type Given = Tick | Cue

const wire = {
  event: z.looseObject({ tick: z.number() }),
  frame: unnamed,
  terminator: { data: '[DONE]' },
}
const tick = (number: number): Tick => ({ tick: number })

class Ticks extends EventStream<Tick> {
  constructor(
    readonly items: readonly Given[],
    readonly error?: Error,
  ) {
    super()
  }

  *generate(): Generator<Given> {
    yield* this.items
    if (this.error) throw this.error
  }
}

class LateTicks extends AsyncEventStream<Tick> {
  constructor(readonly items: readonly Given[]) {
    super()
  }

  async *generate(): AsyncGenerator<Given> {
    yield* this.items
  }
}

/** Everything that a run gives after the tick `after`: the text of each record, or the type of another item. */
async function resumed(script: EventStream<Tick> | AsyncEventStream<Tick>, after: number) {
  const checked = new CheckedScript<Tick>({ name: 'ticks', wire }, script, new AbortController())
  const placeOf = (event: Tick) => event.tick as number | undefined
  const run = new ResumedRun(checked, { after, placeOf })
  const given: string[] = []
  for (;;) {
    const item = await run.step()
    if (item.type === 'end') return given
    given.push(isFrame(item) ? new TextDecoder().decode(item.bytes).trim() : item.type)
    if (item.type === 'broken') return [...given, String(item.error)]
  }
}

const record = (number: number) => `data: {"tick":${number}}`
const DONE = 'data: [DONE]'

const items = [comment('a'), tick(0), pause(9), tick(1), pause(5), comment('b'), tick(2), pause(1)]

it.each([
  ['a script', new Ticks(items)],
  ['an async script', new LateTicks(items)],
])('begins %s behind the point, with the cues there', async (_, script) => {
  await expect(resumed(script, 1)).resolves.toEqual(['pause', ': b', record(2), 'pause', DONE])
})

it.each([
  [2, ['pause', DONE]],
  [7, [DONE]],
  [-1, [record(0), 'pause', record(1), 'pause', ': b', record(2), 'pause', DONE]],
])('gives what is left after %j', async (after, left) => {
  await expect(resumed(new Ticks(items), after)).resolves.toEqual(left)
})

it.each([
  ['cut()', cut()],
  ['stall()', stall()],
])('goes on behind a %s that ended the stream before', async (_, end) => {
  const script = new Ticks([tick(0), end, tick(1), raw('x'), end, tick(2)])

  await expect(resumed(script, 0)).resolves.toEqual([record(1), 'x', end.type, record(2), DONE])
  await expect(resumed(script, 1)).resolves.toEqual(['x', record(2), DONE])
})

it('takes an event without a place for one of those around', async () => {
  const strange = unchecked({ strange: true })
  const script = new Ticks([strange, tick(0), strange, tick(1), strange, cut(), tick(2)])

  await expect(resumed(script, 1)).resolves.toEqual([
    'data: {"strange":true}',
    'cut',
    record(2),
    DONE,
  ])
})

it('checks the events that it drops', async () => {
  const wrong = Object({ tick: 'wrong' })
  const given = await resumed(new Ticks([tick(0), wrong, tick(2)]), 1)

  expect(given).toEqual(['broken', expect.stringContaining('event 1 of script "Ticks"')])
})

it('ends in the error that a script throws, wherever it throws', async () => {
  const script = new Ticks([tick(0)], new StreamError({ message: 'Overloaded' }))
  const error = expect.stringContaining('"message":"Overloaded"')

  await expect(resumed(script, 5)).resolves.toEqual([error])
  await expect(resumed(script, 0)).resolves.toEqual([error])
})

it('stops its script', async () => {
  let isStopped = false
  class Stopped extends EventStream<Tick> {
    *generate(): Generator<Tick> {
      try {
        yield tick(0)
        yield tick(1)
        yield tick(2)
      } finally {
        isStopped = true
      }
    }
  }
  const checked = new CheckedScript<Tick>(
    { name: 'ticks', wire },
    new Stopped(),
    new AbortController(),
  )
  const run = new ResumedRun<Tick>(checked, { after: 0, placeOf: (event) => event.tick })
  await run.step()
  await run.stop()

  expect(isStopped).toBe(true)
  expect(run.step()).toMatchObject({ type: 'end' })
})
