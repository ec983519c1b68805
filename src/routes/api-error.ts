import { mergeHeaders, type HeaderFields } from '../streaming/headers.js'

/** What an API error is made of, beside its status. OpenAI's own for that status unless given. */
export interface ApiErrorFields {
  readonly message?: string
  readonly type?: string
  readonly code?: string | null
  readonly param?: string | null
}

export interface ApiErrorOptions {
  /** Headers beside those of every response. */
  readonly headers?: HeaderFields
}

/** An answer that is an error, made by {@link apiError}. */
export interface ApiError {
  readonly status: number
  readonly error: Required<ApiErrorFields>
  readonly headers: HeaderFields
}

const DEFAULTS: Readonly<Record<number, ApiErrorFields>> = {
  401: { message: 'Incorrect API key provided.', code: 'invalid_api_key' },
  403: { message: 'You do not have access to this resource.', code: 'forbidden' },
  404: { message: 'The requested resource was not found.', code: 'not_found' },
  429: { message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded' },
  500: { message: 'The server had an error while processing your request.' },
  503: { message: 'The engine is currently overloaded, please try again later.' },
}

/**
 * Answer with an error in OpenAI's shape, before any stream begins.
 *
 * The SDK retries 408, 409, 429 and 5xx twice. Those carry `retry-after-ms: 1`
 * unless `headers` say otherwise, so that a retry takes no time.
 *
 * @param error Its message, or any of its fields.
 * @throws {RangeError} Unless `status` is between 400 and 599.
 *
 * @example
 * chat.completions.create(inOrder(apiError(429), new Greeting()))
 */
export function apiError(
  status: number,
  error: string | ApiErrorFields = {},
  { headers = {} }: ApiErrorOptions = {},
): ApiError {
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new RangeError(
      `Failed to create apiError(${status}): expected a status between 400 and 599.`,
    )
  }
  const given = typeof error === 'string' ? { message: error } : error

  return {
    status,
    error: { ...fallback(status), ...DEFAULTS[status], ...given },
    headers: isRetried(status) ? { ...soon(headers), ...headers } : headers,
  }
}

/** Spell an error as a response, with `common` headers beside its own. */
export function toResponse({ status, error, headers }: ApiError, common: HeaderFields): Response {
  const { message, type, param, code } = error
  const body = { error: { message, type, param, code } }

  return Response.json(body, { status, headers: mergeHeaders(common, headers) })
}

/** When to retry, unless headers say so already. */
function soon(headers: HeaderFields): HeaderFields {
  const says = Object.keys(headers).some((name) => /^retry-after(-ms)?$/i.test(name))
  return says ? {} : { 'retry-after-ms': '1' }
}

function fallback(status: number): Required<ApiErrorFields> {
  const type = status < 500 ? 'invalid_request_error' : 'server_error'
  return { message: `The request failed with status ${status}.`, type, param: null, code: null }
}

function isRetried(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500
}
