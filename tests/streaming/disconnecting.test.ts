import {
  AsyncEventStream,
  cutAfter,
  drop,
  dropTerminator,
  EventStream,
  malform,
  replay,
  respond,
  unnamed,
  type Cue,
  type PlayOutcome,
  type RespondOptions,
  type Script,
  type Stage,
} from 'msw-openai/streaming'
import { afterEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { macrotask } from '../../src/streaming/clock.js'

const wire = { event: z.number(), frame: unnamed, terminator: { data: '[DONE]' } }
const finite = { event: z.number(), frame: unnamed, isFinal: (event: number) => event === 2 }

/** A moment in a script: before it yields an event, or at its end. */
type Moment = 0 | 1 | 2 | 'end'
type Way = 'abort' | 'cancel'

/** Counts to two, and calls back before each event and at the end. */
class Counting extends EventStream<number> {
  readonly log: string[] = []

  constructor(readonly at: (moment: Moment, signal: AbortSignal) => void) {
    super()
  }

  override *generate(signal: AbortSignal): Generator<number | Cue> {
    try {
      for (const event of [0, 1, 2] as const) {
        this.at(event, signal)
        yield event
        this.log.push(`sent ${event}`)
      }
      this.at('end', signal)
    } finally {
      this.log.push('finally')
    }
  }
}

afterEach(() => {
  vi.restoreAllMocks()
})

const moments: Array<[way: Way, moment: Moment, sent: string[]]> = (['abort', 'cancel'] as const)
  .flatMap((way) => ([0, 1, 2, 'end'] as const).map((moment) => [way, moment] as const))
  .map(([way, moment]) => [
    way,
    moment,
    [0, 1, 2].filter((event) => moment === 'end' || event < moment).map((event) => `sent ${event}`),
  ])

it.each(moments)('ends as aborted at %s inside the script, at %s', async (way, moment, sent) => {
  const { leave, ended, errors, print, script } = selfLeaving(way, moment)
  await leave

  expect(await ended).toBe('aborted')
  expect(script.log).toEqual([...sent, 'finally'])
  expect([errors, print.mock.calls]).toEqual([[], []])
})

it.each(moments)(
  'says nothing of a script that throws at %s inside it, at %s',
  async (way, moment, sent) => {
    const { leave, ended, errors, print, script } = selfLeaving(way, moment, {}, (signal) =>
      signal.throwIfAborted(),
    )
    await leave

    expect(await ended).toBe('aborted')
    expect(script.log).toEqual([...sent, 'finally'])
    expect([errors, print.mock.calls]).toEqual([[], []])
  },
)

const faults: Array<[string, Stage]> = [
  ['drop(9)', drop(9)],
  ['cutAfter(9)', cutAfter(9)],
  ['dropTerminator()', dropTerminator()],
  ['malform(2), of a number', malform(2)],
  ['replay(), of too few events', replay([0, 0])],
]

/** Each fault at each moment. Behind the last event, two of them have failed while the client was there. */
const leavings = faults
  .flatMap(([name, stage]) => moments.map(([way, moment]) => [name, way, moment, stage] as const))
  .filter(([name, , moment]) => !(/^(replay|malform)/.test(name) && moment === 'end'))

it.each(leavings)('says nothing of %s at %s inside the script, at %s', async (...args) => {
  const [, way, moment, stage] = args
  const { leave, ended, errors, print, script } = selfLeaving(way, moment, { through: [stage] })
  await leave

  expect(await ended).toBe('aborted')
  expect(script.log.at(-1)).toBe('finally')
  expect([errors, print.mock.calls]).toEqual([[], []])
})

it('reports an error of its own that a script throws once its client has disconnected', async () => {
  const failure = new Error('Boom')
  const { leave, ended, errors } = selfLeaving('cancel', 1, { through: [drop(9)] }, () => {
    throw failure
  })
  await leave

  expect(await ended).toBe('broken')
  expect(errors).toMatchObject([{ name: 'BrokenScriptError', index: 1, cause: failure }])
})

it.each(['abort', 'cancel'] as const)(
  'says nothing of a fault where an async script returns at an %s',
  async (way) => {
    const print = vi.spyOn(console, 'error').mockReturnValue()
    class Returning extends AsyncEventStream<number> {
      override async *generate(signal: AbortSignal): AsyncGenerator<number> {
        yield 0
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      }
    }
    const request = new AbortController()
    const { reader, ended, errors } = played(new Returning(), {
      through: [drop(9), dropTerminator()],
      signal: request.signal,
    })
    await reader.read()
    const pending = reader.read().catch(() => {})
    await macrotask()
    if (way === 'abort') request.abort()
    else await reader.cancel()
    await pending

    expect(await ended).toBe('aborted')
    for (let count = 0; count < 5; count++) await macrotask()
    expect([errors, print.mock.calls]).toEqual([[], []])
  },
)

it('ends as completed where the client cancels inside the script behind the last event', async () => {
  const { leave, ended, errors, script } = selfLeaving('cancel', 'end', {}, undefined, finite)
  await leave

  expect(await ended).toBe('completed')
  expect(script.log).toEqual(['sent 0', 'sent 1', 'sent 2', 'finally'])
  expect(errors).toEqual([])
})

/** Plays a script, and reads it by hand. */
function played(
  script: Script<number>,
  options: RespondOptions = {},
  format: typeof wire | typeof finite = wire,
) {
  const errors: unknown[] = []
  const { promise: ended, resolve: onEnd } = Promise.withResolvers<PlayOutcome>()
  const observer = { onEnd, onError: (error: unknown) => void errors.push(error) }
  const response = respond({ name: 'counts', wire: format }, script, { ...options, observer })
  // A script that is served has a body.
  const reader = response.body!.getReader()
  return { reader, ended, errors }
}

/** Plays a script that makes its own client disconnect. */
function selfLeaving(
  way: Way,
  moment: Moment,
  options: RespondOptions = {},
  then: (signal: AbortSignal) => void = () => {},
  format: typeof wire | typeof finite = wire,
) {
  const print = vi.spyOn(console, 'error').mockReturnValue()
  const request = new AbortController()
  const script = new Counting((now, signal) => {
    if (now !== moment) return
    if (way === 'abort') request.abort(new Error('Leaving'))
    else void reader.cancel('Leaving')
    then(signal)
  })
  const { reader, ended, errors } = played(script, { ...options, signal: request.signal }, format)
  return { leave: readAll(reader), ended, errors, print, script }
}

/** Reads to the end, whichever it is. */
async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The outcome describes the end.
  }
}
