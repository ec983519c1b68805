import { isObject } from '../../../../routes/answers/answer-kind.js'

/** The keywords of a JSON schema. */
export type Keywords = Readonly<Record<string, unknown>>

/** A whole schema, and the work that may still be done for it. */
export interface Root {
  /** The schema, in which a `$ref` points. */
  readonly schema: unknown
  /** True where a value has no more properties and items than it needs. */
  readonly isShort: boolean
  /** The number of steps that are left. */
  steps: number
}

/** Takes steps of work, one for the check of a keyword; false where none is left. */
export function spend(root: Root, steps: number): boolean {
  root.steps -= steps
  return root.steps > 0
}

/** Gives the keywords of a schema: none for `true`, and `not` anything for `false`. */
export function keywordsOf(schema: unknown): Keywords {
  if (schema === false) return { not: {} }
  return isObject(schema) ? { ...schema } : {}
}

/** Recognizes two equal values of JSON. The order of properties does not count. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || textOf(one) === textOf(other)
}

/** Writes a value of JSON, with its properties in order. Equal values have the same text. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/**
 * Gives the schema to which a `$ref` points, such as `#/$defs/Node`.
 *
 * @throws {TypeError} When the schema has nothing there.
 */
export function resolve(ref: string, root: unknown): unknown {
  const names = ref.split('/').slice(1)
  const target = names
    .map((name) => decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((from, name) => Reflect.get(Object(from), name), root)

  if (!ref.startsWith('#') || (names.length === 0 && ref !== '#') || target === undefined) {
    throw new TypeError(
      `Failed to make JSON for a schema: "$ref" is "${ref}", but the schema has nothing there.`,
    )
  }
  return target
}
