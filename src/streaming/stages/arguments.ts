import { LONGEST_DELAY } from '../cue.js'

/** The range of a delay, as messages print it. */
export const A_DELAY = `between 0 and ${LONGEST_DELAY} milliseconds`

/** Recognizes a count: an integer, zero or more. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** Recognizes a delay that a timer can keep, in milliseconds. */
export function isDelay(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LONGEST_DELAY
}

/**
 * Checks an argument of a function that makes a stage.
 *
 * @param call The call of that function, for the message: `cutAfter(-1)`.
 * @param holds True where the argument is right.
 * @param expected The right arguments, in words.
 * @throws {RangeError} Unless `holds` is true.
 */
export function check(call: string, holds: boolean, expected: string): void {
  if (!holds) throw new RangeError(`Failed to create ${call}: expected ${expected}.`)
}

/**
 * Checks the zero-based index of an event.
 *
 * @throws {RangeError} Unless the index is zero or a positive integer.
 */
export function checkIndex(call: string, index: number): void {
  check(call, isCount(index), 'the zero-based index of an event')
}
