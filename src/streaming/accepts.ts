import { z } from 'zod'

type Schema = z.core.$ZodType

/** Returns true for a value that is valid, and false where only the schema itself can decide. */
type Check = (value: unknown) => boolean

const compiled = new WeakMap<Schema, Check>()

/**
 * Checks a value against a schema without the copy that parsing makes: every event of every stream
 * is checked. False means that the schema itself has to parse the value, and to name what is wrong.
 */
export function accepts(schema: Schema, value: unknown): boolean {
  return checkOf(schema)(value)
}

/** Gives the function by which {@link accepts} checks values against a schema. */
export function checkOf(schema: Schema): Check {
  const known = compiled.get(schema)
  if (known) return known

  // Found while the schema is compiled: a schema may contain itself.
  compiled.set(schema, (value) => accepts(schema, value))
  const check = compile(schema)
  compiled.set(schema, check)
  return check
}

/** Compiles the kinds of schemas that most events consist of. The schema itself checks any other kind. */
function compile(schema: Schema): Check {
  // Every schema of Zod is one of these kinds, by the `type` of its definition.
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'unknown':
    case 'any':
      // Only the schema of the object knows whether the field may be absent.
      return isPlain(def) ? (value) => value !== undefined : askSchema(schema)
    case 'string':
      return isPlain(def) ? (value) => typeof value === 'string' : askSchema(schema)
    case 'boolean':
      return isPlain(def) ? (value) => typeof value === 'boolean' : askSchema(schema)
    case 'number':
      return numberOf(def) ?? askSchema(schema)
    case 'literal':
    case 'enum':
      return isPlain(def, 'values', 'entries') ? oneOf(schema) : askSchema(schema)
    case 'optional':
      return isPlain(def, 'innerType')
        ? orElse(undefined, checkOf(def.innerType))
        : askSchema(schema)
    case 'nullable':
      return isPlain(def, 'innerType') ? orElse(null, checkOf(def.innerType)) : askSchema(schema)
    case 'array':
      return listOf(def) ?? askSchema(schema)
    case 'object':
      return refined(def) ?? askSchema(schema)
    case 'union':
      if (!isPlain(def, ...UNION)) return askSchema(schema)
      if ('discriminator' in def) return byKind(schema, def)
      // In an exclusive union, one option alone may accept the value.
      return def.inclusive === false ? askSchema(schema) : some(def.options.map(checkOf))
    default:
      return askSchema(schema)
  }
}

/** The parts of the definition of a union. */
const UNION = ['options', 'discriminator', 'inclusive', 'unionFallback']

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
  return isAny && isPlain(def, 'shape', 'catchall', 'checks')
}

/** Compiles an object schema and its refinements; undefined where it has other checks. */
function refined(def: z.core.$ZodObjectDef): Check | undefined {
  if (!isOpen(def)) return undefined

  let check = object(def.shape)
  for (const refinement of def.checks ?? []) {
    const refine = refinementOf(refinement)
    if (!refine) return undefined
    check = both(check, refine)
  }
  return check
}

function both(first: Check, second: Check): Check {
  return (value) => first(value) && second(value)
}

/** Compiles a refinement; undefined for any other check. One that is async is left to the schema. */
function refinementOf({ _zod }: z.core.$ZodCheck<never>): Check | undefined {
  const { check, fn, when }: { check: string; fn?: unknown; when?: unknown } = _zod.def
  const isRefinement = check === 'custom' && typeof fn === 'function' && when === undefined
  return isRefinement ? (value) => fn(value) === true : undefined
}

/** Compiles the schema of a number, of an integer, or of a count; undefined for any other schema of numbers. */
function numberOf(def: z.core.$ZodNumberDef): Check | undefined {
  if (isPlain(def)) return Number.isFinite
  if (!('format' in def) || def.format !== 'safeint') return undefined
  if (!isPlain(def, 'check', 'format', 'abort', 'checks')) return undefined

  const least = leastOf(def.checks ?? [])
  return least === undefined
    ? undefined
    : (value) => Number.isSafeInteger(value) && Number(value) >= least
}

