import { isRegExp } from '../protocol/asymmetric.js'
import { print } from '../protocol/print.js'

/**
 * Make sure that a matcher is given a text, or what matches one.
 *
 * @throws {TypeError} When it is not.
 */
export function assertText(owner: string, text: unknown): void {
  if (typeof text === 'string' || isRegExp(text)) return
  throw new TypeError(
    `Failed to create ${owner}(): expected a string or a RegExp, received ${print(text)}.`,
  )
}
