import { checkOptions } from '../streaming/internal.js'
import { apiError, type ApiError, type EndpointErrors } from './api-error.js'
import { valueAt } from './protocol/fields.js'
import { ORGANIZATION, RATE_LIMITS, requestId } from './server.js'

/** Options of {@link rateLimited}. */
export interface RateLimitedOptions {
  /** The milliseconds after which the client may ask again; 1 unless given, so that no test waits. */
  readonly retryAfterMs?: number | undefined
  /** The limit that is reached: that of tokens or of requests per minute; of tokens unless given. */
  readonly type?: 'tokens' | 'requests' | undefined
}

const RATE_LIMITED_OPTIONS = new Set(['retryAfterMs', 'type'])

/** The model of a request without a model, as each endpoint has it. */
const MODEL = 'gpt-5'

/**
 * Answers as OpenAI does where a rate limit is reached: a 429 with the time after which to ask
 * again, in its message and in its headers.
 *
 * @throws {TypeError} When the type or an option is unknown.
 * @throws {RangeError} Unless `retryAfterMs` is a number of milliseconds, from 0 on.
 *
 * @example
 * chat.completions.create(inOrder(rateLimited({ type: 'requests' }), 'Hello there'))
 */
export function rateLimited(options: RateLimitedOptions = {}): ApiError {
  checkOptions('Failed to create rateLimited()', options, RATE_LIMITED_OPTIONS)
  const { retryAfterMs = 1, type = 'tokens' } = options
  if (type !== 'tokens' && type !== 'requests') {
    throw new TypeError(
      "Failed to create rateLimited(): expected { type: 'tokens' } or 'requests'.",
    )
  }
  if (!Number.isFinite(retryAfterMs) || retryAfterMs < 0) {
    throw new RangeError(
      'Failed to create rateLimited(): expected { retryAfterMs: 20 }, a number of milliseconds.',
    )
  }
  const wait = printDuration(retryAfterMs)
  const headers = {
    ...retryAfter(retryAfterMs),
    ...RATE_LIMITS,
    [`x-ratelimit-remaining-${type}`]: '0',
    [`x-ratelimit-reset-${type}`]: wait,
  }
  return ofModel((model) => {
    const message =
      `Rate limit reached for ${model} in organization ${ORGANIZATION} on ${LIMITS[type]} ` +
      `Please try again in ${wait}. Visit https://platform.openai.com/account/rate-limits to learn more.`
    return apiError(429, { message, type, code: 'rate_limit_exceeded' }, { headers })
  })
}

/**
 * Answers as OpenAI does where the account has no credit: a 429, which waiting does not help. The
 * SDK retries it, as any 429.
 *
 * @example
 * chat.completions.create(quotaExceeded())
 */
export function quotaExceeded(): ApiError {
  const message =
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, ' +
    'read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.'
  return apiError(429, { message, type: 'insufficient_quota', code: 'insufficient_quota' })
}

/**
 * Answers as OpenAI does where the input is longer than the context of the model: a 400 in the words of the endpoint.
 *
 * @example
 * chat.completions.create(inOrder(contextLengthExceeded(), 'Hello there'))
 */
export function contextLengthExceeded(): ApiError {
  const message =
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 160008 tokens. " +
    'Please reduce the length of the messages.'
  const error = { message, param: 'messages', code: 'context_length_exceeded' }
  return ofModel(() => apiError(400, error), 'contextLengthExceeded')
}

/**
 * Answers as OpenAI does where a prompt violates its usage policy: a 400 in the words of the endpoint.
 *
 * @example
 * responses.create(contentFiltered())
 */
export function contentFiltered(): ApiError {
  const message =
    'Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a ' +
    'different prompt: https://platform.openai.com/docs/guides/reasoning#advice-on-prompting'
  return ofModel(() => apiError(400, { message, code: 'invalid_prompt' }), 'contentFiltered')
}

/**
 * Answers as OpenAI does after a fault of its own: a 500, which the SDK retries.
 *
 * @example
 * chat.completions.create(inOrder(serverError(), 'Hello there'))
 */
export function serverError(): ApiError {
  const message = 'The server had an error while processing your request. Sorry about that!'
  return apiError(500, { message, type: 'server_error', code: null })
}

/**
 * Answers as OpenAI does under too much load: a 503, which the SDK retries.
 *
 * @example
 * responses.create(inOrder(overloaded(), 'Hello there'))
 */
export function overloaded(): ApiError {
  const message = 'Our servers are currently overloaded. Please try again later.'
  return apiError(503, { message, type: 'service_unavailable_error', code: 'server_is_overloaded' })
}

/**
 * Answers as OpenAI does to a request for a model that does not exist, in the words of the endpoint.
 *
 * @param model The name of the model; that of the body or of the path of the request unless given.
 *
 * @example
 * chat.completions.create(when(model('gpt-5-typo'), modelNotFound()))
 */
export function modelNotFound(model?: string): ApiError {
  return ofModel(unknownModel, 'modelNotFound', model)
}

function unknownModel(model: string): ApiError {
  const message = `The model \`${model}\` does not exist or you do not have access to it.`
  return apiError(404, { message, code: 'model_not_found' })
}

/** The limits as the message has them, by their type. The limit is used up. */
const LIMITS = {
  tokens: limitOf('tokens per min (TPM)', RATE_LIMITS['x-ratelimit-limit-tokens'], 1000),
  requests: limitOf('requests per min (RPM)', RATE_LIMITS['x-ratelimit-limit-requests'], 1),
}

function limitOf(name: string, limit: string, requested: number): string {
  return `${name}: Limit ${limit}, Used ${limit}, Requested ${requested}.`
}

/** Makes an error that names the model of its request, and that an endpoint may word in its own way. */
function ofModel(
  make: (model: string) => ApiError,
  name?: keyof EndpointErrors,
  given?: string,
): ApiError {
  return {
    ...make(given ?? MODEL),
    for({ body, params, number }, own = {}) {
      const model = given ?? valueAt(body, 'model') ?? params?.['model']
      const word = (name && own[name]) ?? make
      return word(typeof model === 'string' ? model : MODEL, requestId(number)['x-request-id'])
    },
  }
}

/** Makes the headers with the time after which a client may ask again: in whole seconds, and in milliseconds. */
export function retryAfter(ms: number) {
  return { 'retry-after': String(Math.ceil(ms / 1000)), 'retry-after-ms': String(ms) }
}

/** Prints a time as the API does: `6ms`, `45.175s` or `1m30s`. */
function printDuration(ms: number): string {
  if (ms < 1000) return `${ms}ms`
  const seconds = Number(((ms % 60_000) / 1000).toFixed(3))
  const minutes = Math.floor(ms / 60_000)
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`
}
