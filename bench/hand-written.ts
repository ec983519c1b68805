const encoder = new TextEncoder()

/** Encodes an event as a hand-written handler does. */
export function handWritten(event: unknown): Uint8Array {
  return encoder.encode('data: ' + JSON.stringify(event) + '\n\n')
}

/** The same, where the records of a stream have names. */
export function handNamed(name: string, data: unknown): Uint8Array {
  return encoder.encode('event: ' + name + '\ndata: ' + JSON.stringify(data) + '\n\n')
}

/** A chat completion, one event after the other, and its end. */
export function* handWrittenStream(events: readonly unknown[]): Generator<Uint8Array> {
  for (const event of events) yield handWritten(event)
  yield encoder.encode('data: [DONE]\n\n')
}
