import { isObject } from '../../../../routes/answers/answer-kind.js'

/** The keywords of a JSON schema. */
export type Keywords = Readonly<Record<string, unknown>>

/** Gives the keywords of a schema: none for `true`, and `not` anything for `false`. */
export function keywordsOf(schema: unknown): Keywords {
  if (schema === false) return { not: {} }
  return isObject(schema) ? { ...schema } : {}
}

/** Recognizes two equal values of JSON. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
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
