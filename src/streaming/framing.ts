import type { SseRecord } from './encode.js'
import type { StreamError } from './errors.js'

/**
 * Frames an event as a record with `data:` alone, as Chat Completions does.
 *
 * @throws {TypeError} When the event has no JSON.
 * @example
 * const wire: WireFormat<Tick> = { event: tick, frame: unnamed }
 */
export function unnamed(event: unknown): SseRecord {
  return { data: stringify(event) }
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

function stringify(value: unknown): string {
  const json: string | undefined = JSON.stringify(value)
  if (json === undefined)
    throw new TypeError(`Failed to stringify ${typeof value}: JSON has no such value.`)
  return json
}
