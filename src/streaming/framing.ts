import type { SseRecord } from './encode.js'
import type { StreamError } from './errors.js'

/** Only `data:`, as Chat Completions sends it. */
export function unnamed(event: unknown): SseRecord {
  return { data: stringify(event) }
}

/** `event:` repeats the payload's own `type`, as Responses sends it. */
export function namedByType(event: { readonly type: string }): SseRecord {
  return { event: event.type, data: stringify(event) }
}

/** `event:` and `data:` are the two fields of the event, as Assistants sends it. */
export function enveloped(event: { readonly event: string; readonly data: unknown }): SseRecord {
  return { event: event.event, data: stringify(event.data) }
}

/** OpenAI's error object, as it stands inside `{ error }`. */
export function errorObject({ message, type, param, code }: StreamError) {
  return { message, type, param, code }
}

/** The default way to tell of an error in a stream: one unnamed `{ error }` record. */
export function unnamedError(error: StreamError): readonly SseRecord[] {
  return [unnamed({ error: errorObject(error) })]
}

function stringify(value: unknown): string {
  const json: string | undefined = JSON.stringify(value)
  if (json === undefined)
    throw new TypeError(`Failed to stringify ${typeof value}: JSON has no such value.`)
  return json
}
