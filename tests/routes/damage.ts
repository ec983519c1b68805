import * as fc from 'fast-check'

/** Values that are of no use anywhere in a resource or an event. */
const junk = fc.constantFrom<unknown>(
  null,
  undefined,
  true,
  -1,
  0.5,
  2e8,
  Number.NaN,
  '',
  'length',
  'constructor',
  [],
  [null],
  [[]],
  {},
  { type: 'other' },
  { length: 3 },
  Object.create(null),
)

type Path = ReadonlyArray<string | number>

/** Makes damaged copies of a value: at one place or two, something else is there, or nothing. */
export function damaged<Value>(value: Value): fc.Arbitrary<Value> {
  const place = fc.constantFrom(...pathsIn(value).slice(1))
  const damage = fc.tuple(place, fc.option(junk, { nil: REMOVED }))
  return fc.array(damage, { minLength: 1, maxLength: 2 }).map((all) => {
    const copy: unknown = all.reduce<unknown>((from, [path, by]) => replaced(from, path, by), value)
    // It is no longer of its type, which is the point.
    return copy as Value
  })
}

/** Matches the error of a task that succeeds, or fails with a message of this package. */
export const CLEAR = /^$|^(Type)?Error: Failed to /

/** Runs a task, and gives its error as a text; an empty text where there is none. */
export function problemOf(task: () => unknown): string {
  try {
    task()
    return ''
  } catch (error) {
    return String(error)
  }
}

const REMOVED = Symbol('removed')

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value }
  const inner = replaced(Reflect.get(value, key), rest, by)
  if (inner === REMOVED) Reflect.deleteProperty(copy, key)
  else Reflect.set(copy, key, inner)
  return copy
}
