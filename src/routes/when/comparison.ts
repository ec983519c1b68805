import { isObject } from '../answer-kinds.js'
import { isAsymmetric, isRegExp } from '../protocol/asymmetric.js'
import { print, printBoth } from '../protocol/print.js'

/** One place where a value is not what was expected, in words. */
export interface Difference {
  /** Where it is, such as `tools[0].function.name`. */
  readonly at: string
  readonly expected: string
  readonly received: string
}

/** How near a value comes to what was expected: a match has no differences. */
export interface Comparison {
  /** How many values were as expected. */
  readonly matched: number
  readonly differences: readonly Difference[]
}

/**
 * Compare a value with a partial one: objects may have more fields, and arrays have as many
 * items, in the same order. Regular expressions and asymmetric matchers stand for what they match.
 *
 * @param at What the value is, such as `tools`; nothing where it is the whole.
 */
export function compare(expected: unknown, received: unknown, at = ''): Comparison {
  if (isAsymmetric(expected)) {
    return verdict(expected.asymmetricMatch(received), difference(at, expected, received))
  }
  if (isRegExp(expected)) {
    const matches = typeof received === 'string' && received.search(expected) >= 0
    return verdict(matches, difference(at, expected, received))
  }
  if (Array.isArray(expected) && Array.isArray(received)) {
    return compareItems(expected, received, at)
  }
  if (isObject(expected) && isObject(received)) return compareFields(expected, received, at)
  return verdict(expected === received, difference(at, expected, received))
}

/** A comparison of one value. */
export function verdict(matches: boolean, otherwise: Difference): Comparison {
  return matches ? { matched: 1, differences: [] } : { matched: 0, differences: [otherwise] }
}

/** Several comparisons as one. */
export function join(comparisons: readonly Comparison[]): Comparison {
  return {
    matched: comparisons.reduce((sum, { matched }) => sum + matched, 0),
    differences: comparisons.flatMap(({ differences }) => differences),
  }
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

/** Where a field is, such as `tools[0].function`. */
export function fieldOf(at: string, key: string): string {
  if (!/^[\w$]+$/.test(key)) return `${at}[${print(key)}]`
  return at ? `${at}.${key}` : key
}

function difference(at: string, one: unknown, other: unknown): Difference {
  const [expected, received] = printBoth(one, other)
  return { at: at || 'the body', expected, received }
}
