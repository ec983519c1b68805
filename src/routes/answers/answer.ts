import type { HeaderFields, Script, Stage } from '../../streaming/index.js'
import type { ApiError } from '../api-error.js'
import type { Call } from '../call.js'
import type { Condition } from '../conditions/condition.js'
import type { LiveEventStream } from '../live/live-event-stream.js'
import type { Partially } from '../protocol/defaults.js'
import type { OfKind } from './answer-kind.js'
import type { Reply } from './reply.js'

/** Everything that a route can reply with. */
export type Answer<Event, Body = unknown, Resource = never> =
  | Script<Event>
  | LiveEventStream<Event>
  | Given<Event, Resource>
  | Reply
  | Response
  | ApiError
  | InOrder<Event, Body, Resource>
  | Delivered<Event, Body, Resource>
  | When<Event, Body, Resource>
  | ReadonlyArray<When<Event, Body, Resource>>
  | AnswerFunction<Event, Body, Resource>

/** The assistant's text, or a resource: fields with a default may be left out. */
type Given<Event, Resource> = unknown extends Resource
  ? never
  : [Resource] extends [never]
    ? PlainValue<Event>
    : string | Partially<Resource>

/** A text or any JSON, on an endpoint that neither streams nor completes its resources. */
type PlainValue<Event> = [Event] extends [never] ? string | object : never

/** Chooses an answer for the call at hand. `undefined` leaves the request to the next handler. */
export type AnswerFunction<Event, Body = unknown, Resource = never> = (
  call: Call<Event, Body>,
) => Choice<Event, Body, Resource> | Promise<Choice<Event, Body, Resource>>

type Choice<Event, Body, Resource> = Answer<Event, Body, Resource> | undefined

/** Says for the compiler alone which routes an answer is for: not every answer shows it in a field. */
interface ForRoutesOf<Event, Body, Resource> {
  readonly types?: {
    event: Event
    body: (body: Body) => void
    resource: (given: never) => Resource
  }
}

/** Answers for one call each, made by `inOrder()`. */
export interface InOrder<Event = never, Body = unknown, Resource = never>
  extends OfKind<'in-order'>, ForRoutesOf<Event, Body, Resource> {
  readonly answers: readonly unknown[]
  /** True where the last answer is for every call after it, too. */
  readonly repeats: boolean
}

/** An answer for the calls that fulfil a condition, made by `when()`. */
export interface When<Event = never, Body = unknown, Resource = never>
  extends OfKind<'when'>, ForRoutesOf<Event, Body, Resource> {
  readonly condition: Condition
  readonly answer: unknown
}

/** An answer that is delivered in its own way, made by `deliver()`. */
export interface Delivered<Event = never, Body = unknown, Resource = never>
  extends OfKind<'deliver'>, ForRoutesOf<Event, Body, Resource> {
  readonly answer: unknown
  readonly delivery: Delivery
}

/** The way in which an answer is delivered. */
export interface Delivery {
  /** The stages that a stream passes through, first to last. */
  readonly through: readonly Stage[]
  /** The status of the response; that of the answer unless given. */
  readonly status?: number | undefined
  /** Headers, each set before those that replace it. */
  readonly headers: readonly HeaderFields[]
}

/** An answer that can be sent, by its kind. */
export type FinalAnswer<Event, Resource> =
  | { readonly type: 'script'; readonly script: Script<Event> }
  | { readonly type: 'live'; readonly live: LiveEventStream<Event> }
  | { readonly type: 'response'; readonly response: Response }
  | { readonly type: 'error'; readonly error: ApiError }
  | { readonly type: 'reply'; readonly reply: Reply }
  | { readonly type: 'given'; readonly given: string | Partially<Resource> }

/** The answer to one call, and the way in which it is delivered. */
export interface ChosenAnswer<Event, Resource> {
  readonly final: FinalAnswer<Event, Resource>
  readonly delivery: Delivery
}
