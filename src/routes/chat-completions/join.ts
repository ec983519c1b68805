type Fields = Readonly<Record<string, unknown>>

/** What a server tells once, and some tell again, but never piece by piece. */
const TOLD_ONCE = new Set(['id', 'name', 'role', 'type'])

/** Join what a delta tells to what the ones before it told. Texts and lists grow. */
export function join<Value>(before: Value | undefined, after: Value): Value {
  // Like is joined to like, and where there is nothing alike one of the two is taken.
  return joinAny(before, after) as Value
}

function joinAny(before: unknown, after: unknown): unknown {
  if (before === null || before === undefined) return after
  if (after === null || after === undefined) return before
  if (typeof before === 'string' && typeof after === 'string') return before + after
  if (Array.isArray(before) && Array.isArray(after)) return [...before, ...after]
  if (isObject(before) && isObject(after)) return joinFields(before, after)
  return after
}

function joinFields(before: Fields, after: Fields): Fields {
  const told = Object.entries(after).map(([key, value]) => [
    key,
    joinField(key, before[key], value),
  ])
  return { ...before, ...Object.fromEntries(told) }
}

function joinField(key: string, before: unknown, after: unknown): unknown {
  if (TOLD_ONCE.has(key)) return before || after
  if (key === 'tool_calls') return joinByIndex([before ?? [], after ?? []].flat())
  return joinAny(before, after)
}

/** Join the entries of a list that have the same `index`. */
function joinByIndex(entries: unknown[]): unknown[] {
  const joined = new Map<unknown, unknown>()
  for (const entry of entries) {
    const index: unknown = Reflect.get(Object(entry), 'index')
    joined.set(index, joinAny(joined.get(index), entry))
  }
  return [...joined]
    .toSorted(([one], [other]) => Number(one) - Number(other))
    .map(([, entry]) => entry)
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
