import type { z } from 'zod'
import { apiError, type ApiError } from '../api-error.js'

/** The body of a request, and OpenAI's answer to a wrong one. */
export interface ReadBody {
  /** Parsed JSON, the fields of a form, or the text where it is neither; undefined where it is empty. */
  readonly body: unknown
  readonly problem?: ApiError | undefined
}

/**
 * Reads the body of a request, by its content type: a form, or else JSON. An empty body is undefined.
 * A schema then checks the body; without one everything that can be read passes.
 */
export async function readRequest(request: Request, schema?: z.ZodType): Promise<ReadBody> {
  const read = await (isForm(request) ? readForm(request) : readJSON(request))
  const isLeftOut = read.body === undefined && WITHOUT_BODY.has(request.method)
  if (read.problem || !schema || isLeftOut) return read

  const issue = schema.safeParse(read.body).error?.issues[0]
  return { body: read.body, problem: issue && apiError(400, explain(issue, read.body)) }
}

/** The methods of requests that need no body. */
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'DELETE'])
const NO_JSON =
  'We could not parse the JSON body of your request. The OpenAI API expects a JSON object.'
const NO_FORM = 'We could not parse the form in the body of your request.'

function isForm({ headers }: Request): boolean {
  const type = headers.get('content-type') ?? ''
  return /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)
}

async function readForm(request: Request): Promise<ReadBody> {
  try {
    return { body: parseForm(await request.formData()) }
  } catch {
    // The answer says so. The bytes of a broken form are of no use.
    return { body: undefined, problem: apiError(400, NO_FORM) }
  }
}

async function readJSON(request: Request): Promise<ReadBody> {
  const text = await request.text()
  if (text === '') return { body: undefined }
  try {
    return { body: JSON.parse(text) }
  } catch {
    // The answer says so, and the call keeps the text.
    return { body: text, problem: apiError(400, NO_JSON) }
  }
}

/** Explains what is wrong with a body, and in which field, in OpenAI's words. */
function explain(issue: z.core.$ZodIssue, body: unknown) {
  if (issue.path.length === 0) return { message: NO_JSON }

  const param = issue.path.reduce<string>(
    (path, key) =>
      typeof key === 'number' ? `${path}[${key}]` : `${path && `${path}.`}${String(key)}`,
    '',
  )
  const value = issue.path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), body)

  return value === undefined
    ? {
        message: `Missing required parameter: '${param}'.`,
        param,
        code: 'missing_required_parameter',
      }
    : { message: `Invalid value for '${param}': ${issue.message}.`, param, code: 'invalid_type' }
}

type Field = string | File

/** The fields of a form: texts and files, lists of those where a field is repeated, and nested fields. */
export type FormFields = { [name: string]: Field | Field[] | FormFields }

/**
 * Reads a form as OpenAI does: `purpose`, a repeated `image` or `image[]` as a list, and
 * `chunking_strategy[type]` as a nested field.
 */
export function parseForm(form: FormData): FormFields {
  const fields: FormFields = Object.create(null)
  for (const [name, value] of form) setField(fields, keysOf(name), value)
  return plain(fields)
}

/** Splits `a[b][]` into `a`, `b` and an empty key, which stands for a list. */
function keysOf(name: string): string[] {
  const [, first = name, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? []
  return [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, key = '']) => key)]
}

function setField(fields: FormFields, [key = '', ...rest]: readonly string[], value: Field): void {
  const [next] = rest
  if (next === undefined)
    fields[key] = key in fields ? ([fields[key], value].flat() as Field[]) : value
  else if (next === '') fields[key] = [fields[key] ?? [], value].flat() as Field[]
  else setField(nestedIn(fields, key), rest, value)
}

function nestedIn(fields: FormFields, key: string): FormFields {
  const before = fields[key]
  if (isFields(before)) return before

  const nested: FormFields = Object.create(null)
  fields[key] = nested
  return nested
}

function isFields(field: FormFields[string] | undefined): field is FormFields {
  return typeof field === 'object' && Object.getPrototypeOf(field) === null
}

/** Gives the fields a prototype, as parsed JSON has one. They were safe from one while names were read. */
function plain(fields: FormFields): FormFields {
  const entries = Object.entries(fields).map(([key, field]) => [
    key,
    isFields(field) ? plain(field) : field,
  ])
  return Object.fromEntries(entries)
}
