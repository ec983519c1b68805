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
