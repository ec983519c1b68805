import { isRecord } from '../protocol/defaults.js'

/** Finds the first place at which two values of JSON differ, as `output.0.id`; undefined for equal values. */
export function firstDifference(one: unknown, other: unknown, path = ''): string | undefined {
  if (Object.is(one, other)) return undefined
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) return at(path, 'length')
  } else if (!isRecord(one) || !isRecord(other)) return path

  const [fields, others] = [new Map(Object.entries(one)), new Map(Object.entries(other))]
  for (const key of new Set([...fields.keys(), ...others.keys()])) {
    const found = firstDifference(fields.get(key), others.get(key), at(path, key))
    if (found !== undefined) return found
  }
  return undefined
}

function at(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
