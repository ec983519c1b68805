import type { z } from 'zod'
import type { ApiErrorFields } from '../api-error.js'
import { a, kindOf, list, nameOf, schemaAt } from './request-names.js'
import { missing, wordsOf, type Rule } from './request-schema.js'

type Schema = z.core.$ZodType
type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** One wrong value of a request. */
interface Fault {
  /** The value, and its path as the API writes paths: `messages[0].role`. */
  readonly value: unknown
  readonly param: string
  /** The schema of the value; undefined where it cannot be found. */
  readonly schema: Schema | undefined
}

/** The error for a body that is no object. */
export const NO_JSON =
  'We could not parse the JSON body of your request. The OpenAI API expects a JSON object.'

/** Describes the first problem of a body in OpenAI's words, with the path of the parameter and the code. */
export function explainIssue(root: Schema, issue: Issue, body: unknown): ApiErrorFields {
  const refuse = ruleOf(issue)
  if (refuse) return { ...refuse(body) }
  if (issue.path.length === 0) return { message: NO_JSON }

  const { path } = issue
  const schema = schemaAt(root, path)
  const value = path.reduce<unknown>((from, key) => Reflect.get(Object(from), key), body)
  const fault = { value, param: printPath(path), schema }
  const own = schema && wordsOf.get(schema)?.missing
  if (own && (value ?? undefined) === undefined) return { ...own }
  if (value === undefined) return { ...missing(fault.param) }
  return explainValue(root, issue, body, fault)
}

function explainValue(root: Schema, issue: Issue, body: unknown, fault: Fault): ApiErrorFields {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(fault)
    case 'invalid_union':
      return explainUnion(root, issue, body, fault)
    case 'invalid_value':
      return wrongValue(fault, issue.values)
    case 'invalid_format':
      return wrongFormat(fault, issue)
    case 'too_small':
      return tooSmall(fault, Number(issue.minimum))
    case 'too_big':
      return tooBig(fault, Number(issue.maximum))
    default: {
      const message = `Invalid value for '${fault.param}': ${issue.message}.`
      return { message, param: fault.param, code: 'invalid_value' }
    }
  }
}

/** Gives the rule that a body breaks; undefined for a problem of one value. */
function ruleOf(issue: Issue): Rule<unknown> | undefined {
  return issue.code === 'custom' ? issue.params?.['refuse'] : undefined
}

/** Explains the problem of the kind that the value is of, such as an array where texts and arrays are allowed. */
function explainUnion(
  root: Schema,
  issue: z.core.$ZodIssueInvalidUnion,
  body: unknown,
  fault: Fault,
): ApiErrorFields {
  if ('options' in issue && Array.isArray(issue.options)) return wrongValue(fault, issue.options)

  const [inner] = issue.errors.map(([first]) => first).filter((first) => first && isInside(first))
  if (!inner) return wrongType(fault)
  return explainIssue(root, { ...inner, path: [...issue.path, ...inner.path] }, body)
}

function isInside({ path, code }: Issue): boolean {
  return path.length > 0 || code !== 'invalid_type'
}

function wrongType({ value, param, schema }: Fault): ApiErrorFields {
  const expected = schema ? nameOf(schema) : 'another type'
  // OpenAI calls null an object in the place of a text, and null elsewhere.
  const received = value === null && expected === 'a string' ? 'an object' : kindOf(value)
  return {
    message: `Invalid type for '${param}': expected ${expected}, but got ${received} instead.`,
    param,
    code: 'invalid_type',
  }
}

function wrongValue(fault: Fault, values: readonly unknown[]): ApiErrorFields {
  const { value, param } = fault
  if (typeof value !== 'string') return wrongType(fault)
  const message = `Invalid value: '${value}'. Supported values are: ${list(values, 'and')}.`
  return { message, param, code: 'invalid_value' }
}

function wrongFormat({ param }: Fault, issue: z.core.$ZodIssueInvalidStringFormat): ApiErrorFields {
  const pattern = issue.pattern?.replace(/^\/|\/\w*$/g, '') ?? issue.format
  const expected = `Expected a string that matches the pattern '${pattern}'.`
  const message = `Invalid '${param}': string does not match pattern. ${expected}`
  return { message, param, code: 'invalid_value' }
}

function tooSmall(fault: Fault, least: number): ApiErrorFields {
  const { value, param } = fault
  if (typeof value === 'number') return outOfRange(fault, 'below', `>= ${least}`)

  const [kind, length] = sizeOf(value)
  const isEmpty = length === 0
  const received = isEmpty ? `an empty ${kind}` : `${a(kind)} with length ${length}`
  const problem = isEmpty ? `empty ${kind}` : `${kind} too short`
  const expected = `Expected ${a(kind)} with minimum length ${least}, but got ${received} instead.`
  const code = isEmpty ? `empty_${kind}` : `${kind}_below_min_length`
  return { message: `Invalid '${param}': ${problem}. ${expected}`, param, code }
}

function tooBig(fault: Fault, most: number): ApiErrorFields {
  const { value, param } = fault
  if (typeof value === 'number') return outOfRange(fault, 'above', `<= ${most}`)

  const [kind, length] = sizeOf(value)
  const received = `${a(kind)} with length ${length}`
  const expected = `Expected ${a(kind)} with maximum length ${most}, but got ${received} instead.`
  const message = `Invalid '${param}': ${kind} too long. ${expected}`
  return { message, param, code: `${kind}_above_max_length` }
}

function outOfRange(fault: Fault, side: 'below' | 'above', range: string): ApiErrorFields {
  const { value, param, schema } = fault
  const kind = schema && nameOf(schema) === 'a decimal' ? 'decimal' : 'integer'
  const [limit, code] = side === 'below' ? ['minimum', 'min'] : ['maximum', 'max']
  const expected = `Expected a value ${range}, but got ${String(value)} instead.`
  return {
    message: `Invalid '${param}': ${kind} ${side} ${limit} value. ${expected}`,
    param,
    code: `${kind}_${side}_${code}_value`,
  }
}

function sizeOf(value: unknown): [kind: 'array' | 'string', length: number] {
  return Array.isArray(value) ? ['array', value.length] : ['string', String(value).length]
}

/** Prints a path as the API writes paths: `messages[0].role`. */
export function printPath(path: Path): string {
  return path.reduce<string>(
    (printed, key) =>
      typeof key === 'number' ? `${printed}[${key}]` : `${printed && `${printed}.`}${String(key)}`,
    '',
  )
}
