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
    case 'unknown':
    case 'any':
      return isPlain(def) ? () => true : ask(schema)
    case 'string':
    case 'boolean':
      return isPlain(def) ? (value) => typeof value === def.type : ask(schema)
    case 'number':
      return numberOf(def) ?? ask(schema)
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
    case 'union':
      return 'discriminator' in def && isPlain(def, ...UNION) ? byKind(schema, def) : ask(schema)
    default:
      return ask(schema)
  }
}

/** The parts of a discriminated union. */
const UNION = ['options', 'discriminator', 'inclusive', 'unionFallback']

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

/** Compiles a number, a whole number, and one that is not negative; undefined for any other. */
function numberOf(def: z.core.$ZodNumberDef): Check | undefined {
  if (isPlain(def)) return Number.isFinite
  if (!('format' in def) || def.format !== 'safeint') return undefined
  if (!isPlain(def, 'check', 'format', 'abort', 'checks')) return undefined

  const least = leastOf(def.checks ?? [])
  return least === undefined
    ? undefined
    : (value) => Number.isSafeInteger(value) && Number(value) >= least
}

/** Gives the least number that checks let pass; undefined where they ask for more than that. */
function leastOf(checks: ReadonlyArray<z.core.$ZodCheck<never>>): number | undefined {
  let least = -Infinity
  for (const { _zod } of checks) {
    const { check, inclusive, value }: { check: string; inclusive?: boolean; value?: unknown } =
      _zod.def
    const isLeast = check === 'greater_than' && inclusive === true && typeof value === 'number'
    if (!isLeast) return undefined
    least = Math.max(least, value)
  }
  return least
}

function oneOf(schema: Schema): Check {
  const values: ReadonlySet<unknown> = schema._zod.values ?? new Set()
  const [only, ...others] = values
  return others.length === 0 && values.size === 1
    ? (value) => value === only
    : (value) => values.has(value)
}

function orElse(nothing: undefined | null, check: Check): Check {
  return (value) => value === nothing || check(value)
}

function every(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return false
    for (let index = 0; index < value.length; index++) if (!check(value[index])) return false
    return true
  }
}

function object(shape: z.core.$ZodShape): Check {
  const names = Object.keys(shape)
  const checks = Object.values(shape).map((schema) => partOf(schema))

  return (value) => {
    if (!isObject(value)) return false
    for (let index = 0; index < names.length; index++) {
      // There are as many checks as names.
      if (!checks[index]?.(value[names[index] ?? ''])) return false
    }
    return true
  }
}

/** Chooses one of several objects by the field that tells them apart. */
function byKind(schema: Schema, def: z.core.$ZodUnionDef & { discriminator?: unknown }): Check {
  const field = String(def.discriminator)
  const kinds = new Map<unknown, Check>()
  for (const option of def.options) {
    const values = option._zod.propValues?.[field]
    // An option whose kinds are not known is left to the schema.
    if (!values) return ask(schema)
    for (const value of values) kinds.set(value, partOf(option))
  }
  return (value) => isObject(value) && (kinds.get(value[field])?.(value) ?? false)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function ask(schema: Schema): Check {
  return (value) => {
    // The object decides about a field that is not there.
    if (value === undefined) return false
    const result = schema._zod.run({ value, issues: [] }, { async: false })
    return !(result instanceof Promise) && result.issues.length === 0
  }
}
