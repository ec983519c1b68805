import type { z } from 'zod'
import { apiError, type ApiError } from './api-error.js'

/** A request's body, and what OpenAI would say against it. */
export interface ReadBody {
  /** Parsed JSON, or the text itself where it is not JSON. */
  readonly body: unknown
  readonly problem?: ApiError | undefined
}

/** Read and check the JSON body of a request. */
export async function readBody(request: Request, schema?: z.ZodType): Promise<ReadBody> {
  const text = await request.text()
  if (text === '' && WITHOUT_BODY.has(request.method)) return { body: undefined }

  const body = parse(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { body, problem: apiError(400, NOT_AN_OBJECT) }
  }
  const issue = schema?.safeParse(body).error?.issues[0]
  return { body, problem: issue && apiError(400, explain(issue, body)) }
}

/** The methods of requests that need no body. */
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'DELETE'])

const NOT_AN_OBJECT =
  'We could not parse the JSON body of your request. The OpenAI API expects a JSON object.'

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The answer says so, and the call keeps the text.
    return text
  }
}

/** Say what is wrong with a body, and in which field, the way OpenAI does. */
function explain(issue: z.core.$ZodIssue, body: object) {
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
