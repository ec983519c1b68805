import type { z } from 'zod'
import type { HeaderFields, WireFormat } from '../streaming/index.js'
import type { Reply } from './answers/reply.js'
import type { Partially } from './protocol/defaults.js'
import type { EventReader, RequestReader } from './protocol/readers.js'

/** One request, as the functions of an endpoint see it. */
export interface CallRequest<Body = unknown> {
  /** The body: parsed JSON, the fields of a form, the text where it is neither; undefined where it is empty. */
  readonly body: Body
  /** The parameters in the path, such as `thread_id`. */
  readonly params: Readonly<Record<string, string>>
  readonly url: URL
  readonly headers: Headers
  /** The number of the request on its route, from 1 on. Default ids are made of it. */
  readonly number: number
}

/** Everything that the project knows about one endpoint of an API. */
export interface Endpoint<Event = never, Body = unknown, Resource = never> {
  /** The name of the method in the OpenAI SDK, such as `chat.completions.create`. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** The path below the base URL, in MSW's syntax: `/threads/:thread_id/runs`. */
  readonly path: `/${string}`
  /** The schema of a request's body; anything unless given. Bodies are checked, never transformed. */
  readonly body?: z.ZodType<Body>
  /** Headers of every answer, beside those of the server. */
  readonly headers?: HeaderFields
  /** Headers of every answer of `api.openai.com`. Other hosts send none of them. */
  readonly openAIHeaders?: HeaderFields

  /** The wire format of a stream. An endpoint without one never streams. */
  readonly wire?: WireFormat<Event>
  /** Says whether a request asks for a stream. `stream: true` in the body, the form or the query unless given. */
  streams?(request: CallRequest<Body>): boolean
  /** Makes a plain answer of the events of a stream, for a request that asks for no stream. */
  fold?(events: Iterable<Event>, request: CallRequest<Body>): unknown
  /** Makes the events of a stream of a whole resource. */
  unfold?(resource: Resource, request: CallRequest<Body>): Iterable<Event>

  /** Makes a whole resource of one that lacks fields with a default, or of the assistant's text. */
  complete?(given: string | Partially<Resource>, request: CallRequest<Body>): Resource
  /** Makes a resource of a `reply()`, which `complete` then completes. */
  fromReply?(reply: Reply, request: CallRequest<Body>): Partially<Resource>
  /**
   * Makes the body of a plain answer: a string is sent as text, bytes and a `Blob` as they are, a
   * `Response` with its own headers, anything else as JSON. The whole resource as JSON unless given.
   */
  plain?(resource: Resource, request: CallRequest<Body>): unknown

  /** Reads requests, for the conditions of `when()`. */
  readonly request?: RequestReader<Body>
  /** Reads events, for the matchers. */
  readonly events?: EventReader<Event>
}

/** An endpoint that streams. */
export interface StreamingEndpoint<Event, Body = unknown, Resource = never> extends Endpoint<
  Event,
  Body,
  Resource
> {
  readonly wire: WireFormat<Event>
}
