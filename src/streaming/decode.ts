import { isBuffer, LINE_BREAK, type SseRecord } from './encode.js'
import { printed, tagOf } from './thrown.js'

/** The bytes of a stream: as one array, or in chunks of any size. */
export type Bytes =
  | Uint8Array
  | ArrayBuffer
  | Iterable<Uint8Array>
  | AsyncIterable<Uint8Array>
  | ReadableStream<Uint8Array>

/** A record of Server-Sent Events as a client reads it. */
export interface DecodedRecord extends SseRecord {
  /** The last `id:` of the stream up to this record; undefined where there was none. */
  readonly id?: string
}

/**
 * Decodes a stream record by record, by the rules that browsers follow.
 *
 * Comments and unknown fields are skipped. A record without `data:` is dropped, and so is an
 * unfinished record at the end.
 *
 * @throws {TypeError} When `bytes` are none.
 * @example
 * for await (const { event, data } of decode(response.body)) console.log(event, data)
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* decode(bytes: Bytes): AsyncGenerator<DecodedRecord, void, undefined> {
  const record = new RecordBuilder()

  for await (const line of lines(bytes)) {
    const decoded = record.feed(line)
    if (decoded) yield decoded
  }
}

/**
 * Splits bytes at LF, CR and CRLF, and gives each line as soon as the line ends. An unfinished last
 * line is dropped.
 */
async function* lines(bytes: Bytes): AsyncGenerator<string, void, undefined> {
  // The decoder joins characters across chunks, and removes one leading BOM.
  const decoder = new TextDecoder()
  let line = ''
  let afterCarriageReturn = false

  for await (const chunk of chunksOf(bytes)) {
    const text = decoder.decode(chunk, { stream: true })
    if (text === '') continue

    // The CR at the end of the last chunk has ended its line: the LF of the same CRLF ends no
    // other.
    const rest = afterCarriageReturn && text.startsWith('\n') ? text.slice(1) : text
    afterCarriageReturn = text.endsWith('\r')

    const [head = '', ...tail] = rest.split(LINE_BREAK)
    line += head
    for (const next of tail) {
      yield line
      line = next
    }
  }
}

/**
 * Gives the chunks of bytes.
 *
 * @throws {TypeError} When plain JavaScript gives anything else, such as a `Response`.
 */
function chunksOf(bytes: Bytes): Iterable<AllowSharedBufferSource> | AsyncIterable<Uint8Array> {
  if (isBuffer(bytes)) return [bytes]
  if (typeof bytes === 'object' && bytes !== null) {
    if (Symbol.asyncIterator in bytes || Symbol.iterator in bytes) return bytes
  }
  throw new TypeError(
    `Failed to decode a stream: expected bytes, or chunks of bytes, such as response.body; received ${describe(bytes)}.`,
  )
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null ? tagOf(value) : printed(value)
}

/** Collects the fields of a record, line by line, until a blank line completes the record. */
class RecordBuilder {
  #data: string[] = []
  #event = ''
  #id = ''

  feed(line: string): DecodedRecord | undefined {
    if (line === '') return this.#dispatch()

    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    this.#set(field, colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, ''))
    return undefined
  }

  /** Sets a field of the record. Unknown fields are ignored, and so are comments, whose name is empty. */
  #set(field: string, value: string): void {
    if (field === 'data') this.#data.push(value)
    else if (field === 'event') this.#event = value
    else if (field === 'id' && !value.includes('\0')) this.#id = value
  }

  #dispatch(): DecodedRecord | undefined {
    const [data, event] = [this.#data, this.#event]
    this.#data = []
    this.#event = ''
    if (data.length === 0) return undefined

    return {
      ...(event && { event }),
      data: data.join('\n'),
      ...(this.#id && { id: this.#id }),
    }
  }
}
