import { eventFault } from './event-fault.js'
import type { Stage } from './stage.js'

/** Ends a read, and adds nothing to it. */
const NOTHING = { type: 'bytes', bytes: new Uint8Array() } as const

/**
 * Leave out event `index`, which is zero-based. A script that ends sooner is a broken one.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 */
export function drop(index: number): Stage {
  // The read that the event would have ended ends all the same.
  return eventFault('drop', index, ({ joined }, within) => (within && !joined ? [NOTHING] : []))
}
