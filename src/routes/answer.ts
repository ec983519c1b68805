import { isScript, type Partially, type Script } from '../streaming/index.js'
import type { ApiError } from './api-error.js'
import type { Call } from './call.js'

/** What a route replies with. */
export type Answer<Event, Body = unknown, Resource = never> =
  | Script<Event>
  | Given<Resource>
  | Response
  | ApiError
  | InOrder<Event, Body, Resource>
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

/** Chooses an answer for the call at hand. `undefined` leaves the request to the next handler. */
export type AnswerFunction<Event, Body = unknown, Resource = never> = (
  call: Call<Event, Body>,
) => Choice<Event, Body, Resource> | Promise<Choice<Event, Body, Resource>>

type Choice<Event, Body, Resource> = Answer<Event, Body, Resource> | undefined

/** Answers for one call each, made by {@link inOrder}. */
export interface InOrder<Event, Body = unknown, Resource = never> {
  readonly answers: readonly unknown[]
  /** For the compiler alone. `Answer` itself would not let an order of few kinds stand for one of more. */
  readonly types?: {
    event: Event
    body: (body: Body) => void
    resource: (given: never) => Resource
  }
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
export function inOrder<Event = never, Body = unknown, Resource = never>(
  ...answers: ReadonlyArray<Answer<Event, Body, NoInfer<Resource>>>
): InOrder<Event, Body, Resource> {
  if (answers.length === 0)
    throw new TypeError('Failed to create inOrder(): expected one answer at least.')

  return { answers: answers.map((answer) => prepare('inOrder()', answer)) }
}

/**
 * Make an answer fit for any number of calls.
 *
 * @throws {TypeError} When it is no answer.
 */
export function prepare<Event, Body, Resource>(
  owner: string,
  answer: Answer<Event, Body, Resource>,
): Answer<Event, Body, Resource> {
  assertAnswer(answer, `Failed to create ${owner}`)
  return isResponse(answer) ? copiesOf(answer) : answer
}

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
  if (Array.isArray(value)) {
    throw new TypeError(
      `${failure}: an array is no answer. Give inOrder() its answers one by one, and yield events from a script.`,
    )
  }
  throw new TypeError(
    `${failure}: ${JSON.stringify(value)} is no answer. ` +
      'Expected a script, a text, a resource, a Response, apiError(), inOrder(), or a function of the call.',
  )
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
  if (isResponse(answer)) return { type: 'response', response: answer }
  if (isApiError(answer)) return { type: 'error', error: answer }
  if (isScript(answer)) return { type: 'script', script: answer as Script<Event> }
  return { type: 'given', given: answer as string | Partially<Resource> }
}

/** The name of an answer, for messages. */
export function nameOf(answer: unknown): string {
  if (typeof answer === 'string') return JSON.stringify(answer)
  if (typeof answer === 'function') return answer.name || 'a function'
  if (isInOrder(answer)) return `inOrder(${answer.answers.map(nameOf).join(', ')})`
  if (isApiError(answer)) return `apiError(${answer.status})`
  return isScript(answer) ? answer.constructor.name : 'a resource'
}

function isInOrder(answer: unknown): answer is { readonly answers: readonly unknown[] } {
  return isObject(answer) && 'answers' in answer
}

function isApiError(answer: unknown): answer is ApiError {
  return isObject(answer) && typeof Reflect.get(answer, 'status') === 'number' && 'error' in answer
}

/** By its tag: it may be of another realm, as Jest's are. */
function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === '[object Response]'
}

function isAnswer(value: unknown): boolean {
  return typeof value === 'function' || typeof value === 'string' || isObject(value)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
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
