/** Gives the value at a path inside `value`; undefined where there is none. Events may be of any shape. */
export function valueAt(value: unknown, ...path: ReadonlyArray<string | number>): unknown {
  let found = value
  for (const key of path) found = Reflect.get(Object(found), key)
  return found
}

/** Gives the list at a path inside `value`; an empty list where there is none. */
export function listAt(value: unknown, ...path: ReadonlyArray<string | number>): unknown[] {
  const list = valueAt(value, ...path)
  return Array.isArray(list) ? list : []
}

/** Gives the text at a path inside `value`; an empty text where there is none. */
export function textAt(value: unknown, ...path: ReadonlyArray<string | number>): string {
  const text = valueAt(value, ...path)
  return typeof text === 'string' ? text : ''
}

/** Copies the fields of an object that a set does not name; undefined where there are none, as is most frequent. */
export function fieldsBeside(
  value: object,
  names: ReadonlySet<string>,
): Record<string, unknown> | undefined {
  if (Object.keys(value).every((name) => names.has(name))) return undefined
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)))
}
