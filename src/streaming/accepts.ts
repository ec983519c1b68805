import type { z } from 'zod'

type Schema = z.core.$ZodType

/** Returns true for a value that is valid, and false where only the schema itself can decide. */
type Check = (value: unknown) => boolean

const checks = new WeakMap<Schema, Check>()

/**
 * Checks a value against a schema without the copy that parsing makes: every event of every stream is
 * checked. False means that the schema itself has to parse the value, and to name what is wrong.
 */
export function accepts(schema: Schema, value: unknown): boolean {
  return checkOf(schema)(value)
}

function checkOf(schema: Schema): Check {
  const known = checks.get(schema)
  if (known) return known

  const check = compile(schema)
  checks.set(schema, check)
  return check
}

/** Makes the check of a part of a schema at its first use: a schema may contain itself. */
function partOf(schema: Schema): Check {
  let check: Check | undefined
  return (value) => {
    check ??= checkOf(schema)
    return check(value)
  }
}

/** Compiles the kinds of schemas that most events consist of. The schema itself checks any other kind. */
function compile(schema: Schema): Check {
  // Every schema of Zod is one of these kinds, by the `type` of its definition.
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'string':
    case 'boolean':
      return isPlain(def) ? (value) => typeof value === def.type : askSchema(schema)
    case 'number':
      return isPlain(def) ? Number.isFinite : askSchema(schema)
    case 'literal':
    case 'enum':
      return isPlain(def, 'values', 'entries') ? oneOf(schema) : askSchema(schema)
    case 'optional':
      return isPlain(def, 'innerType')
        ? orElse(undefined, partOf(def.innerType))
        : askSchema(schema)
    case 'nullable':
      return isPlain(def, 'innerType') ? orElse(null, partOf(def.innerType)) : askSchema(schema)
    case 'array':
      return isPlain(def, 'element') ? every(partOf(def.element)) : askSchema(schema)
    case 'object':
      return isOpen(def) ? object(def.shape) : askSchema(schema)
    default:
      return askSchema(schema)
  }
}

/** Recognizes a definition without further checks, such as a format, a refinement or a coercion. */
function isPlain(def: z.core.$ZodTypeDef, ...parts: readonly string[]): boolean {
  const known = ['type', 'error', ...parts]
  return Object.entries(def).every(
    ([key, value]) => known.includes(key) || (key === 'checks' && value.length === 0),
  )
}

/** Recognizes an object schema that allows any other field. */
function isOpen(def: z.core.$ZodObjectDef): boolean {
  const { catchall } = def
  const isAny = !catchall || catchall._zod.def.type === 'unknown'
  return isAny && isPlain(def, 'shape', 'catchall')
}

function oneOf(schema: Schema): Check {
  const values: ReadonlySet<unknown> = schema._zod.values ?? new Set()
  return (value) => values.has(value)
}

function orElse(nothing: undefined | null, check: Check): Check {
  return (value) => value === nothing || check(value)
}

function every(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check)
}

function object(shape: z.core.$ZodShape): Check {
  const fields = Object.entries(shape).map(([key, schema]) => [key, partOf(schema)] as const)

  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    for (const [key, check] of fields) if (!check(Reflect.get(value, key))) return false
    return true
  }
}

function askSchema(schema: Schema): Check {
  return (value) => {
    // The schema of the object decides about a missing field.
    if (value === undefined) return false
    const result = schema._zod.run({ value, issues: [] }, { async: false })
    return !(result instanceof Promise) && result.issues.length === 0
  }
}
