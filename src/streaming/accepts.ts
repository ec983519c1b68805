import type { z } from 'zod'

type Schema = z.core.$ZodType

/** Accepts a value, surely. `false` may also mean that only the schema itself knows. */
type Check = (value: unknown) => boolean

const checks = new WeakMap<Schema, Check>()

/**
 * Finds out whether a schema surely accepts a value, without the copy that parsing makes of the
 * value: every event of every stream is checked. `false` means that the schema has to be asked, which
 * also knows what is wrong.
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

/** The check of a part, made when it is first needed: a schema may contain itself. */
function partOf(schema: Schema): Check {
  let check: Check | undefined
  return (value) => {
    check ??= checkOf(schema)
    return check(value)
  }
}

/** Compiles the kinds of schemas that events mostly consist of. The schema itself checks the rest. */
function compile(schema: Schema): Check {
  // Zod's way to take a schema apart: its `type` says which parts there are.
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'string':
    case 'boolean':
      return isPlain(def) ? (value) => typeof value === def.type : ask(schema)
    case 'number':
      return isPlain(def) ? Number.isFinite : ask(schema)
    case 'literal':
    case 'enum':
      return isPlain(def, 'values', 'entries') ? oneOf(schema) : ask(schema)
    case 'optional':
      return isPlain(def, 'innerType') ? orElse(undefined, partOf(def.innerType)) : ask(schema)
    case 'nullable':
      return isPlain(def, 'innerType') ? orElse(null, partOf(def.innerType)) : ask(schema)
    case 'array':
      return isPlain(def, 'element') ? every(partOf(def.element)) : ask(schema)
    case 'object':
      return isOpen(def) ? object(def.shape) : ask(schema)
    default:
      return ask(schema)
  }
}

/** Makes sure that nothing else is asked of a value, such as a format, a refinement or a coercion. */
function isPlain(def: z.core.$ZodTypeDef, ...parts: readonly string[]): boolean {
  const known = ['type', 'error', ...parts]
  return Object.entries(def).every(
    ([key, value]) => known.includes(key) || (key === 'checks' && value.length === 0),
  )
}

/** Makes sure that an object may have any other field. */
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

function ask(schema: Schema): Check {
  return (value) => {
    // The object decides about a field that is not there.
    if (value === undefined) return false
    const result = schema._zod.run({ value, issues: [] }, { async: false })
    return !(result instanceof Promise) && result.issues.length === 0
  }
}
