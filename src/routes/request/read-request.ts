import type { z } from 'zod'
import { accepts } from '../../streaming/internal.js'
import { apiError, type ApiError } from '../api-error.js'
import { parseForm } from './form.js'
import type { ReceivedRequest } from './received-request.js'

/** The body of a request, with OpenAI's error for a wrong body. */
export interface ReadBody {
  /** Parsed JSON, the fields of a form, or the text of any other body; undefined for an empty body. */
  readonly body: unknown
  /** The error to answer with; undefined for a valid body. */
  readonly problem?: ApiError | undefined
}

/**
 * Reads the body of a request by its content type: a form, or else JSON. The schema then checks the
 * body; without a schema, every body that can be read is valid.
 */
export async function readRequest(request: ReceivedRequest, schema?: z.ZodType): Promise<ReadBody> {
  const read = await (isForm(request) ? readForm(request) : readJSON(request))
  const isOmitted = read.body === undefined && WITHOUT_BODY.has(request.method)
  if (read.problem || !schema || isOmitted || accepts(schema, read.body)) return read

  const issue = schema.safeParse(read.body).error?.issues[0]
  return { body: read.body, problem: issue && apiError(400, explain(issue, read.body)) }
}

/** The methods of requests whose body may be empty. */
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'DELETE'])
const NO_JSON =
  'We could not parse the JSON body of your request. The OpenAI API expects a JSON object.'
const NO_BODY = 'We could not read the body of your request.'
const NO_FORM = 'We could not parse the form in the body of your request.'

function isForm({ headers }: ReceivedRequest): boolean {
  const type = headers.get('content-type') ?? ''
  return /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)
}

async function readForm(request: ReceivedRequest): Promise<ReadBody> {
  try {
    return { body: parseForm(await request.formData()) }
  } catch {
    // The problem describes the error. A broken form has no fields to keep.
    return { body: undefined, problem: apiError(400, NO_FORM) }
  }
}

async function readJSON(request: ReceivedRequest): Promise<ReadBody> {
  let text = ''
  try {
    text = await request.text()
  } catch {
    // The client is gone, or the body is a stream that has failed.
    return { body: undefined, problem: apiError(400, NO_BODY) }
  }
  if (text === '') return { body: undefined }
  try {
    return { body: JSON.parse(text) }
  } catch {
    // The problem describes the error, and the call keeps the text.
    return { body: text, problem: apiError(400, NO_JSON) }
  }
}

/** Describes the first problem of a body in OpenAI's words, with the path of the field. */
function explain(issue: z.core.$ZodIssue, body: unknown) {
  if (issue.path.length === 0) return { message: NO_JSON }

  const param = issue.path.reduce<string>(
    (path, key) =>
      typeof key === 'number' ? `${path}[${key}]` : `${path && `${path}.`}${String(key)}`,
    '',
  )
  const value = issue.path.reduce<unknown>((parent, key) => Reflect.get(Object(parent), key), body)

  return value === undefined
    ? {
        message: `Missing required parameter: '${param}'.`,
        param,
        code: 'missing_required_parameter',
      }
    : { message: `Invalid value for '${param}': ${issue.message}.`, param, code: 'invalid_type' }
}
