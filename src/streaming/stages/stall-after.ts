import { stall } from '../cue.js'
import { interruption } from './interruption.js'
import type { Stage } from './stage.js'

/**
 * Send `count` events, then fall silent with the connection open. A script that
 * ends sooner is a broken one: the stall would never have happened.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 */
export function stallAfter(count: number): Stage {
  return interruption('stallAfter', count, stall())
}
