import { isRecord } from '../protocol/defaults.js'
import { print } from '../protocol/print.js'

/**
 * Joins the deltas of one value: texts are concatenated, lists are filled by `index`, and any other
 * value is replaced. The time to add a delta does not depend on the number of deltas before.
 */
export class JoinedDelta {
  #joined: unknown

  /** Joins one more delta. */
  add(delta: unknown): void {
    this.#joined = join(this.#joined, delta)
  }

  /** Gives the joined value in plain objects and arrays; undefined before the first delta. */
  value(): unknown {
    return plain(this.#joined)
  }
}

/** Items by their index. An index may be so large that an array of that length fits into no memory. */
class IndexedList {
  readonly items = new Map<number, unknown>()
  #next = 0

  /** Joins an item with the item at the same index. An item without an index comes behind all others. */
  add(item: unknown): void {
    const { index: _, ...fields } = isRecord(item) ? item : {}
    const index = indexOf(item) ?? this.#next
    this.items.set(index, join(this.items.get(index), isRecord(item) ? fields : item))
    this.#next = Math.max(this.#next, index + 1)
  }
}

/**
 * Reads the `index` of a delta; undefined where the server sent none.
 *
 * @throws {TypeError} When the index is no integer from 0 on.
 */
export function indexOf(delta: unknown): number | undefined {
  const index: unknown = isRecord(delta) ? delta['index'] : undefined
  if (index === undefined || index === null) return undefined
  if (typeof index === 'number' && Number.isSafeInteger(index) && index >= 0) return index

  throw new TypeError(
    `Failed to fold a delta: expected an index that is an integer from 0 on, received ${print(index)}.`,
  )
}

/** Lists the values of a map by their ascending keys. */
export function inOrderOfIndex<Value>(values: ReadonlyMap<number, Value>): Value[] {
  return [...values].toSorted(([one], [other]) => one - other).map(([, value]) => value)
}

/**
 * Replaces the fields of `lower` by those of `upper`, at any depth. Arrays are taken whole. Where
 * `lower` adds nothing, the result is `upper` itself.
 */
export function overlay(lower: unknown, upper: unknown): unknown {
  if (upper === undefined) return lower
  if (!isRecord(lower) || !isRecord(upper)) return upper

  const fields = new Map(Object.entries(lower))
  for (const [key, value] of Object.entries(upper)) fields.set(key, overlay(fields.get(key), value))
  const addsNothing = [...fields].every(
    ([key, value]) => Object.hasOwn(upper, key) && upper[key] === value,
  )
  // A field called `__proto__` stays a field.
  return addsNothing ? upper : Object.fromEntries(fields)
}

/** Returns true where a value is a list of the same items. */
export function sameItems(one: readonly unknown[], other: unknown): boolean {
  return (
    Array.isArray(other) &&
    one.length === other.length &&
    one.every((item, index) => item === other[index])
  )
}

function join(joined: unknown, delta: unknown): unknown {
  if (Array.isArray(delta)) return joinList(joined, delta)
  if (isRecord(delta)) return joinRecord(joined, delta)
  if (typeof delta === 'string' && typeof joined === 'string') return joined + delta
  return delta ?? joined ?? null
}

function joinList(joined: unknown, delta: readonly unknown[]): IndexedList {
  const list = joined instanceof IndexedList ? joined : new IndexedList()
  for (const item of delta) list.add(item)
  return list
}

function joinRecord(joined: unknown, delta: object): Map<unknown, unknown> {
  const fields = joined instanceof Map ? joined : new Map<unknown, unknown>()
  for (const [key, value] of Object.entries(delta)) {
    fields.set(key, joinField(key, fields.get(key), value))
  }
  return fields
}

/** Joins a field. A type or an id is not concatenated: servers repeat these whole. */
function joinField(key: string, joined: unknown, value: unknown): unknown {
  if (key === 'type') return joined ?? value
  return key === 'id' ? (value ?? joined) : join(joined, value)
}

function plain(joined: unknown): unknown {
  if (joined instanceof IndexedList) return inOrderOfIndex(joined.items).map(plain)
  if (!(joined instanceof Map)) return joined
  return Object.fromEntries([...joined].map(([key, value]) => [key, plain(value)]))
}
