import {
  checkHeaders,
  checkOptions,
  combineHeaders,
  encodeText,
  headersOf,
} from '../streaming/internal.js'
import type { HeaderFields } from '../streaming/index.js'
import { answerKind, type OfKind } from './answers/answer-kind.js'
import { bareResponse, JSON_TYPE } from './answers/bare-response.js'

/** The fields of an API error. Each has OpenAI's value for the status unless given. */
export interface ApiErrorFields {
  /** The text for people. */
  readonly message?: string
  /** The kind of the error, such as `invalid_request_error`. */
  readonly type?: string | null
  /** The code for programs, such as `rate_limit_exceeded`. */
  readonly code?: string | number | null
  /** The path of the wrong parameter, such as `messages[0].role`. */
  readonly param?: string | null
  /** Fields of other servers, such as `failed_generation` or `innererror`, which are sent as they are. */
  readonly [field: string]: unknown
}

/** Options of {@link apiError}. */
export interface ApiErrorOptions {
  /** Headers beside those of every answer. Null removes a header. */
  readonly headers?: HeaderFields
}

/** An answer that is an error, made by {@link apiError}. */
export interface ApiError extends OfKind<'error'> {
  /** The status of the response, from 400 to 599. */
  readonly status: number
  /** The error object of the body. */
  readonly error: ApiErrorFields
  /** The fields that the author gave: those of `error` without OpenAI's defaults. */
  readonly given: ApiErrorFields
  /** Headers beside those of every answer. */
  readonly headers: HeaderFields
  /** Makes the error of one request, where it names the model or the key; this very error unless given. */
  readonly for?: (request: ErrorRequest, own?: EndpointErrors) => ApiError
}

/** The part of a request that errors name. */
export interface ErrorRequest {
  readonly body: unknown
  readonly headers: Headers
  /** The number of the request on its route, from 1 on. */
  readonly number: number
  readonly params?: Readonly<Record<string, string>>
}

/** The errors that an endpoint words in its own way. Each function gets the name of the model and the id of the request. */
export interface EndpointErrors {
  /** Makes the error for an input that is longer than the context of the model. */
  contextLengthExceeded?(model: string, requestId: string): ApiError
  /** Makes the error for a prompt that violates the usage policy. */
  contentFiltered?(model: string, requestId: string): ApiError
  /** Makes the error for a model that does not exist. */
  modelNotFound?(model: string, requestId: string): ApiError
}

const OPTIONS = new Set(['headers'])

const DEFAULTS: Readonly<Record<number, ApiErrorFields>> = {
  401: { message: 'Incorrect API key provided.', code: 'invalid_api_key' },
  403: { message: 'You do not have access to this resource.', code: 'forbidden' },
  404: { message: 'The requested resource was not found.', code: 'not_found' },
  429: { message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded' },
  500: { message: 'The server had an error while processing your request.' },
  503: { message: 'The engine is currently overloaded, please try again later.' },
}

/**
 * Answers with an error in OpenAI's shape, before any stream begins.
 *
 * The SDK retries 408, 409, 429 and 5xx twice. Such an answer has the header `retry-after-ms: 1`,
 * so that a retry takes no time, unless `headers` have another.
 *
 * @param status The status of the response, from 400 to 599.
 * @param error The message, or any of the fields, those of other servers too.
 * @throws {RangeError} Unless `status` is an integer from 400 to 599.
 * @throws {TypeError} When an option is unknown, or `headers` are no headers of a response.
 *
 * @example
 * chat.completions.create(inOrder(apiError(429), new Greeting()))
 */
export function apiError(
  status: number,
  error: string | ApiErrorFields = {},
  options: ApiErrorOptions = {},
): ApiError {
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new RangeError(
      `Failed to create apiError(${status}): expected a status between 400 and 599.`,
    )
  }
  checkOptions(`Failed to create apiError(${status})`, options, OPTIONS)
  const { headers = {} } = options
  checkHeaders(headers, `Failed to create apiError(${status})`)
  const given = typeof error === 'string' ? { message: error } : error

  return {
    [answerKind]: 'error',
    status,
    error: { ...fallback(status), ...DEFAULTS[status], ...given },
    given,
    headers: isRetried(status) ? withRetryAfter(headers) : headers,
  }
}

/** Makes the body of an error in OpenAI's shape: four fields first, then those of other servers. */
export function errorBody({ error }: ApiError): object {
  const { message, type, param, code, ...more } = error
  return { error: { message, type, param, code, ...more } }
}

/** Makes the response of an error, with OpenAI's body unless another is given. */
export function responseOfError(
  error: ApiError,
  {
    status = error.status,
    headers = headersOf(JSON_TYPE, error.headers),
    body = errorBody(error),
  }: {
    readonly status?: number | undefined
    readonly headers?: HeadersInit
    readonly body?: unknown
  } = {},
): Response {
  return bareResponse(encodeText(JSON.stringify(body)), { status, headers })
}

/** Adds `retry-after-ms: 1` to headers that have no time for a retry. */
function withRetryAfter(given: HeaderFields): HeaderFields {
  const headers = combineHeaders([given])
  const isSaid = headers.has('retry-after') || headers.has('retry-after-ms')
  return isSaid ? given : { 'retry-after-ms': '1', ...Object.fromEntries(headers) }
}

function fallback(status: number): ApiErrorFields {
  const type = status < 500 ? 'invalid_request_error' : 'server_error'
  return { message: `The request failed with status ${status}.`, type, param: null, code: null }
}

function isRetried(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500
}
