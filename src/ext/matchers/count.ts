import { print } from '../../routes/protocol/print.js'

/**
 * Make sure that a value is a number of things.
 *
 * @throws {TypeError} When it is not.
 */
export function assertCount(name: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return

  throw new TypeError(
    `Failed to use ${name}(): expected a number, zero or more; received ${print(value)}.`,
  )
}

/** A number of things in words. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
