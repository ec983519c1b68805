import { cut, pause, stall, type CutCue, type StallCue } from './cue.js'
import { isEventFrame, type Frames } from './frame.js'

/** What the network does to a stream: a pure transformation of its frames and cues. */
export type Stage = (items: Frames) => Frames

/**
 * Wait `ms` milliseconds before every event.
 *
 * @throws {RangeError} Unless `ms` is a delay that `pause()` takes.
 */
export function pace(ms: number): Stage {
  const wait = pause(ms)

  return async function* (items) {
    for await (const item of items) {
      if (isEventFrame(item)) yield wait
      yield item
    }
  }
}

/**
 * Send `count` events, then drop the connection. A script that ends sooner is a
 * broken one: the cut would never have happened. A client that has not read all of
 * them by then loses the rest, as on a real connection.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 */
export function cutAfter(count: number): Stage {
  return interruptAfter('cutAfter', count, cut())
}

/**
 * Send `count` events, then fall silent with the connection open. A script that
 * ends sooner is a broken one: the stall would never have happened.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 */
export function stallAfter(count: number): Stage {
  return interruptAfter('stallAfter', count, stall())
}

function interruptAfter(name: string, count: number, cue: CutCue | StallCue): Stage {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(
      `Failed to create ${name}(${count}): expected a number of events, zero or more.`,
    )
  }

  return async function* (items) {
    let passed = 0
    if (count === 0) return yield cue

    for await (const item of items) {
      if (item.type === 'terminator' || item.type === 'error') break
      yield item
      if (isEventFrame(item) && ++passed === count) return yield cue
    }
    throw new RangeError(
      `Failed to apply ${name}(${count}): the script ended after ${passed} event(s).`,
    )
  }
}
