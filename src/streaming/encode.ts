/** One record of Server-Sent Events, as text. */
export interface SseRecord {
  /** The name on its `event:` line. */
  readonly event?: string
  /** The payload of its `data:` lines. */
  readonly data: string
}

/** The end of every line of a stream. */
export type LineEnding = '\n' | '\r\n'

/** The end of a line of a stream, whatever ends the others. */
export const LINE_BREAK = /\r\n|\r|\n/
/** Faster than {@link LINE_BREAK} where there is none. */
const ENDS_LINE = /[\r\n]/
/** Characters that no name of an event can have. */
const NO_NAME = /[\r\n\0]/
const encoder = new TextEncoder()

/**
 * Writes one record, its closing blank line included, as text.
 *
 * @throws {TypeError} When the event's name has a line break or a NUL, or the line ending is neither LF nor CRLF.
 */
export function writeRecord({ event, data }: SseRecord, lineEnding: LineEnding = '\n'): string {
  const name = event === undefined ? '' : `event: ${nameOf(event)}${lineEnding}`
  // JSON is one line, and has to be fast.
  const text = isOneLine(data) ? data : data.split(LINE_BREAK).join(`${lineEnding}data: `)

  return `${name}data: ${text}${endOfRecord(lineEnding)}`
}

/**
 * Encodes one record, its closing blank line included.
 *
 * @throws {TypeError} When the event's name has a line break or a NUL, or the line ending is neither LF nor CRLF.
 * @example
 * encode({ data: '[DONE]' }) // data: [DONE]\n\n
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function encode(record: SseRecord, lineEnding: LineEnding = '\n'): Uint8Array {
  return encoder.encode(writeRecord(record, lineEnding))
}

/**
 * Encodes one comment: a `:` line for each of its own lines, and a blank line.
 *
 * @throws {TypeError} When the line ending is neither LF nor CRLF.
 */
export function encodeComment(text: string, lineEnding: LineEnding = '\n'): Uint8Array {
  const lines = text.split(LINE_BREAK).map((line) => (line === '' ? ':' : `: ${line}`))

  return encoder.encode(lines.join(lineEnding) + endOfRecord(lineEnding))
}

/** Encodes a text as it is. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Recognizes bytes by their tag: they may be of another realm, as Jest's are. */
export function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]'
}

function endOfRecord(lineEnding: LineEnding): string {
  if (lineEnding === '\n') return '\n\n'
  if (lineEnding === '\r\n') return '\r\n\r\n'
  // Plain JavaScript may have given any other.
  throw new TypeError(
    `Failed to encode an SSE record: ${JSON.stringify(lineEnding)} is no line ending. Expected "\\n" or "\\r\\n".`,
  )
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
