import type { z } from 'zod'
import type { Cue, HeaderFields, ResumePoint, WireFormat } from '../streaming/index.js'
import type { Reply } from './answers/reply.js'
import type { EndpointErrors } from './api-error.js'
import type { ProtocolRules } from './lint/lint-rule.js'
import type { By } from './protocol/cut-text.js'
import type { Partially } from './protocol/defaults.js'
import type { EventReader, RequestReader } from './protocol/readers.js'
import type { AnswerUsage } from './protocol/answer-usage.js'

/** One request, as the functions of an endpoint get it. */
export interface CallRequest<Body = unknown> {
  /** The body: parsed JSON, the fields of a form, or the text of any other body; undefined for an empty body. */
  readonly body: Body
  /** The parameters in the path, such as `thread_id`. */
  readonly params: Readonly<Record<string, string>>
  /** The URL of the request. */
  readonly url: URL
  /** The headers of the request, which are made when they are asked for: a copy, `{ ...request }`, lacks them. */
  readonly headers: Headers
  /** The number of the request on its route, from 1 on. Default ids contain this number. */
  readonly number: number
}

/** One request for the stream of a resource. */
export interface UnfoldRequest<Body = unknown> extends CallRequest<Body> {
  /** The way to cut each text into deltas; `'word'` unless given. */
  readonly by?: By | undefined
}

/** The declaration of one endpoint of an API: everything that this package knows about the endpoint. */
export interface Endpoint<Event = never, Body = unknown, Resource = never, Short = string> {
  /** The name of the method in the OpenAI SDK, such as `chat.completions.create`. */
  readonly name: string
  /** The HTTP method. */
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** The path below the base URL, in MSW's syntax: `/threads/:thread_id/runs`. */
  readonly path: `/${string}`
  /**
   * The query that a request needs, where another endpoint has the same path; null for a parameter
   * that has to be absent. Any other request goes to the next handler.
   */
  readonly requiredQuery?: Readonly<Record<string, string | null>>
  /** The schema of the query of a request, an object of texts; any query is valid unless given. */
  readonly query?: z.ZodType
  /**
   * Returns false for the parameters of a path that belongs to another endpoint, such as
   * `/threads/runs` for the endpoint `/threads/:thread_id`. Every path that matches belongs to the
   * endpoint unless given.
   */
  matches?(params: Readonly<Record<string, unknown>>): boolean
  /** The schema of the body of a request; any body is valid unless given. Bodies are checked, never transformed. */
  readonly body?: z.ZodType<Body>
  /** The errors that this endpoint words in its own way. */
  readonly errors?: EndpointErrors
  /** Headers of every answer, beside those of the server. */
  readonly headers?: HeaderFields
  /** Headers of every answer of `api.openai.com`, and of no other host; a function makes them of the request. */
  readonly openAIHeaders?: HeaderFields | ((request: CallRequest<Body>) => HeaderFields)

  /** The wire format of a stream. An endpoint without a wire format never streams. */
  readonly wire?: WireFormat<Event>
  /**
   * Returns true for a request that asks for a stream: by `stream: true` in the body, the form or
   * the query unless given.
   */
  streams?(request: CallRequest<Body>): boolean
  /**
   * Gives the point behind which the stream of a request begins, as that of `starting_after`;
   * undefined for a stream from the beginning of its script.
   */
  resume?(request: CallRequest<Body>): ResumePoint<Event> | undefined
  /** Makes a plain answer of the events of a script, for a request that asks for no stream. */
  fold?(events: Iterable<Event>, request: CallRequest<Body>): unknown
  /** Makes events of a whole resource, for a request that asks for a stream, with any cues between them. */
  unfold?(resource: Resource, request: UnfoldRequest<Body>): Iterable<Event | Cue>

  /**
   * The form in which authors can give a resource in short, beside a part of the resource: a text, a
   * list, bytes (of which `complete` gets a `Uint8Array`), or none; a text unless given. The answer of
   * a route may be omitted where it is no text.
   */
  readonly short?: 'text' | 'list' | 'bytes' | 'none'
  /** Makes a whole resource of its short form, or of a resource that lacks fields with a default. */
  complete?(given: Short | Partially<Resource>, request: CallRequest<Body>): Resource
  /** Makes a resource of a `reply()`. `complete` adds the missing fields. */
  fromReply?(reply: Reply, request: CallRequest<Body>): Partially<Resource>
  /**
   * Makes the body of a plain answer; the whole resource unless given. A string is sent as text,
   * bytes and a `Blob` as they are, a `Response` with its own headers beside those of the server,
   * anything else as JSON.
   */
  plain?(resource: Resource, request: CallRequest<Body>): unknown
  /**
   * Gives headers that depend on the resource of a plain answer, or on what `fold` makes of a
   * script. Every other header replaces them.
   */
  headersOf?(resource: unknown): HeaderFields | undefined
  /**
   * Reads the numbers of tokens in the JSON of a plain answer, or in an event of a stream; undefined
   * where there are none. Either may be of any shape, such as that of an error.
   */
  usageOf?(sent: unknown): AnswerUsage | undefined

  /** Reads requests, for the conditions of `when()`. */
  readonly request?: RequestReader<Body>
  /** Reads events, for the matchers. */
  readonly events?: EventReader<Event>
  /**
   * The rules that the events of a stream obey, for the lint, beside those of Server-Sent Events and
   * of the wire format; none unless given. `protocolRules()` makes them.
   */
  readonly rules?: ProtocolRules<Event>
  /**
   * The rules that do not hold for this endpoint, by their ids, such as `sse/comment` for a server
   * that sends comments. A dialect names here what its server does otherwise.
   */
  readonly withoutRules?: readonly string[]
}

/** An endpoint that streams. */
export interface StreamingEndpoint<
  Event,
  Body = unknown,
  Resource = never,
  Short = string,
> extends Endpoint<Event, Body, Resource, Short> {
  readonly wire: WireFormat<Event>
}
