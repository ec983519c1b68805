import { isAsymmetric } from '../../routes/protocol/asymmetric.js'
import type { MatcherContext } from './context.js'

/** Whether a value is as expected. */
export type Equals = (received: unknown, expected: unknown) => boolean

/** The first place where two values differ. */
interface Difference {
  /** Such as `choices[0].delta`; empty where all of it differs. */
  readonly path: string
  readonly expected: unknown
  readonly received: unknown
}

/** Compare as `toEqual` does. */
export function equality({ equals, customTesters = [], utils }: MatcherContext): Equals {
  const testers = [...customTesters, utils.iterableEquality]
  return (received, expected) => equals(received, expected, testers)
}

/** Find where two values differ, which they do. */
export function differenceOf(
  received: unknown,
  expected: unknown,
  equals: Equals,
  path = '',
): Difference {
  const sample = sampleOf(expected)
  const key = fieldsOf(received, expected).find(
    (name) => !equals(get(received, name), get(sample, name)),
  )
  if (key === undefined) return { path, expected, received }

  const below = Array.isArray(received) ? `${path}[${key}]` : `${path && `${path}.`}${key}`
  return differenceOf(get(received, key), get(sample, key), equals, below)
}

/** The fields to look into, where there is any sense in that. */
function fieldsOf(received: unknown, expected: unknown): string[] {
  const sample = sampleOf(expected)
  if (!hasFields(received) || !hasFields(sample)) return []
  return [
    ...new Set([...Object.keys(sample), ...(sample === expected ? Object.keys(received) : [])]),
  ]
}

/** What `expect.objectContaining()` was given; any other value is its own sample. */
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
