/**
 * Copies an event, at any depth, so that its script may change and yield the same object again. Only
 * arrays and plain objects are copied; everything else, and an object with a `toJSON()`, stays as it is.
 */
export function snapshot<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(snapshot) as Value
  if (!isPlain(value)) return value

  // Not `Object.entries()`: every event of every stream is copied.
  const copy = { ...value } as Record<string, unknown>
  for (const key in copy) {
    const field = copy[key]
    if (typeof field === 'object' && field !== null) copy[key] = snapshot(field)
  }
  // The copy has the fields of the value.
  return copy as Value
}

/** Recognizes a plain object, also one of another realm, by the prototype of its prototype. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  const isData = prototype === null || Object.getPrototypeOf(prototype) === null
  return isData && !('toJSON' in value)
}
