import { isAsymmetric } from '../../routes/protocol/asymmetric.js'
import type { MatcherContext } from './matcher-context.js'

/** Compares a value with the expected one. */
export type Equals = (received: unknown, expected: unknown) => boolean

/** The first place where two values differ. */
interface FirstDifference {
  /** The path of the place, such as `choices[0].delta`; empty where the values differ as a whole. */
  readonly path: string
  readonly expected: unknown
  readonly received: unknown
}

/** Compares as `toEqual` does, with the testers that the test has added. */
export function equality({ equals, customTesters = [], utils }: MatcherContext): Equals {
  const testers = [...customTesters, utils.iterableEquality]
  return (received, expected) => equals(received, expected, testers)
}

/** Finds the first place where two values differ that are not equal. */
export function firstDifference(
  received: unknown,
  expected: unknown,
  equals: Equals,
  path = '',
): FirstDifference {
  const sample = sampleOf(expected)
  const key = comparedKeys(received, expected).find(
    (name) => !equals(get(received, name), get(sample, name)),
  )
  if (key === undefined) return { path, expected, received }

  const below = Array.isArray(received) ? `${path}[${key}]` : `${path && `${path}.`}${key}`
  return firstDifference(get(received, key), get(sample, key), equals, below)
}

/** Lists the keys to compare; none unless both values have fields. */
function comparedKeys(received: unknown, expected: unknown): string[] {
  const sample = sampleOf(expected)
  if (!hasFields(received) || !hasFields(sample)) return []
  return [
    ...new Set([...Object.keys(sample), ...(sample === expected ? Object.keys(received) : [])]),
  ]
}

/** Returns the argument of an `expect.objectContaining()`, and any other value as it is. */
function sampleOf(expected: unknown): unknown {
  const isPartial = isAsymmetric(expected) && String(expected) === 'ObjectContaining'
  return isPartial ? get(expected, 'sample') : expected
}

function hasFields(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isAsymmetric(value)
}

function get(from: unknown, key: string): unknown {
  return Reflect.get(Object(from), key)
}
