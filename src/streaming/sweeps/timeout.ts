import { isDelay } from '../stages/argument.js'

/** Milliseconds that a case may take, unless the test says otherwise. */
export const TIMEOUT = 1000

/** @throws {RangeError} Unless a timer can keep `ms`, and lets anything happen before it ends. */
export function checkTimeout(ms: number): void {
  if (isDelay(ms) && ms > 0) return
  throw new RangeError(`Failed to sweep with a timeout of ${ms} ms: expected more than zero.`)
}
