import { apiError, type ApiErrorFields } from '../api-error.js'
import { keyIn } from '../api-key.js'
import type { Dialect } from '../dialect.js'

/**
 * Makes the check of a key that has one error for a missing key and a wrong key.
 *
 * @param error The error, or a function that makes the error of the wrong key; '' for none.
 * @param status The status of the error.
 */
export function keyCheck(
  error: ApiErrorFields | ((key: string) => ApiErrorFields),
  status = 401,
): NonNullable<Dialect['refuse']> {
  return (headers, apiKey) => {
    const key = keyIn(headers) ?? ''
    if (key === apiKey) return undefined
    return apiError(status, typeof error === 'function' ? error(key) : error)
  }
}
