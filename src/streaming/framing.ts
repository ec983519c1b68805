import type { SseRecord } from './encode.js'
import type { StreamError } from './errors.js'
import { stringify, stringifyNext } from './stringify.js'

/**
 * Frames an event as a record with `data:` alone, as Chat Completions does.
 *
 * @throws {TypeError} When the event has no JSON.
 * @example
 * const wire: WireFormat<Tick> = { event: tick, frame: unnamed }
 */
export function unnamed(event: unknown): SseRecord {
  return { data: stringifyNext(event) }
}

/**
 * Frames an event as a record with the event's `type` on the `event:` line, as Responses does.
 *
 * @throws {TypeError} When the event has no JSON.
 * @example
 * const wire: WireFormat<Tick> = { event: tick, frame: namedByType }
 */
export function namedByType(event: { readonly type: string }): SseRecord {
  return { event: event.type, data: stringify(event) }
}

/**
 * Frames an event of two fields, `event` and `data`, as a record of the same two, as Assistants
 * does.
 *
 * @throws {TypeError} When the data has no JSON.
 * @example
 * const wire: WireFormat<Tick> = { event: tick, frame: enveloped }
 */
export function enveloped(event: { readonly event: string; readonly data: unknown }): SseRecord {
  return { event: event.event, data: stringify(event.data) }
}

/**
 * Makes OpenAI's error object of a `StreamError`, for the `error` of a wire format of your own.
 *
 * @example
 * const error = (thrown: StreamError) => [unnamed({ error: errorObject(thrown) })]
 */
export function errorObject({ message, type, param, code, more }: StreamError) {
  return { message, type, param, code, ...more }
}

/** Frames an error inside a stream as one unnamed `{ error }` record. */
export function unnamedError(error: StreamError): readonly SseRecord[] {
  return [unnamed({ error: errorObject(error) })]
}

const parsers = new Map<unknown, (record: string) => unknown>([
  [unnamed, dataOf],
  [namedByType, dataOf],
  [
    enveloped,
    (record) => ({ event: /^event: ([^\r\n]*)/.exec(record)?.[1], data: dataOf(record) }),
  ],
])

/**
 * Finds the function that makes an event of the text of its record, where `frame` has framed the
 * event; undefined for a function of the user's own.
 */
export function parserOf<Event>(
  frame: (event: Event) => SseRecord,
): ((record: string) => Event) | undefined {
  // The record was made of an event of this type.
  return parsers.get(frame) as ((record: string) => Event) | undefined
}

/**
 * Makes an event of the name and the data of a record: the inverse of the functions that frame.
 *
 * @param read The `read` of the wire format, for a `frame` of the user's own.
 * @param data The `data` of the record, parsed as JSON.
 */
export function eventOfRecord(
  { frame, read }: { readonly frame: unknown; readonly read?: ReadRecord | undefined },
  name: string | undefined,
  data: unknown,
): unknown {
  if (read) return read(name, data)
  return frame === enveloped ? { event: name, data } : data
}

/** Makes an event of the name of a record, and of its data, parsed as JSON. */
export type ReadRecord = (name: string | undefined, data: unknown) => unknown

function dataOf(record: string): unknown {
  const line = record.startsWith('event: ') ? record.indexOf('\n') + 1 : 0
  return JSON.parse(record.slice(line + 'data: '.length))
}
