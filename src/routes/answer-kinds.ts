import type { ApiError } from './api-error.js'

/** What tells an order from other answers. */
export interface AnyOrder {
  readonly answers: readonly unknown[]
  readonly repeats: boolean
}

/** What tells a condition from other answers. */
export interface AnyWhen {
  readonly condition: { readonly description: string }
  readonly answer: unknown
}

export function isInOrder(answer: unknown): answer is AnyOrder {
  return isObject(answer) && 'answers' in answer && 'repeats' in answer
}

export function isWhen(answer: unknown): answer is AnyWhen {
  return isObject(answer) && 'condition' in answer && 'answer' in answer
}

/** Whether it is an array of `when()` alone. */
export function isWhens(answer: unknown): answer is readonly AnyWhen[] {
  return Array.isArray(answer) && answer.length > 0 && answer.every(isWhen)
}

export function isApiError(answer: unknown): answer is ApiError {
  return isObject(answer) && typeof Reflect.get(answer, 'status') === 'number' && 'error' in answer
}

/** By its tag: it may be of another realm, as Jest's are. */
export function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === '[object Response]'
}

/** Whether it is an object, and no array. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
