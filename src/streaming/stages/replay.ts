import { pause } from '../cue.js'
import { isEventFrame } from '../frame.js'
import { A_DELAY, isDelay } from './argument.js'
import { fault } from './fault.js'
import type { Stage } from './stage.js'

/**
 * Wait before every event for as long as it took when the stream was recorded. A
 * script that has fewer events than the recording is a broken one, and so is one that
 * has more.
 *
 * @param timings When each event came, in milliseconds since the stream began.
 * @throws {RangeError} When a timing is earlier than the one before it, or is no delay that `pause()` takes.
 * @throws {TypeError} When there is no list of them.
 */
export function replay(timings: readonly number[]): Stage {
  const waits = waitsBetween(timings)
  const call = `replay() of ${waits.length} timing(s)`

  return fault(call, () => {
    let count = 0
    return {
      take(item) {
        if (!isEventFrame(item)) return [item]
        const wait = waits[count++]
        if (wait !== undefined) return [wait, item]
        throw new RangeError(`Failed to apply ${call}: the script has more events.`)
      },
      missed: () => (count < waits.length ? `after ${count} event(s)` : undefined),
    }
  })
}

function waitsBetween(timings: readonly number[]) {
  if (!Array.isArray(timings)) {
    throw new TypeError('Failed to create replay(): expected a list of milliseconds.')
  }
  // Not `map`, which passes holes by.
  return Array.from(timings, (timing: unknown, index) =>
    waitBetween(timings[index - 1] ?? 0, timing, index),
  )
}

function waitBetween(before: number, timing: unknown, index: number) {
  const wait = typeof timing === 'number' ? timing - before : undefined
  if (isDelay(wait)) return pause(wait)

  throw new RangeError(
    `Failed to create replay(): timing ${index} is ${String(timing)}, expected ${A_DELAY} after ${before}.`,
  )
}
