/** One Server-Sent Events record, still text. */
export interface SseRecord {
  /** The name on its `event:` line. */
  readonly event?: string
  /** The payload of its `data:` lines. */
  readonly data: string
}

/** How the lines of a stream end. */
export type LineEnding = '\n' | '\r\n'

/** Where a line of a stream ends, whatever ends the others. */
export const LINE_BREAK = /\r\n|\r|\n/
/** What ends a record. */
const BLANK = { '\n': '\n\n', '\r\n': '\r\n\r\n' } as const
/** Faster than {@link LINE_BREAK} where there is none. */
const ENDS_LINE = /[\r\n]/
/** What no name of an event can have. */
const NO_NAME = /[\r\n\0]/
const encoder = new TextEncoder()

/**
 * Encode one record, closing blank line included.
 *
 * @throws {TypeError} When the event's name has a line break, or a NUL.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function encode(record: SseRecord, lineEnding: LineEnding = '\n'): Uint8Array {
  const { event, data } = record
  const name = event === undefined ? '' : `event: ${nameOf(event)}${lineEnding}`
  // JSON is one line, and has to be fast.
  const text = isOneLine(data) ? data : data.split(LINE_BREAK).join(`${lineEnding}data: `)

  return encoder.encode(`${name}data: ${text}${BLANK[lineEnding]}`)
}

/** Encode one comment, a `:` line for each of its own lines, and a blank line. */
export function encodeComment(text: string, lineEnding: LineEnding = '\n'): Uint8Array {
  const lines = text.split(LINE_BREAK).map((line) => (line === '' ? ':' : `: ${line}`))

  return encoder.encode(lines.join(lineEnding) + lineEnding + lineEnding)
}

/** Encode text as it is. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text)
}

function isOneLine(text: string): boolean {
  return !ENDS_LINE.test(text)
}

function nameOf(event: string): string {
  if (NO_NAME.test(event)) {
    throw new TypeError(
      `Failed to encode an SSE record: the event name ${JSON.stringify(event)} has a line break or a NUL.`,
    )
  }
  return event
}
