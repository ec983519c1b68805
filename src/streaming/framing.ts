import type { SseRecord } from './encode.js'
import type { StreamError } from './errors.js'

/**
 * Writes `data:` alone, as Chat Completions does.
 *
 * @throws {TypeError} When the event has no JSON.
 */
export function unnamed(event: unknown): SseRecord {
  return { data: stringify(event) }
}

/**
 * Writes the `type` of the event on the `event:` line, as Responses does.
 *
 * @throws {TypeError} When the event has no JSON.
 */
export function namedByType(event: { readonly type: string }): SseRecord {
  return { event: event.type, data: stringify(event) }
}

/**
 * Writes the two fields of the event as `event:` and `data:`, as Assistants does.
 *
 * @throws {TypeError} When the data has no JSON.
 */
export function enveloped(event: { readonly event: string; readonly data: unknown }): SseRecord {
  return { event: event.event, data: stringify(event.data) }
}

/** Makes OpenAI's error object, as it stands inside `{ error }`. */
export function errorObject({ message, type, param, code, more }: StreamError) {
  return { message, type, param, code, ...more }
}

/** Writes an error inside a stream as one unnamed `{ error }` record. */
export function unnamedError(error: StreamError): readonly SseRecord[] {
  return [unnamed({ error: errorObject(error) })]
}

function stringify(value: unknown): string {
  const json: string | undefined = JSON.stringify(value)
  if (json === undefined)
    throw new TypeError(`Failed to stringify ${typeof value}: JSON has no such value.`)
  return json
}
