import { isScript, type Script } from '../streaming/index.js'
import type { ApiError } from './api-error.js'
import type { Call } from './call.js'

/** What a route replies with. */
export type Answer<Event, Body = unknown> =
  | Script<Event>
  | Response
  | ApiError
  | InOrder<Event, Body>
  | AnswerFunction<Event, Body>

/** Chooses an answer for the call at hand. `undefined` leaves the request to the next handler. */
export type AnswerFunction<Event, Body = unknown> = (
  call: Call<Event, Body>,
) => Answer<Event, Body> | undefined | Promise<Answer<Event, Body> | undefined>

/** Answers for one call each, made by {@link inOrder}. */
export interface InOrder<Event, Body = unknown> {
  readonly answers: ReadonlyArray<Answer<Event, Body>>
}

/**
 * Give one answer for each call, in order. The SDK's retries are calls too. A
 * call too many gets an error that says so.
 *
 * @throws {TypeError} When one of them is no answer, or there is none.
 *
 * @example
 * chat.completions.create(inOrder(apiError(429), new Greeting()))
 */
export function inOrder<Event, Body>(
  ...answers: ReadonlyArray<Answer<Event, Body>>
): InOrder<Event, Body> {
  if (answers.length === 0)
    throw new TypeError('Failed to create inOrder(): expected one answer at least.')

  return { answers: answers.map((answer) => prepare('inOrder()', answer)) }
}

/**
 * Make an answer fit for any number of calls.
 *
 * @throws {TypeError} When it is no answer.
 */
export function prepare<Event, Body>(
  owner: string,
  answer: Answer<Event, Body>,
): Answer<Event, Body> {
  assertAnswer(answer, `Failed to create ${owner}`)
  return answer instanceof Response ? copiesOf(answer) : answer
}

/**
 * Make sure that a value is an answer.
 *
 * @param failure What fails where it is not.
 * @throws {TypeError} When it is not, with what to do.
 */
export function assertAnswer(value: unknown, failure: string): void {
  if (isClass(value)) {
    throw new TypeError(`${failure}: ${value.name} is a class. Pass new ${value.name}().`)
  }
  if (value instanceof Response && value.bodyUsed) {
    throw new TypeError(`${failure}: the body of the Response has been read already.`)
  }
  if (isAnswer(value)) return

  throw new TypeError(
    `${failure}: ${String(value)} is no answer. ` +
      'Expected a script, a Response, apiError(), inOrder(), or a function of the call.',
  )
}

/** The name of an answer, for messages. */
export function nameOf(answer: object): string {
  if (typeof answer === 'function') return answer.name || 'a function'
  if (isInOrder(answer)) return `inOrder(${answer.answers.map(nameOf).join(', ')})`
  if (isApiError(answer)) return `apiError(${answer.status})`
  return answer.constructor.name
}

function isInOrder(answer: object): answer is { answers: readonly object[] } {
  return 'answers' in answer
}

/** Whether an answer is made by `apiError()`. */
export function isApiError(answer: object): answer is ApiError {
  return 'status' in answer && typeof answer.status === 'number' && 'error' in answer
}

function isAnswer(value: unknown): boolean {
  if (typeof value === 'function') return true
  if (typeof value !== 'object' || value === null) return false
  return value instanceof Response || isScript(value) || isInOrder(value) || isApiError(value)
}

function isClass(value: unknown): value is { name: string } {
  return typeof value === 'function' && typeof value.prototype?.generate === 'function'
}

/** A `Response` can be read once, and a route answers many times: read it now, and copy it. */
function copiesOf(response: Response): () => Promise<Response> {
  // A network error is nothing to read.
  if (response.type === 'error') return async () => response
  const body = response.body && response.arrayBuffer()
  // A body that cannot be read fails the calls that ask for it.
  body?.catch(() => {})

  return async () => new Response(await body, response)
}
