import { isObject } from '../../../../routes/answers/answer-kind.js'
import { FORMATS } from './formats.js'
import { isSame, keywordsOf, resolve, spend, textOf, type Keywords, type Root } from './keywords.js'
import { compilePattern } from './pattern-texts.js'

/** The surroundings of one keyword in a check. */
interface Context {
  readonly schema: Keywords
  readonly root: Root
  /** The targets of the `$ref`s that led to this schema for the same value. */
  readonly open: readonly unknown[]
}

type Check = (value: unknown, limit: unknown, context: Context) => boolean

/**
 * Recognizes a value that is valid under a schema. Other formats than those in `FORMATS`, and
 * `unevaluatedItems` and `unevaluatedProperties`, are not checked. Without steps, the result means
 * nothing.
 */
export function fits(
  value: unknown,
  schema: unknown,
  root: Root,
  open: readonly unknown[] = [],
): boolean {
  const context = { schema: keywordsOf(schema), root, open }
  return Object.entries(context.schema).every(
    ([keyword, limit]) =>
      spend(root, 1 + lengthOf(value) + lengthOf(limit)) &&
      (CHECKS[keyword]?.(value, limit, context) ?? true),
  )
}

/** The check of each keyword. A keyword says nothing about values of other types. */
const CHECKS: Readonly<Record<string, Check>> = {
  type: (value, limit) => listOf(limit).some((type) => isOfType(value, type)),
  enum: (value, limit) => listOf(limit).some((one) => isSame(one, value)),
  const: isSame,

  minimum: ofNumber((value, limit) => value >= limit),
  maximum: ofNumber((value, limit) => value <= limit),
  exclusiveMinimum: ofNumber((value, limit) => value > limit),
  exclusiveMaximum: ofNumber((value, limit) => value < limit),
  multipleOf: ofNumber((value, limit) => isInteger(value / limit)),

  minLength: ofText((value, limit) => Array.from(value).length >= Number(limit)),
  maxLength: ofText((value, limit) => Array.from(value).length <= Number(limit)),
  pattern: ofText((value, limit) => compilePattern(String(limit))?.test(value) ?? false),
  format: ofText((value, limit) => FORMATS.get(limit)?.pattern.test(value) ?? true),

  minItems: ofList((value, limit) => value.length >= Number(limit)),
  maxItems: ofList((value, limit) => value.length <= Number(limit)),
  uniqueItems: ofList(
    (value, limit) => limit !== true || new Set(value.map(textOf)).size === value.length,
  ),
  prefixItems: ofList((value, limit, { root }) =>
    listOf(limit).every(
      (schema, index) => index >= value.length || fits(value[index], schema, root),
    ),
  ),
  items: ofList((value, limit, { schema, root }) =>
    value.slice(listOf(schema.prefixItems).length).every((item) => fits(item, limit, root)),
  ),
  contains: ofList((value, limit, { schema, root }) => {
    const count = value.filter((item) => fits(item, limit, root)).length
    return (
      count >= Number(schema.minContains ?? 1) && count <= Number(schema.maxContains ?? Infinity)
    )
  }),

  minProperties: ofObject((value, limit) => Object.keys(value).length >= Number(limit)),
  maxProperties: ofObject((value, limit) => Object.keys(value).length <= Number(limit)),
  required: ofObject((value, limit) =>
    listOf(limit).every((name) => Object.hasOwn(value, String(name))),
  ),
  properties: ofObject((value, limit, { root }) =>
    Object.entries(keywordsOf(limit)).every(
      ([name, schema]) => !Object.hasOwn(value, name) || fits(value[name], schema, root),
    ),
  ),
  patternProperties: ofObject((value, limit, { root }) =>
    Object.entries(keywordsOf(limit)).every(([pattern, schema]) =>
      Object.keys(value).every(
        (name) => !compilePattern(pattern)?.test(name) || fits(value[name], schema, root),
      ),
    ),
  ),
  additionalProperties: ofObject((value, limit, { schema, root }) =>
    Object.keys(value).every((name) => isDeclared(name, schema) || fits(value[name], limit, root)),
  ),
  propertyNames: ofObject((value, limit, { root }) =>
    Object.keys(value).every((name) => fits(name, limit, root)),
  ),
  dependentRequired: ofObject((value, limit) =>
    Object.entries(keywordsOf(limit)).every(
      ([name, others]) =>
        !Object.hasOwn(value, name) ||
        listOf(others).every((other) => Object.hasOwn(value, String(other))),
    ),
  ),
  dependentSchemas: ofObject((value, limit, { root, open }) =>
    Object.entries(keywordsOf(limit)).every(
      ([name, schema]) => !Object.hasOwn(value, name) || fits(value, schema, root, open),
    ),
  ),

  $ref: (value, limit, { root, open }) => {
    const target = resolve(String(limit), root.schema)
    return !open.includes(target) && fits(value, target, root, [...open, target])
  },
  allOf: (value, limit, { root, open }) =>
    listOf(limit).every((schema) => fits(value, schema, root, open)),
  anyOf: (value, limit, { root, open }) =>
    listOf(limit).some((schema) => fits(value, schema, root, open)),
  oneOf: (value, limit, { root, open }) =>
    listOf(limit).filter((schema) => fits(value, schema, root, open)).length === 1,
  not: (value, limit, { root, open }) => !fits(value, limit, root, open),
  if: (value, limit, { schema, root, open }) => {
    const next = fits(value, limit, root, open) ? schema.then : schema.else
    return next === undefined || fits(value, next, root, open)
  },
}

/** Gives the length of a text or a list, which a check may have to read. */
function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0
}

/** Recognizes an integer. Validators differ about those that JavaScript writes with an exponent. */
function isInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 1e21
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'object') return isMap(value)
  return typeof value === type
}

function isDeclared(name: string, { properties, patternProperties }: Keywords): boolean {
  const patterns = Object.keys(keywordsOf(patternProperties))
  return (
    Object.hasOwn(keywordsOf(properties), name) ||
    patterns.some((pattern) => compilePattern(pattern)?.test(name))
  )
}

function isMap(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value)
}

/** Gives a list; a list of one for anything else, and an empty list for undefined. */
function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function ofNumber(check: (value: number, limit: number) => boolean): Check {
  return (value, limit) => typeof value !== 'number' || check(value, Number(limit))
}

function ofText(check: (value: string, limit: unknown) => boolean): Check {
  return (value, limit) => typeof value !== 'string' || check(value, limit)
}

function ofList(
  check: (value: readonly unknown[], limit: unknown, context: Context) => boolean,
): Check {
  return (value, limit, context) => !Array.isArray(value) || check(value, limit, context)
}

function ofObject(
  check: (value: Record<string, unknown>, limit: unknown, context: Context) => boolean,
): Check {
  return (value, limit, context) => !isMap(value) || check(value, limit, context)
}
