import type { z } from 'zod'
import { isRecord } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'

/** The places of an event that do not match its schema, as a tree. A place without inner ones does not match as a whole. */
type Places = Map<string, Places>

/** The key of the names of the fields that were left out of an object. */
const LEFT_OUT = Symbol('left out')

/**
 * Copies an event without what does not match its schema: such a field is undefined, and so is a
 * list with such an item.
 *
 * @returns undefined where the event as a whole does not match.
 */
export function fittingPart(event: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const root: Places = new Map()
  for (const { path } of issues) {
    let place = root
    for (const key of path) place = innerOf(place, String(key))
  }
  return partOf(event, root)
}

/**
 * Returns true for a field that {@link fittingPart} left out of an object.
 *
 * @param field The name of the field; any field unless given.
 */
export function isLeftOut(fields: object | null | undefined, field?: string): boolean {
  const names: unknown = fields && Reflect.get(fields, LEFT_OUT)
  return names instanceof Set && (field === undefined || names.has(field))
}

function innerOf(place: Places, key: string): Places {
  const inner = place.get(key) ?? new Map()
  place.set(key, inner)
  return inner
}

function partOf(value: unknown, places: Places): unknown {
  if (places.size === 0) return undefined
  const parts = [...places].map(
    ([key, inner]) => [key, partOf(valueAt(value, key), inner)] as const,
  )
  const leftOut = parts.flatMap(([key, part]) => (part === undefined ? [key] : []))
  if (isRecord(value)) {
    const copy = { ...value, ...Object.fromEntries(parts) }
    return leftOut.length > 0 ? { ...copy, [LEFT_OUT]: new Set(leftOut) } : copy
  }
  if (!Array.isArray(value) || leftOut.length > 0) return undefined
  const known = new Map(parts)
  return value.map((item: unknown, index) => known.get(String(index)) ?? item)
}
