import { comment, pause, stall, type PauseCue } from '../cue.js'
import { isEventFrame } from '../frame.js'
import { A_DELAY, check, isDelay } from './arguments.js'
import { interruption } from './cuts.js'
import { passOn, stage, type Stage } from './stage.js'
import { checkTempo, waitsOf, type Tempo } from './tempo.js'

/**
 * Waits before every event: the same number of milliseconds each time, or in a rhythm. Jitter is the
 * same in every play and on every machine.
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

  return stage(nameOfPace(tempo), () => {
    const waits = waitsOf(checked)
    let index = 0
    return { take: (item) => (isEventFrame(item) ? [pause(waits(index++)), item] : item) }
  })
}

/**
 * Waits before every event for as long as it took when the stream was recorded. A call whose script
 * has fewer or more events than the recording is broken.
 *
 * @param timings The time of each event, in milliseconds since the stream began.
 * @throws {RangeError} When a timing is earlier than the one before it, or is no delay that `pause()` takes.
 * @throws {TypeError} When `timings` is no array.
 * @example
 * replay([400, 420, 445])
 */
export function replay(timings: readonly number[]): Stage {
  const waits = waitsBetween(timings)
  const call = `replay() of ${waits.length} timing(s)`

  return stage(call, () => {
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
  })
}

/**
 * Sends `count` events, then nothing more. The connection stays open. A call whose script ends
 * sooner is broken, because the stall has not happened.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 * @example
 * stallAfter(2)
 */
export function stallAfter(count: number): Stage {
  return interruption('stallAfter', count, stall())
}

/**
 * Sends a comment after every `ms` milliseconds in which nothing is sent: while the stream pauses or
 * stalls, and while the script is not ready.
 *
 * Every wait of the stream counts, wherever this stage stands, except the time that an async script
 * takes before it yields. The stages behind this one see the comments, so `swap()` goes before. A
 * stage behind this one that ends the stream ends the comments, too.
 *
 * @param text The text of the comment; `keep-alive` unless given.
 * @throws {RangeError} Unless `ms` is a delay that `pause()` takes, and more than zero.
 * @throws {TypeError} Unless `text` is a string.
 * @example
 * keepAlive(15_000, 'OPENROUTER PROCESSING')
 */
export function keepAlive(ms: number, text = 'keep-alive'): Stage {
  const call = `keepAlive(${ms})`
  check(call, isDelay(ms) && ms > 0, `more than zero, and ${A_DELAY}`)
  // Throws here, and not during the play, where no comment can carry the text.
  comment(text)

  return stage(call, passOn, { keepAlive: { ms, text } })
}

/**
 * Waits `ms` milliseconds before the response has a status and headers. `fetch` does not resolve
 * sooner, so that a timeout of the client ends the call before there is a stream.
 *
 * @throws {RangeError} Unless `ms` is a delay that `pause()` takes.
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

function waitBetween(before: number, timing: unknown, index: number): PauseCue {
  const wait = typeof timing === 'number' ? timing - before : undefined
  if (isDelay(wait)) return pause(wait)

  throw new RangeError(
    `Failed to create replay(): timing ${index} is ${String(timing)}, expected ${A_DELAY} after ${before}.`,
  )
}
