import { isBytes, LINE_BREAK, type SseRecord } from './encode.js'

/** The bytes of a stream: all at once, or in pieces that are cut anywhere. */
export type Bytes =
  | Uint8Array
  | Iterable<Uint8Array>
  | AsyncIterable<Uint8Array>
  | ReadableStream<Uint8Array>

/** A record as a client reads it. */
export interface DecodedRecord extends SseRecord {
  /** The last `id:` seen so far, when there was one. */
  readonly id?: string
}

/**
 * Decodes a stream one record at a time, by the rules that browsers follow.
 *
 * Comments and unknown fields are skipped, a record without `data:` is dropped,
 * and so is one that the stream ends in the middle of.
 *
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

/** Splits bytes at LF, CR and CRLF, and gives each line as soon as it ends. An unfinished last line is dropped. */
async function* lines(bytes: Bytes): AsyncGenerator<string, void, undefined> {
  // Decodes UTF-8 across chunks, and strips one leading BOM.
  const decoder = new TextDecoder()
  let open = ''
  let afterCarriageReturn = false

  for await (const chunk of isBytes(bytes) ? [bytes] : bytes) {
    const text = decoder.decode(chunk, { stream: true })
    if (text === '') continue

    // A CRLF that was cut in half has ended its line already.
    const fresh = afterCarriageReturn && text.startsWith('\n') ? text.slice(1) : text
    afterCarriageReturn = text.endsWith('\r')

    const [head = '', ...tail] = fresh.split(LINE_BREAK)
    open += head
    for (const next of tail) {
      yield open
      open = next
    }
  }
}

/** Collects the fields of a record, line by line, until a blank line completes it. */
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

  /** Comments have an empty field name, so they are ignored like any unknown field. */
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
