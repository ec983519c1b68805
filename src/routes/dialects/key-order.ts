import { isRecord } from '../protocol/defaults.js'

/** Puts the keys of a value into alphabetical order, at any depth. Lists keep their order. */
export function inAlphabeticalOrder<Value>(value: Value): Value {
  // The fields are the same.
  return ordered(value) as Value
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (!isRecord(value)) return value

  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, field]) => [key, ordered(field)]))
}
