import type { z } from 'zod'
import { wordsOf } from './request-schema.js'

type Schema = z.core.$ZodType

/** Finds the schema of the value at a path, without the parts that allow a missing value. */
export function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | undefined {
  // Every schema of Zod is one of these kinds, by the `type` of its definition.
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'optional' || def.type === 'nullable') return schemaAt(def.innerType, path)
  // A dialect prepares a body for the schema of the endpoint.
  if (def.type === 'pipe') return schemaAt(def.out, path)

  const [key, ...rest] = path
  if (key === undefined) return schema
  if (def.type === 'array') return schemaAt(def.element, rest)
  if (def.type === 'union') return firstOf(def.options, (option) => schemaAt(option, path))
  const field = def.type === 'object' ? def.shape[String(key)] : undefined
  return field && schemaAt(field, rest)
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** Names the values that a schema accepts: `an array of objects`. */
export function nameOf(schema: Schema): string {
  const own = wordsOf.get(schema)?.name
  if (own) return own

  // As in `schemaAt`.
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'string':
    case 'boolean':
      return a(def.type)
    case 'number':
      return 'format' in def ? 'an integer' : 'a decimal'
    case 'enum':
    case 'literal':
      return `one of ${list([...(schema._zod.values ?? [])], 'or')}`
    case 'array':
      return `an array of ${pluralOf(def.element)}`
    case 'union': {
      const [first = '', ...others] = def.options.map(nameOf)
      return `one of ${[first, ...others.map((name) => name.replace(/^an? /, ''))].join(' or ')}`
    }
    default:
      return 'an object'
  }
}

function pluralOf(schema: Schema): string {
  const name = nameOf(schema)
  return /^an? \w+$/.test(name) ? `${name.replace(/^an? /, '')}s` : 'objects'
}

/** Names the kind of a value that a request has. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'number') return a(typeof value)
  return Number.isInteger(value) ? 'an integer' : 'a decimal number'
}

/** Puts an article before a noun. */
export function a(noun: string): string {
  return /^[aeio]/.test(noun) ? `an ${noun}` : `a ${noun}`
}

/** Lists values as the API does: `'a', 'b', and 'c'`. */
export function list(values: readonly unknown[], word: 'and' | 'or'): string {
  const quoted = values.map((value) => `'${String(value)}'`)
  if (quoted.length < 3) return quoted.join(` ${word} `)
  return `${quoted.slice(0, -1).join(', ')}, ${word} ${quoted.at(-1)}`
}
