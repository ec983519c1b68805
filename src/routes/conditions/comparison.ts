import { isObject } from '../answers/answer-kind.js'
import { isAsymmetric, isRegExp } from '../protocol/asymmetric.js'
import { print, printBoth } from '../protocol/print.js'

/** One value that differs from the expected one. */
export interface Difference {
  /** The place of the value, such as `tools[0].function.name`. */
  readonly at: string
  /** The expected value, as a message prints it. */
  readonly expected: string
  /** The received value, as a message prints it. */
  readonly received: string
}

/** The result of a comparison: a call meets a condition when there are no differences. */
export interface Comparison {
  /** The number of values that are as expected. */
  readonly matched: number
  /** The values that are not as expected. */
  readonly differences: readonly Difference[]
}

/** The most things of one kind that a message names. */
export const MOST_NAMED = 5

/** Prints the expected value, and the received one. */
type PrintBoth = () => readonly [expected: string, received: string]

/**
 * Compares a value with an expected part. An object may have more fields; an array must have as
 * many items, in the same order. Regular expressions and asymmetric matchers match values.
 *
 * @param at The place of the value, such as `tools`; empty for the whole body.
 */
export function compare(expected: unknown, received: unknown, at = ''): Comparison {
  if (Array.isArray(expected) && Array.isArray(received)) {
    return compareItems(expected, received, at)
  }
  if (isPartial(expected) && isObject(received)) return compareFields(expected, received, at)

  return verdict(matches(expected, received), at || 'the body', () => printBoth(expected, received))
}

/** Makes the comparison of one value. A difference is not printed before a message needs the text. */
export function verdict(isMatch: boolean, at: string, printValues: PrintBoth): Comparison {
  return isMatch
    ? { matched: 1, differences: [] }
    : { matched: 0, differences: [difference(at, printValues)] }
}

/** Joins several comparisons into one. */
export function join(comparisons: readonly Comparison[]): Comparison {
  return {
    matched: comparisons.reduce((sum, { matched }) => sum + matched, 0),
    differences: comparisons.flatMap(({ differences }) => differences),
  }
}

/** Orders comparisons: fewest differences first, then most matched values. */
export function byDistance(one: Comparison, other: Comparison): number {
  return one.differences.length - other.differences.length || other.matched - one.matched
}

/** Names the first things of a list, and counts the others: `"a", "b" and 37 more`. */
export function nameSome(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED
  return `${names.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** Writes the path of a field, such as `tools[0].function`. */
export function fieldOf(at: string, key: string): string {
  if (!/^[\w$]+$/.test(key)) return `${at}[${print(key)}]`
  return at ? `${at}.${key}` : key
}

/** Recognizes an object whose fields are compared one by one. */
export function isPartial(expected: unknown): expected is object {
  return isObject(expected) && !isAsymmetric(expected) && !isRegExp(expected)
}

function matches(expected: unknown, received: unknown): boolean {
  if (isAsymmetric(expected)) return expected.asymmetricMatch(received)
  if (!isRegExp(expected)) return expected === received
  return typeof received === 'string' && received.search(expected) >= 0
}

function compareItems(
  expected: readonly unknown[],
  received: readonly unknown[],
  at: string,
): Comparison {
  const both = expected.slice(0, received.length)
  const items = both.map((item, index) => compare(item, received[index], `${at}[${index}]`))
  if (expected.length === received.length) return join(items)

  return join([...items, compare(expected.length, received.length, fieldOf(at, 'length'))])
}

function compareFields(expected: object, received: object, at: string): Comparison {
  const fields = Object.entries(expected).map(([key, field]) =>
    compare(field, Reflect.get(received, key), fieldOf(at, key)),
  )
  return join(fields)
}

/** Makes a difference that prints its values at the first access: most differences are never printed. */
function difference(at: string, printValues: PrintBoth): Difference {
  let printed: ReturnType<PrintBoth> | undefined
  const values = () => (printed ??= printValues())
  return {
    at,
    get expected() {
      return values()[0]
    },
    get received() {
      return values()[1]
    },
  }
}
