import { eventFault } from './event-fault.js'
import type { Stage } from './stage.js'

/**
 * Send event `index`, which is zero-based, twice. A script that ends sooner is a broken one.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 */
export function duplicate(index: number): Stage {
  return eventFault('duplicate', index, (frame) => [{ ...frame, final: false }, frame])
}
