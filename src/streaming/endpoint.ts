import type { z } from 'zod'
import type { LineEnding, SseRecord } from './encode.js'
import type { StreamError } from './errors.js'
import type { HeaderFields } from './headers.js'
import type { Partially } from './partial.js'

/** Everything there is to know about one OpenAI endpoint. */
export interface Endpoint<Event, Body = unknown, Resource = unknown> {
  /** What the OpenAI SDK calls it, such as `chat.completions.create`. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** Its path below the base URL, in MSW's syntax: `/threads/:thread_id/runs`. */
  readonly path: `/${string}`
  /** The request bodies it takes; any JSON object unless given. Checked, never transformed. */
  readonly body?: z.ZodType<Body>
  /** Whether a request asks for a stream; by `stream: true` in its body unless given. */
  streams?(body: Body, url: URL): boolean
  /** The events it sends. Checked, never transformed. */
  readonly event: z.ZodType<Event>
  /** How it frames one event. */
  readonly frame: (event: Event) => SseRecord
  /** How it ends every stream, other than by closing it. */
  readonly terminator?: SseRecord
  /** Whether `event` is the last one of a stream, on endpoints without a terminator. */
  readonly isFinal?: (event: Event) => boolean
  /** Whether `error()` needs to know of `event`; of none unless given. */
  readonly keeps?: (event: Event) => boolean
  /** How it tells of an error in a stream, and ends there; OpenAI's `{ error }` record unless given. */
  readonly error?: (error: StreamError, played: Played<Event>) => readonly SseRecord[]
  /** How its lines end; LF unless given. */
  readonly lineEnding?: LineEnding
  /** Headers of its streams, beside those of every stream. */
  readonly headers?: HeaderFields
  /** What the events of a stream amount to: the answer to a request that asks for none. */
  fold?(events: Iterable<Event>): unknown
  /** The events of a stream that amounts to `resource`. */
  unfold?(resource: Resource, body: Body): Iterable<Event>
  /** Make a whole resource of the assistant's text, or of one that lacks what has a default. */
  complete?(
    given: string | Partially<Resource>,
    body: Body,
    params: Readonly<Record<string, string>>,
  ): Resource
  /** What a request that asks for no stream gets of a resource; all of it unless given. */
  plain?(resource: Resource): unknown
}

/** What a stream has sent so far. */
export interface Played<Event> {
  readonly last: Event | undefined
  /** The events that the endpoint keeps. */
  readonly kept: readonly Event[]
}
