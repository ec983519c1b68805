import { isScript, type Partially, type Script } from '../streaming/index.js'
import { isApiError, isInOrder, isResponse, isWhen, isWhens } from './answer-kinds.js'
import type { ApiError } from './api-error.js'
import { assertAnswer } from './assert-answer.js'
import type { Call } from './call.js'
import type { InOrder } from './in-order.js'
import type { When } from './conditions/when.js'

/** What a route replies with. */
export type Answer<Event, Body = unknown, Resource = never> =
  | Script<Event>
  | Given<Resource>
  | Response
  | ApiError
  | InOrder<Event, Body, Resource>
  | When<Event, Body, Resource>
  | ReadonlyArray<When<Event, Body, Resource>>
  | AnswerFunction<Event, Body, Resource>

/** The assistant's text, or a resource: what is left out of it has a default. */
type Given<Resource> = unknown extends Resource
  ? never
  : [Resource] extends [never]
    ? never
    : string | Partially<Resource>

/** An answer that can be sent, by its kind. */
export type Final<Event, Resource> =
  | { readonly type: 'script'; readonly script: Script<Event> }
  | { readonly type: 'response'; readonly response: Response }
  | { readonly type: 'error'; readonly error: ApiError }
  | { readonly type: 'given'; readonly given: string | Partially<Resource> }

/** Any answer, by its kind. */
export type Sorted<Event, Body, Resource> =
  | Final<Event, Resource>
  | { readonly type: 'function'; readonly choose: AnswerFunction<Event, Body, Resource> }
  | { readonly type: 'order'; readonly order: InOrder<Event, Body, Resource> }
  | { readonly type: 'whens'; readonly whens: ReadonlyArray<When<Event, Body, Resource>> }

/** Chooses an answer for the call at hand. `undefined` leaves the request to the next handler. */
export type AnswerFunction<Event, Body = unknown, Resource = never> = (
  call: Call<Event, Body>,
) => Choice<Event, Body, Resource> | Promise<Choice<Event, Body, Resource>>

type Choice<Event, Body, Resource> = Answer<Event, Body, Resource> | undefined

/**
 * Make an answer fit for any number of calls.
 *
 * @throws {TypeError} When it is no answer.
 */
export function prepare<Any>(owner: string, answer: Any): Any | (() => Promise<Response>) {
  assertAnswer(answer, `Failed to create ${owner}`)
  return isResponse(answer) ? copiesOf(answer) : answer
}

/** Tell what kind of answer it is. */
export function sort<Event, Body, Resource>(
  answer: Answer<Event, Body, Resource>,
): Sorted<Event, Body, Resource> {
  // The compiler cannot tell apart what depends on `Resource`: each kind is named where it is known.
  if (typeof answer === 'function') {
    return { type: 'function', choose: answer as AnswerFunction<Event, Body, Resource> }
  }
  if (isInOrder(answer)) return { type: 'order', order: answer as InOrder<Event, Body, Resource> }
  if (isWhen(answer) || isWhens(answer)) {
    return { type: 'whens', whens: [answer].flat() as Array<When<Event, Body, Resource>> }
  }
  if (isResponse(answer)) return { type: 'response', response: answer }
  if (isApiError(answer)) return { type: 'error', error: answer }
  if (isScript(answer)) return { type: 'script', script: answer as Script<Event> }
  return { type: 'given', given: answer as string | Partially<Resource> }
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
