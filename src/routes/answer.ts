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
  if (answer instanceof Response) return copiesOf(answer)
  if (isClass(answer)) {
    throw new TypeError(
      `Failed to create ${owner}: ${answer.name} is a class. Pass new ${answer.name}().`,
    )
  }
  if (isAnswer(answer)) return answer

  throw new TypeError(
    `Failed to create ${owner}: ${String(answer)} is no answer. ` +
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
  return 'status' in answer && 'error' in answer
}

function isAnswer(value: unknown): boolean {
  if (typeof value === 'function') return true
  if (typeof value !== 'object' || value === null) return false
  return isScript(value) || isInOrder(value) || isApiError(value)
}

function isClass(value: unknown): value is { name: string } {
  return typeof value === 'function' && typeof value.prototype?.generate === 'function'
}

/** A `Response` can be read once, and a route answers many times: read it now, and copy it. */
function copiesOf(response: Response): () => Promise<Response> {
  // A network error is nothing to read.
  if (response.type === 'error') return async () => response
  const body = response.body && response.arrayBuffer()

  return async () => new Response(await body, response)
}
