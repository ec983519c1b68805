import { concat } from '../../streaming/internal.js'

/** The break that ends a line; none for an unfinished line at the end of a stream. */
export type LineBreak = '\n' | '\r\n' | '\r' | ''

/** One line of a stream. */
export interface Line {
  readonly text: string
  /** The zero-based offset of the first byte in the stream. */
  readonly offset: number
  readonly break: LineBreak
  /** False where bytes are no UTF-8. In the text, U+FFFD stands for them. */
  readonly isUtf8: boolean
}

/** The most bytes of a line. A text of JavaScript holds a few more. */
const MOST_BYTES = 500_000_000

const LF = 0x0a
const CR = 0x0d
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/** Splits bytes into lines, and keeps what `decode()` loses: offsets, breaks and invalid bytes. */
export class LineReader {
  #parts: Uint8Array[] = []
  /** The number of bytes in the parts. */
  #size = 0
  #offset = 0
  /** True where the last chunk ended with CR: the LF of the same break may begin the next chunk. */
  #isAfterCR = false

  /** Gives the last line, which may be unfinished; undefined where the stream ends with a break. */
  end(): Line | undefined {
    if (this.#isAfterCR) return this.#take('\r')
    return this.#parts.length > 0 ? this.#take('') : undefined
  }

  /**
   * Gives the lines that end in a chunk.
   *
   * @throws {RangeError} When a line is too long for a text.
   */
  *read(chunk: Uint8Array): Generator<Line, void, undefined> {
    if (chunk.length === 0) return
    let start = 0
    if (this.#isAfterCR) {
      this.#isAfterCR = false
      start = chunk[0] === LF ? 1 : 0
      yield this.#take(start === 1 ? '\r\n' : '\r')
    }

    const breaks = new Breaks(chunk)
    for (let end = breaks.from(start); end < chunk.length; end = breaks.from(start)) {
      this.#grow(end - start)
      this.#parts.push(chunk.subarray(start, end))
      this.#isAfterCR = chunk[end] === CR && end + 1 === chunk.length
      if (this.#isAfterCR) return
      const found = chunk[end] === LF ? '\n' : chunk[end + 1] === LF ? '\r\n' : '\r'
      yield this.#take(found)
      start = end + found.length
    }
    if (start === chunk.length) return
    this.#grow(chunk.length - start)
    // A copy: the caller may use the memory of the chunk again.
    this.#parts.push(chunk.slice(start))
  }

  #grow(bytes: number): void {
    this.#size += bytes
    if (this.#size <= MOST_BYTES) return
    this.#parts = []
    throw new RangeError(
      `Failed to read a stream: the line at byte ${this.#offset} has more than 500 MB. End each line, and each record with a blank one.`,
    )
  }

  #take(lineBreak: LineBreak): Line {
    const [first = new Uint8Array(), ...more] = this.#parts
    const bytes = more.length === 0 ? first : concat([first, ...more])
    const offset = this.#offset
    this.#parts = []
    this.#size = 0
    this.#offset += bytes.length + lineBreak.length
    return { ...decoded(bytes), offset, break: lineBreak }
  }
}

/** Finds the line breaks of a chunk, in linear time whichever of the two breaks the chunk has. */
class Breaks {
  readonly #chunk: Uint8Array
  #lf = -1
  #cr = -1

  constructor(chunk: Uint8Array) {
    this.#chunk = chunk
  }

  /** Gives the index of the first break from an index on; the length of the chunk where there is none. */
  from(start: number): number {
    if (this.#lf < start) this.#lf = this.#find(LF, start)
    if (this.#cr < start) this.#cr = this.#find(CR, start)
    return Math.min(this.#lf, this.#cr)
  }

  #find(byte: number, start: number): number {
    const index = this.#chunk.indexOf(byte, start)
    return index < 0 ? this.#chunk.length : index
  }
}

function decoded(bytes: Uint8Array): Pick<Line, 'text' | 'isUtf8'> {
  if (bytes.length === 0) return { text: '', isUtf8: true }
  try {
    return { text: strict.decode(bytes), isUtf8: true }
  } catch {
    // The decoder throws for bytes that are no UTF-8: these are what the line is marked for.
    return { text: lenient.decode(bytes), isUtf8: false }
  }
}
