import { LONGEST_DELAY } from '../cue.js'

/** The range of a delay, for messages. */
export const A_DELAY = `between 0 and ${LONGEST_DELAY} milliseconds`

/** Recognizes a number of things: a whole number, zero or more. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** Recognizes a delay, in milliseconds, that a timer can keep. */
export function isDelay(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LONGEST_DELAY
}

/**
 * Checks an argument of the call that makes a stage.
 *
 * @throws {RangeError} Unless it `holds`.
 */
export function check(call: string, holds: boolean, expected: string): void {
  if (!holds) throw new RangeError(`Failed to create ${call}: expected ${expected}.`)
}

/**
 * Checks the index of an event.
 *
 * @throws {RangeError} Unless it is zero or a positive integer.
 */
export function checkIndex(call: string, index: number): void {
  check(call, isCount(index), 'the zero-based index of an event')
}
