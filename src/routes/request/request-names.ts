import type { z } from 'zod'
import { wordsOf } from './request-schema.js'

type Schema = z.core.$ZodType

/** Finds the schema of the value at a path, without its wrappers, such as that of an optional value. */
export function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | undefined {
  return schemasAt(schema, path)[0]
}

/** Lists the schemas of the value at a path, of which there are several inside a union. */
export function schemasAt(schema: Schema, path: readonly PropertyKey[]): readonly Schema[] {
  const def = defOf(schema)
  const inner = innerOf(def)
  if (inner) return schemasAt(inner, path)

  const [key, ...rest] = path
  if (key === undefined) return [schema]
  const parts = alternativesIn(def)
  if (parts) return parts.flatMap((part) => schemasAt(part, path))
  const field = fieldOf(def, key)
  return field ? schemasAt(field, rest) : []
}

/** Lists the schemas of a union, and gives any other schema alone, without wrappers. */
export function alternativesOf(schema: Schema): readonly Schema[] {
  const def = defOf(schema)
  const inner = innerOf(def)
  if (inner) return alternativesOf(inner)
  return alternativesIn(def)?.flatMap(alternativesOf) ?? [schema]
}

/** Lists the keys of the objects that a schema accepts. */
export function keysOf(schema: Schema): readonly string[] {
  return alternativesOf(schema).flatMap((one) => {
    const def = defOf(one)
    return def.type === 'object' ? Object.keys(def.shape) : []
  })
}

type Def = z.core.$ZodTypes['_zod']['def']

/** Gives the definition of a schema. */
function defOf(schema: Schema): Def {
  // Every schema of Zod is one of these kinds, by the `type` of its definition.
  return (schema as z.core.$ZodTypes)._zod.def
}

/** Gives the schema inside a wrapper, which checks the value of a request; undefined for any other schema. */
function innerOf(def: Def): Schema | undefined {
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'readonly':
      return def.innerType
    case 'lazy':
      return def.getter()
    case 'pipe':
      return defOf(def.in).type === 'transform' ? def.out : def.in
    default:
      return undefined
  }
}

/** Lists the schemas that check the same value; undefined for a schema that checks it alone. */
function alternativesIn(def: Def): readonly Schema[] | undefined {
  if (def.type === 'union') return def.options
  return def.type === 'intersection' ? [def.left, def.right] : undefined
}

/** Gives the schema of one field of an object, or of one item of a list. */
function fieldOf(def: Def, key: PropertyKey): Schema | null | undefined {
  switch (def.type) {
    case 'array':
      return def.element
    case 'tuple':
      return def.items[Number(key)] ?? def.rest
    case 'record':
      return def.valueType
    case 'object':
      return def.shape[String(key)]
    default:
      return undefined
  }
}

/** Names the values that a schema accepts: `an array of objects`. */
export function nameOf(schema: Schema): string {
  const own = wordsOf.get(schema)?.name
  if (own) return own

  const def = defOf(schema)
  const inner = innerOf(def)
  if (inner) return nameOf(inner)
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
    case 'tuple':
      return 'an array'
    case 'intersection':
      return nameOf(def.left)
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
