import type { z } from 'zod'
import type { LineEnding, SseRecord } from './encode.js'
import type { StreamError } from './errors.js'
import type { ReadRecord } from './framing.js'
import type { HeaderFields } from './headers.js'

/**
 * The rules by which the events of one endpoint become bytes. The engine knows nothing else about
 * an endpoint.
 *
 * @example
 * const wire: WireFormat<Tick> = { event: z.object({ tick: z.number() }), frame: unnamed }
 */
export interface WireFormat<Event> {
  /** The schema of the events. Events are checked, and never transformed. */
  readonly event: z.ZodType<Event>
  /** Makes an SSE record of one event: `unnamed`, `namedByType`, `enveloped`, or your own function. */
  readonly frame: (event: Event) => SseRecord
  /**
   * Makes an event of a record, for the lint: the inverse of a `frame` of your own. An event is the
   * JSON of its record unless given, and that of `enveloped` has the name of the record, too.
   */
  readonly read?: ReadRecord
  /** The record that ends every stream, such as `{ data: '[DONE]' }`; none unless given. */
  readonly terminator?: SseRecord | undefined
  /** Recognizes the last event of a stream. A format without a terminator needs this. */
  readonly isFinal?: ((event: Event) => boolean) | undefined
  /** Chooses the events to pass to `error` as `remembered`; none unless given. */
  readonly remembers?: (event: Event) => boolean
  /** Makes the records of an error that ends the stream; OpenAI's `{ error }` record unless given. */
  readonly error?: (error: StreamError, sent: SentEvents<Event>) => readonly SseRecord[]
  /** The line ending of every line; LF unless given. */
  readonly lineEnding?: LineEnding
  /** Headers of every stream of the endpoint, beside those of the server. */
  readonly headers?: HeaderFields
}

/** The events that a stream sent before its error. */
export interface SentEvents<Event> {
  /** The last event; undefined where none was sent. */
  readonly last: Event | undefined
  /** The events that {@link WireFormat.remembers} chose, oldest first. */
  readonly remembered: readonly Event[]
}

/** A wire format with the name of its endpoint. */
export interface NamedWire<Event> {
  /** The name of the endpoint, for messages. */
  readonly name: string
  /** The wire format. */
  readonly wire: WireFormat<Event>
}

/** Anything with a wire format: an endpoint, a route, a route factory, or the format itself. */
export type StreamTarget<Event> =
  | WireFormat<Event>
  | { readonly name: string; readonly wire?: WireFormat<Event> }
  | { readonly endpoint: { readonly name: string; readonly wire?: WireFormat<Event> } }

/**
 * Finds the wire format of a target.
 *
 * @param failure The first words of the error message.
 * @throws {TypeError} When the target has no wire format, as an endpoint that never streams.
 */
export function namedWireOf<Event>(target: StreamTarget<Event>, failure: string): NamedWire<Event> {
  if ('frame' in target) return { name: 'a wire format', wire: target }

  const { name, wire } = 'endpoint' in target ? target.endpoint : target
  if (wire) return { name, wire }
  throw new TypeError(`${failure}: "${name}" has no wire format, so that it never streams.`)
}
