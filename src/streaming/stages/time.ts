import { comment, pause, stall, type PauseCue } from '../cue.js'
import { isEventFrame } from '../frame.js'
import { A_DELAY, check, isDelay } from './arguments.js'
import { interruption } from './cuts.js'
import { KEEPS_RECORDS, passOn, stage, type Stage, type StagePass } from './stage.js'
import { checkTempo, waitsOf, type Tempo } from './tempo.js'

/**
 * Waits before every event, by a number of milliseconds or by a tempo. The jitter is the same in
 * every play and on every machine.
 *
 * @param tempo Milliseconds, or a {@link Tempo}.
 * @throws {RangeError} When a number is out of range.
 * @throws {TypeError} When options are unknown, or exclude each other.
 * @example
 * pace(20)
 * pace({ first: 400, each: 20, jitter: 10, seed: 7 })
 * pace({ first: 400, tokensPerSecond: 80 })
 */
export function pace(tempo: number | Tempo): Stage {
  const checked = checkedTempo(tempo)

  const begin = (): StagePass => {
    const waits = waitsOf(checked)
    let index = 0
    return { take: (item) => (isEventFrame(item) ? [pause(waits(index++)), item] : item) }
  }
  return stage(nameOfPace(tempo), begin, KEEPS_RECORDS)
}

/**
 * Sends every event at its time in a recording. A call is broken if the script has fewer or more
 * events than the recording.
 *
 * @param timings The time of each event, in milliseconds since the stream began.
 * @throws {RangeError} When a timing is earlier than the one before, or is no delay that `pause()`
 * accepts.
 * @throws {TypeError} When `timings` is no array.
 * @example
 * replay([400, 420, 445])
 */
export function replay(timings: readonly number[]): Stage {
  const waits = waitsBetween(timings)
  const call = `replay() of ${waits.length} timing(s)`

  const begin = (): StagePass => {
    let count = 0
    return {
      take(item) {
        if (!isEventFrame(item)) return item
        const wait = waits[count++]
        if (wait) return [wait, item]
        throw new RangeError(`Failed to apply ${call}: the script has more events.`)
      },
      missed: () => (count < waits.length ? `after ${count} event(s)` : undefined),
    }
  }
  return stage(call, begin, KEEPS_RECORDS)
}

/**
 * Sends `count` events, then nothing more. The connection stays open. A call is broken if the
 * script ends before the stall.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 * @example
 * stallAfter(2)
 */
export function stallAfter(count: number): Stage {
  return interruption('stallAfter', count, stall())
}

/**
 * Sends a comment after every `ms` milliseconds without another frame: while the stream pauses or
 * stalls, and while an async script is not ready.
 *
 * All waits of the stream count as idle time, also those of stages behind this one, except for the
 * time in which an async script gets its next item ready. The stages behind this one get the
 * comments: put `swap()` before. A stage behind this one that ends the stream ends the comments,
 * too.
 *
 * @param text The text of the comment; `keep-alive` unless given.
 * @throws {RangeError} Unless `ms` is a delay that `pause()` accepts, and more than zero.
 * @throws {TypeError} Unless `text` is a string.
 * @example
 * keepAlive(15_000, 'OPENROUTER PROCESSING')
 */
export function keepAlive(ms: number, text = 'keep-alive'): Stage {
  const call = `keepAlive(${ms})`
  check(call, isDelay(ms) && ms > 0, `more than zero, and ${A_DELAY}`)
  // Refuses a wrong text now, and not during the play.
  comment(text)

  return stage(call, passOn, { ...KEEPS_RECORDS, keepAlive: { ms, text } })
}

/**
 * Waits `ms` milliseconds before the response. The client's `fetch` does not resolve before, so
 * that a shorter timeout of the client ends the call.
 *
 * @throws {RangeError} Unless `ms` is a delay that `pause()` accepts.
 * @example
 * delayHeaders(5000)
 */
export function delayHeaders(ms: number): Stage {
  const call = `delayHeaders(${ms})`
  check(call, isDelay(ms), A_DELAY)

  return stage(call, passOn, { beforeHeaders: pause(ms) })
}

function checkedTempo(tempo: number | Tempo): Tempo {
  if (typeof tempo === 'object' && tempo !== null) {
    checkTempo(tempo)
    return { ...tempo }
  }
  check(`pace(${tempo})`, isDelay(tempo), A_DELAY)
  return { each: tempo }
}

function nameOfPace(tempo: number | Tempo): string {
  if (typeof tempo === 'number') return `pace(${tempo})`
  const options = Object.entries(tempo).map(([name, value]) => `${name}: ${value}`)
  return `pace({ ${options.join(', ')} })`
}

function waitsBetween(timings: readonly number[]): PauseCue[] {
  if (!Array.isArray(timings)) {
    throw new TypeError('Failed to create replay(): expected a list of milliseconds.')
  }
  // Not `map`, which skips holes.
  return Array.from(timings, (timing: unknown, index) =>
    waitBetween(timings[index - 1] ?? 0, timing, index),
  )
}

function waitBetween(previous: number, timing: unknown, index: number): PauseCue {
  const wait = typeof timing === 'number' ? timing - previous : undefined
  if (isDelay(wait)) return pause(wait)

  throw new RangeError(
    `Failed to create replay(): timing ${index} is ${String(timing)}, expected ${A_DELAY} after ${previous}.`,
  )
}
