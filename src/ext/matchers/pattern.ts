import { isAsymmetric, isRegExp, type AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import { print } from '../../routes/protocol/print.js'

/** A text, a regular expression for a part of one, or an asymmetric matcher. */
export type Pattern = string | RegExp | AsymmetricMatcher

/**
 * Make sure that a value is a pattern.
 *
 * @throws {TypeError} When it is not.
 */
export function assertPattern(name: string, value: unknown): asserts value is Pattern {
  if (typeof value === 'string' || isRegExp(value) || isAsymmetric(value)) return

  throw new TypeError(
    `Failed to use ${name}(): expected a text, a regular expression, or an asymmetric matcher; received ${print(value)}.`,
  )
}
