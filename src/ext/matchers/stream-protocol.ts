import { createRoutes } from '../../routes/index.js'
import {
  isReadable,
  knownEndpoints,
  type KnownEndpoint,
  type ReadableEndpoint,
} from '../../routes/known-endpoints.js'
import { textAt } from '../../routes/protocol/fields.js'
import { inline } from '../../routes/protocol/print.js'
import type { StreamedToolCall } from '../../routes/protocol/readers.js'

// Makes the endpoints of OpenAI known, also in a test without routes that reads recorded events.
createRoutes()

/**
 * Gives the text that each event adds: one entry for each event, `''` for an unknown event.
 *
 * @throws {TypeError} When no endpoint recognizes an event of the stream.
 */
export function textsOf(events: readonly unknown[], endpoint?: KnownEndpoint): string[] {
  const reader = readerOf(events, endpoint)
  const isOwn = events.map((event) => reader !== undefined && isEventOf(reader, event))
  const own = events.filter((_, index) => isOwn[index])
  const texts = reader?.events.text(own) ?? []
  if (texts.length !== own.length) {
    throw new TypeError(
      `Failed to read a stream: events.text() of "${reader?.name}" gave ${texts.length} texts for ${own.length} events. Expected one for each.`,
    )
  }
  const next = texts.values()
  return isOwn.map((is) => (is ? (next.next().value ?? '') : ''))
}

/**
 * Joins the tool calls of a stream.
 *
 * @throws {TypeError} When no endpoint recognizes an event of the stream.
 */
export function toolCallsOf(
  events: readonly unknown[],
  endpoint?: KnownEndpoint,
): readonly StreamedToolCall[] {
  const reader = readerOf(events, endpoint)
  return reader?.events.toolCalls?.(events.filter((event) => isEventOf(reader, event))) ?? []
}

/** Names the type of each event: by the reader of the endpoint, or else by the event's `type` or `event`. */
export function typesOf(events: readonly unknown[], endpoint?: KnownEndpoint): string[] {
  const owner = endpoint ?? recognize(events)
  return events.map((event) => {
    const type = owner && isEventOf(owner, event) && owner.events?.type?.(event)
    return type || textAt(event, 'type') || textAt(event, 'event') || 'unknown'
  })
}

/** Prints an event on one line: by the reader of the endpoint, or else as JSON. */
export function lineOf(event: unknown, endpoint?: KnownEndpoint): string {
  const owner = endpoint ?? recognize([event])
  const line = owner && isEventOf(owner, event) && owner.events?.line?.(event)
  return line || inline(event)
}

/** Finds the first known endpoint that recognizes every event, and prints events as lines. */
export function endpointWithLines(events: readonly unknown[]): ReadableEndpoint | undefined {
  return knownEndpoints().find(
    (known) => known.events.line && recognizesAll(known, events) && events.length > 0,
  )
}

/** Chooses the endpoint whose reader reads a stream; undefined for a stream without events. */
function readerOf(
  events: readonly unknown[],
  endpoint: KnownEndpoint | undefined,
): ReadableEndpoint | undefined {
  if (endpoint) return givenReader(events, endpoint)

  const reader = recognize(events)
  if (reader || events.length === 0) return reader
  // Another copy of the package may have added endpoints of the same names.
  const names = [...new Set(knownEndpoints().map(({ name }) => name))]
  throw new TypeError(
    `Failed to read a stream: expected events of a known endpoint; received ${inline(events[0])}. ` +
      'For another endpoint, pass { endpoint }: one that declares events: { text }. ' +
      `Known endpoints: ${names.join(', ')}.`,
  )
}

function givenReader(events: readonly unknown[], endpoint: KnownEndpoint): ReadableEndpoint {
  if (!isReadable(endpoint)) {
    throw new TypeError(
      `Failed to read a stream: the endpoint "${endpoint.name}" declares no events. Declare events: { text } in it.`,
    )
  }
  if (events.length === 0 || events.some((event) => isEventOf(endpoint, event))) return endpoint

  throw new TypeError(
    `Failed to read a stream: expected events of ${endpoint.name}; received ${inline(events[0])}.`,
  )
}

/** Finds the first known endpoint that recognizes every event, or else the first that recognizes any. */
export function recognize(events: readonly unknown[]): ReadableEndpoint | undefined {
  if (events.length === 0) return undefined

  const known = knownEndpoints()
  return (
    known.find((endpoint) => recognizesAll(endpoint, events)) ??
    known.find((endpoint) => events.some((event) => isEventOf(endpoint, event)))
  )
}

function recognizesAll(endpoint: KnownEndpoint, events: readonly unknown[]): boolean {
  return events.every((event) => isEventOf(endpoint, event))
}

/** Recognizes an event of an endpoint: by the reader, or else by the schema of the wire format. */
function isEventOf({ events, wire }: KnownEndpoint, event: unknown): boolean {
  if (events?.is) return events.is(event)
  return wire?.event.safeParse(event).success === true
}