/** Finds the least number that the checks of a schema allow; undefined where there are other checks. */
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

/** Compiles the schema of an array, and the least number of its items; undefined where it has other checks. */
function listOf(def: z.core.$ZodArrayDef): Check | undefined {
  if (!isPlain(def, 'element', 'checks')) return undefined
  const lengths = (def.checks ?? []).map(({ _zod }) => {
    const { check, minimum }: { check: string; minimum?: unknown } = _zod.def
    return check === 'min_length' && typeof minimum === 'number' ? minimum : undefined
  })
  if (lengths.includes(undefined)) return undefined

  const least = Math.max(0, ...lengths.map(Number))
  const check = every(checkOf(def.element))
  return least === 0
    ? check
    : (value) => Array.isArray(value) && value.length >= least && check(value)
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

function some(checks: readonly Check[]): Check {
  return (value) => checks.some((check) => check(value))
}

function every(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return false
    for (let index = 0; index < value.length; index++) if (!check(value[index])) return false
    return true
  }
}

type FieldsCheck = (value: Readonly<Record<string, unknown>>) => boolean

function object(shape: z.core.$ZodShape): Check {
  // Where a page forbids generated code, or Zod is configured to generate none, a loop does the same.
  const check = z.core.util.allowsEval.value ? generated(shape) : looped(shape)
  return (value) => isObject(value) && check(value)
}

function looped(shape: z.core.$ZodShape): FieldsCheck {
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, check: checkOf(schema) }))
  return (value) => fields.every(({ name, check }) => check(value[name]))
}

/**
 * Generates a function that checks the fields of an object, as Zod does: it takes a third of the
 * time of a loop, because the engine knows each name and each check. Every event is checked.
 */
function generated(shape: z.core.$ZodShape): FieldsCheck {
  const checks: Check[] = []
  const tests = Object.entries(shape).map(([name, schema]) =>
    testOf(schema, `value[${JSON.stringify(name)}]`, checks),
  )
  const names = checks.map((_, index) => `check${index}`)
  const body = `return (value) => ${['true', ...tests].join(' && ')}`
  return new Function(...names, body)(...checks)
}

/** Writes the test of one field. Texts, and values that may be missing, need no call: most fields are such. */
function testOf(schema: Schema, field: string, checks: Check[]): string {
  // Every schema of Zod is one of these kinds, by the `type` of its definition.
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'optional' && isPlain(def, 'innerType'))
    return `(${field} === undefined || ${testOf(def.innerType, field, checks)})`
  if (def.type === 'nullable' && isPlain(def, 'innerType'))
    return `(${field} === null || ${testOf(def.innerType, field, checks)})`
  if (def.type === 'string' && isPlain(def)) return `typeof ${field} === 'string'`

  checks.push(checkOf(schema))
  return `check${checks.length - 1}(${field})`
}

/** Checks an object by the schema for the value of its discriminator. */
function byKind(schema: Schema, def: z.core.$ZodUnionDef & { discriminator?: unknown }): Check {
  const field = String(def.discriminator)
  const kinds = new Map<unknown, Check>()
  for (const option of def.options) {
    const values = option._zod.propValues?.[field]
    // The values of an option may be unknown. Then the schema itself checks the union.
    if (!values) return askSchema(schema)
    for (const value of values) kinds.set(value, checkOf(option))
  }
  return (value) => isObject(value) && (kinds.get(value[field])?.(value) ?? false)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function askSchema(schema: Schema): Check {
  return (value) => {
    // The schema of the object decides about a missing field.
    if (value === undefined) return false
    const result = schema._zod.run({ value, issues: [] }, { async: false })
    return !(result instanceof Promise) && result.issues.length === 0
  }
}
