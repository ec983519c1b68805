import { print } from '../../routes/protocol/print.js'

/**
 * Make sure that a value is a list.
 *
 * @throws {TypeError} When it is not.
 */
export function assertList(name: string, value: unknown): asserts value is readonly unknown[] {
  if (Array.isArray(value)) return

  throw new TypeError(`Failed to use ${name}(): expected an array, received ${print(value)}.`)
}
