import type { HeaderFields, Script, Stage } from '../../streaming/index.js'
import type { ApiError } from '../api-error.js'
import type { Call } from '../call.js'
import type { Condition } from '../conditions/condition.js'
import type { LiveEventStream } from '../live/live-event-stream.js'
import type { SimpleBy } from '../protocol/cut-text.js'
import type { Partially } from '../protocol/defaults.js'
import type { OfKind } from './answer-kind.js'
import type { Reply } from './reply.js'

/** Anything that a route can answer with. */
export type Answer<Event, Body = unknown, Resource = never, Short = string> =
  | Script<Event>
  | LiveEventStream<Event>
  | Given<Event, Resource, Short>
  | Reply
  | Response
  | ApiError
  | InOrder<Event, Body, Resource, Short>
  | Delivered<Event, Body, Resource, Short>
  | When<Event, Body, Resource, Short>
  // An `ArrayLike`, so that an error in a list names the item of the list, and not this array.
  | ArrayLike<When<Event, Body, Resource, Short>>
  | AnswerFunction<Event, Body, Resource, Short>

/** A short form of a resource, such as the assistant's text, or a resource. Fields with a default may be omitted. */
type Given<Event, Resource, Short> = unknown extends Resource
  ? never
  : [Resource] extends [never]
    ? PlainValue<Event>
    : Short | Partially<Resource>

/** A text or any JSON, for an endpoint without a stream and without a `complete`. */
type PlainValue<Event> = [Event] extends [never] ? string | object : never

/**
 * Chooses the answer to a call. `undefined` passes the request to the next handler.
 *
 * @example
 * chat.completions.create(({ body }) => `You asked ${body.model}.`)
 */
export type AnswerFunction<Event, Body = unknown, Resource = never, Short = string> = (
  call: Call<Event, Body>,
) => Choice<Event, Body, Resource, Short> | Promise<Choice<Event, Body, Resource, Short>>

type Choice<Event, Body, Resource, Short> = Answer<Event, Body, Resource, Short> | undefined

/** Carries the types of a route to the compiler. No object has this field. */
interface ForRoutesOf<Event, Body, Resource, Short> {
  readonly types?: {
    event: Event
    body: (body: Body) => void
    resource: (given: never) => Resource
    short: Short
  }
}

/** One answer for each call, made by `inOrder()`. */
export interface InOrder<Event = never, Body = unknown, Resource = never, Short = string>
  extends OfKind<'in-order'>, ForRoutesOf<Event, Body, Resource, Short> {
  /** The answers, first to last. */
  readonly answers: readonly unknown[]
  /** True where every further call gets the last answer. */
  readonly repeats: boolean
}

/** An answer to the calls that meet a condition, made by `when()`. */
export interface When<Event = never, Body = unknown, Resource = never, Short = string>
  extends OfKind<'when'>, ForRoutesOf<Event, Body, Resource, Short> {
  /** The condition that a call has to meet. */
  readonly condition: Condition
  /** The answer to such a call. */
  readonly answer: unknown
}

/** An answer with a delivery of its own, made by `deliver()`. */
export interface Delivered<Event = never, Body = unknown, Resource = never, Short = string>
  extends OfKind<'deliver'>, ForRoutesOf<Event, Body, Resource, Short> {
  /** The answer to deliver. */
  readonly answer: unknown
  /** The stages, the status and the headers. */
  readonly delivery: Delivery
}

/** The stages, the status and the headers with which an answer is sent. */
export interface Delivery {
  /** The stages that a stream passes through, first to last. */
  readonly through: readonly Stage[]
  /** The status of the response; the answer's own unless given. */
  readonly status?: number | undefined
  /** Sets of headers. A later set replaces the headers of an earlier set. */
  readonly headers: readonly HeaderFields[]
  /** The way to cut the texts of a `reply()` into deltas; `'word'` unless given. */
  readonly by?: SimpleBy | undefined
}

/** Sets of headers. A later set replaces the headers of an earlier set. */
export type HeaderSets = ReadonlyArray<HeaderFields | undefined>

/** An answer that can be sent, with its kind. */
export type FinalAnswer<Event, Resource> =
  | { readonly type: 'script'; readonly script: Script<Event> }
  | { readonly type: 'live'; readonly live: LiveEventStream<Event> }
  | { readonly type: 'response'; readonly response: Response }
  | { readonly type: 'error'; readonly error: ApiError }
  | { readonly type: 'reply'; readonly reply: Reply }
  | { readonly type: 'given'; readonly given: string | Partially<Resource> }

/** The answer to one call, with its delivery. */
export interface ChosenAnswer<Event, Resource> {
  readonly final: FinalAnswer<Event, Resource>
  readonly delivery: Delivery
}
