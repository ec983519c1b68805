import type { z } from 'zod'
import type { LineEnding, SseRecord } from './encode.js'
import type { StreamError } from './errors.js'
import type { HeaderFields } from './headers.js'

/**
 * The way in which the events of one endpoint become bytes. The engine knows nothing else of an
 * endpoint.
 *
 * @example
 * const wire: WireFormat<Tick> = { event: z.object({ tick: z.number() }), frame: unnamed }
 */
export interface WireFormat<Event> {
  /** The schema of the events. Events are checked against it, and never transformed. */
  readonly event: z.ZodType<Event>
  /** Writes one event as an SSE record: `unnamed`, `namedByType`, `enveloped`, or your own function. */
  readonly frame: (event: Event) => SseRecord
  /** The record that ends every stream, such as `{ data: '[DONE]' }`. None unless given: the stream ends by closing. */
  readonly terminator?: SseRecord
  /** Recognizes the last event of a stream. Needed where a format has no terminator. */
  readonly isFinal?: (event: Event) => boolean
  /** Chooses the events that `error` needs to know about; none unless given. */
  readonly remembers?: (event: Event) => boolean
  /** Writes an error inside a stream, which ends there. OpenAI's `{ error }` record unless given. */
  readonly error?: (error: StreamError, sent: SentEvents<Event>) => readonly SseRecord[]
  /** The line ending of every line; LF unless given. */
  readonly lineEnding?: LineEnding
  /** Headers of a stream, beside those of every stream and those of the server. */
  readonly headers?: HeaderFields
}

/** The events that a stream has sent before its error. */
export interface SentEvents<Event> {
  /** The last event; undefined where there was none. */
  readonly last: Event | undefined
  /** The events that {@link WireFormat.remembers} chose, oldest first. */
  readonly remembered: readonly Event[]
}

/** A wire format, and the name of the endpoint for messages. */
export interface NamedWire<Event> {
  readonly name: string
  readonly wire: WireFormat<Event>
}

/** Everything that has a wire format: an endpoint, a route, a factory of routes, or the format itself. */
export type StreamTarget<Event> =
  | WireFormat<Event>
  | { readonly name: string; readonly wire?: WireFormat<Event> }
  | { readonly endpoint: { readonly name: string; readonly wire?: WireFormat<Event> } }

/**
 * Finds the wire format of a target.
 *
 * @param failure The first words of the error where there is none.
 * @throws {TypeError} When the target has none, as an endpoint that never streams.
 */
export function namedWireOf<Event>(target: StreamTarget<Event>, failure: string): NamedWire<Event> {
  if ('frame' in target) return { name: 'a wire format', wire: target }

  const { name, wire } = 'endpoint' in target ? target.endpoint : target
  if (wire) return { name, wire }
  throw new TypeError(`${failure}: "${name}" has no wire format, so that it never streams.`)
}
