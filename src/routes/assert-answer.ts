import { isObject, isResponse, isWhen, isWhens } from './answer-kinds.js'

/**
 * Make sure that a value is an answer.
 *
 * @param failure What fails where it is not.
 * @throws {TypeError} When it is not, with what to do.
 */
export function assertAnswer(value: unknown, failure: string): void {
  if (isClass(value)) {
    const name = value.name || 'that'
    throw new TypeError(`${failure}: ${name} is a class. Pass new ${name}().`)
  }
  if (isResponse(value) && value.bodyUsed) {
    throw new TypeError(`${failure}: the body of the Response has been read already.`)
  }
  if (isAnswer(value)) return
  if (Array.isArray(value)) throw new TypeError(`${failure}: ${complaintAbout(value)}`)
  throw new TypeError(
    `${failure}: ${JSON.stringify(value)} is no answer. ` +
      'Expected a script, a text, a resource, a Response, apiError(), inOrder(), when(), or a function of the call.',
  )
}

function isAnswer(value: unknown): boolean {
  return (
    typeof value === 'function' || typeof value === 'string' || isObject(value) || isWhens(value)
  )
}

function complaintAbout(array: readonly unknown[]): string {
  return array.some(isWhen)
    ? 'an array is an answer where all of it is when(). End it with when({}, answer) for every other call.'
    : 'an array is no answer. Give inOrder() its answers one by one, and yield events from a script.'
}

function isClass(value: unknown): value is { name: string } {
  return typeof value === 'function' && typeof value.prototype?.generate === 'function'
}
