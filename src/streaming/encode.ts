import { printed } from './thrown.js'

/** One record of Server-Sent Events. */
export interface SseRecord {
  /** The name on the `event:` line; no such line unless given. */
  readonly event?: string
  /** The payload of the `data:` lines. A text of several lines becomes several `data:` lines. */
  readonly data: string
}

/** The end of every line of a stream: LF or CRLF. */
export type LineEnding = '\n' | '\r\n'

/** Matches any line break. Other servers may mix all three in one stream. */
export const LINE_BREAK = /\r\n|\r|\n/
/** Matches the characters that the name of an event cannot have. */
const NOT_IN_NAMES = /[\r\n\0]/
const encoder = new TextEncoder()

/**
 * Writes one record of Server-Sent Events as text, with the blank line that closes the record.
 *
 * @param isJSON True where the data is known to be JSON.
 * @throws {TypeError} When the name has a line break or a NUL, or the line ending is neither LF nor
 * CRLF.
 */
export function writeRecord(
  { event, data }: SseRecord,
  lineEnding: LineEnding = '\n',
  isJSON = false,
): string {
  // JSON has one line.
  const text = isJSON || isOneLine(data) ? data : data.split(LINE_BREAK).join(`${lineEnding}data: `)
  const fields = `data: ${text}${endOfRecord(lineEnding)}`

  return event === undefined ? fields : `event: ${checkedName(event)}${lineEnding}${fields}`
}

/**
 * Encodes one record of Server-Sent Events, with the blank line that closes the record.
 *
 * @throws {TypeError} When the name has a line break or a NUL, or the line ending is neither LF nor
 * CRLF.
 * @example
 * encode({ data: '[DONE]' }) // data: [DONE]\n\n
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function encode(record: SseRecord, lineEnding: LineEnding = '\n'): Uint8Array {
  return encoder.encode(writeRecord(record, lineEnding))
}

/**
 * Encodes one comment: a `:` line for each line of the text, and a blank line.
 *
 * @throws {TypeError} When the line ending is neither LF nor CRLF.
 */
export function encodeComment(text: string, lineEnding: LineEnding = '\n'): Uint8Array {
  const lines = text.split(LINE_BREAK).map((line) => (line === '' ? ':' : `: ${line}`))

  return encoder.encode(lines.join(lineEnding) + endOfRecord(lineEnding))
}

/** Encodes a text as UTF-8. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Recognizes a `Uint8Array` by its tag: Jest's are of another realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]'
}

/** Recognizes an `ArrayBuffer`, of Jest's realm too, or a view of one. */
export function isBuffer(value: unknown): value is ArrayBuffer | ArrayBufferView {
  return (
    ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === '[object ArrayBuffer]'
  )
}

function endOfRecord(lineEnding: LineEnding): string {
  if (lineEnding === '\n') return '\n\n'
  if (lineEnding === '\r\n') return '\r\n\r\n'
  // Plain JavaScript may give any other.
  throw new TypeError(
    `Failed to encode an SSE record: ${printed(lineEnding)} is no line ending. Expected "\\n" or "\\r\\n".`,
  )
}

function isOneLine(text: string): boolean {
  // Faster than a regular expression, and every event is searched.
  return !text.includes('\n') && !text.includes('\r')
}

/** The last name that was checked. Most events of a stream have the name of the event before. */
let lastName = ''

function checkedName(event: string): string {
  if (event !== lastName && NOT_IN_NAMES.test(event)) {
    throw new TypeError(
      `Failed to encode an SSE record: the event name ${JSON.stringify(event)} has a line break or a NUL.`,
    )
  }
  lastName = event
  return event
}
