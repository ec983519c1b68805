import { apiError, type ApiError } from './api-error.js'

const KEYS_URL = 'https://platform.openai.com/account/api-keys'

/**
 * Answers as OpenAI does to a request with a wrong API key: a 401 that names the key, or asks for one.
 *
 * @example
 * chat.completions.create(invalidApiKey())
 */
export function invalidApiKey(): ApiError {
  return { ...wrongKey('YOUR_KEY'), for: ({ headers }) => keyError(keyIn(headers)) }
}

/** Finds the API key of a request; undefined where there is none. */
export function keyIn(headers: Headers): string | undefined {
  const [, key] = /^bearer\s+(.+)$/i.exec(headers.get('authorization') ?? '') ?? []
  return key
}

function keyError(key: string | undefined): ApiError {
  return key === undefined ? missingKey() : wrongKey(key)
}

function missingKey(): ApiError {
  const message =
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth " +
    "(i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API " +
    `from your browser and are prompted for a username and password. You can obtain an API key from ${KEYS_URL}.`
  return apiError(401, { message, code: null })
}

function wrongKey(key: string): ApiError {
  const message = `Incorrect API key provided: ${masked(key)}. You can find your API key at ${KEYS_URL}.`
  return apiError(401, { message, code: 'invalid_api_key' })
}

/** Masks the middle of an API key, as OpenAI does. */
function masked(key: string): string {
  return key.length <= 12 ? key : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`
}
