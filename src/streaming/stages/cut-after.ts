import { cut } from '../cue.js'
import { interruption } from './interruption.js'
import type { Stage } from './stage.js'

/**
 * Send `count` events, then drop the connection. A script that ends sooner is a
 * broken one: the cut would never have happened. A client that has not read all of
 * them by then loses the rest, as on a real connection.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 */
export function cutAfter(count: number): Stage {
  return interruption('cutAfter', count, cut())
}
