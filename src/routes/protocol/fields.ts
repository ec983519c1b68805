/** What is at a path inside `value`, or undefined. Events may be of any shape. */
export function at(value: unknown, ...path: ReadonlyArray<string | number>): unknown {
  return path.reduce<unknown>((from, key) => Reflect.get(Object(from), key), value)
}

/** The list at a path inside `value`; an empty one where there is none. */
export function listAt(value: unknown, ...path: ReadonlyArray<string | number>): unknown[] {
  const list = at(value, ...path)
  return Array.isArray(list) ? list : []
}

/** The text at a path inside `value`; an empty one where there is none. */
export function textAt(value: unknown, ...path: ReadonlyArray<string | number>): string {
  const text = at(value, ...path)
  return typeof text === 'string' ? text : ''
}
