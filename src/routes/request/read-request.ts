import type { z } from 'zod'
import { apiError, type ApiError } from '../api-error.js'
import { parseForm } from './form.js'

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
const NO_BODY = 'We could not read the body of your request.'
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
  let text = ''
  try {
    text = await request.text()
  } catch {
    // The client is gone, or a body that is a stream has failed.
    return { body: undefined, problem: apiError(400, NO_BODY) }
  }
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
