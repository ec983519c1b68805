import type { z } from 'zod'
import type { MaybePromise } from '../../streaming/index.js'
import { accepts, andThen } from '../../streaming/internal.js'
import { apiError, type ApiError } from '../api-error.js'
import { explainIssue, NO_JSON } from './explain-issue.js'
import { parseForm } from './form.js'
import { headerOf, type ReceivedRequest } from './received-request.js'

/** The body of a request, with OpenAI's error for a wrong body. */
export interface ReadBody {
  /** Parsed JSON, the fields of a form, or the text of any other body; undefined for an empty body. */
  readonly body: unknown
  /** The error to answer with; undefined for a valid body. */
  readonly problem?: ApiError | undefined
}

/** The schemas of the parts of a request. A part without a schema is valid where it can be read. */
interface RequestSchemas {
  readonly query?: z.ZodType | undefined
  readonly body?: z.ZodType | undefined
}

/**
 * Reads the body of a request by its content type: a form, or else JSON. The schemas then check the
 * query and the body.
 */
export function readRequest(
  request: ReceivedRequest,
  { query, body: schema }: RequestSchemas = {},
): MaybePromise<ReadBody> {
  const read = isForm(request) ? readForm(request) : readJSON(request)
  return andThen(read, ({ body, problem }) => {
    const isOmitted = body === undefined && WITHOUT_BODY.has(request.method)
    if (problem) return { body, problem }
    const wrong = problemWith(query && queryOf(request), query)
    return { body, problem: wrong ?? problemWith(body, isOmitted ? undefined : schema) }
  })
}

function queryOf({ url }: ReceivedRequest): object {
  return Object.fromEntries(new URL(url).searchParams)
}

/** Makes the error for a part of a request that its schema refuses; undefined for a valid part. */
function problemWith(part: unknown, schema: z.ZodType | undefined): ApiError | undefined {
  if (!schema || accepts(schema, part)) return undefined
  const issue = schema.safeParse(part).error?.issues[0]
  return issue && apiError(400, explainIssue(schema, issue, part))
}

/** The methods of requests whose body may be empty. */
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'DELETE'])
const NO_BODY = 'We could not read the body of your request.'
const NO_FORM = 'We could not parse the form in the body of your request.'

function isForm(request: ReceivedRequest): boolean {
  const type = headerOf(request, 'content-type') ?? ''
  return (
    type !== 'application/json' &&
    /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)
  )
}

async function readForm(request: ReceivedRequest): Promise<ReadBody> {
  try {
    return { body: parseForm(await request.formData()) }
  } catch {
    // The problem describes the error. A broken form has no fields to keep.
    return { body: undefined, problem: apiError(400, NO_FORM) }
  }
}

function readJSON(request: ReceivedRequest): MaybePromise<ReadBody> {
  try {
    const text = request.text()
    return typeof text === 'string' ? parseJSON(text) : readLater(text)
  } catch {
    // The body is longer than a text can be.
    return unreadable()
  }
}

/** Reads a text that is not there yet. Its promise may be of another realm, such as that of Jest. */
async function readLater(coming: Promise<string>): Promise<ReadBody> {
  try {
    return parseJSON(await coming)
  } catch {
    // The client is gone, or the body is a stream that has failed.
    return unreadable()
  }
}

function unreadable(): ReadBody {
  return { body: undefined, problem: apiError(400, NO_BODY) }
}

function parseJSON(text: string): ReadBody {
  if (text === '') return { body: undefined }
  try {
    return { body: JSON.parse(text) }
  } catch {
    // The problem describes the error, and the call keeps the text.
    return { body: text, problem: apiError(400, NO_JSON) }
  }
}
