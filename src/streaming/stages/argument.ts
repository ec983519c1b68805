import { LONGEST_DELAY } from '../cue.js'

/** What a delay is, for messages. */
export const A_DELAY = `between 0 and ${LONGEST_DELAY} milliseconds`

/** Whether `value` counts something. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** Whether a timer can keep `value`, in milliseconds. */
export function isDelay(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LONGEST_DELAY
}

/**
 * Refuse an argument of the stage that `call` is about to create.
 *
 * @throws {RangeError} Unless it `holds`.
 */
export function check(call: string, holds: boolean, expected: string): void {
  if (!holds) throw new RangeError(`Failed to create ${call}: expected ${expected}.`)
}

/** @throws {RangeError} Unless `index` can be that of an event. */
export function checkIndex(call: string, index: number): void {
  check(call, isCount(index), 'the zero-based index of an event')
}
