import { pause } from '../cue.js'
import type { Frames } from '../frame.js'
import { A_DELAY, check, isDelay } from './argument.js'
import type { Stage } from './stage.js'

/**
 * Wait `ms` milliseconds before the response has a status and headers. For a client
 * the call itself takes that long: `fetch` does not resolve sooner, and a timeout
 * strikes before there is a stream.
 *
 * @throws {RangeError} Unless `ms` is a delay that `pause()` takes.
 */
export function delayHeaders(ms: number): Stage {
  check(`delayHeaders(${ms})`, isDelay(ms), A_DELAY)

  return Object.assign((items: Frames) => items, { before: pause(ms) })
}
