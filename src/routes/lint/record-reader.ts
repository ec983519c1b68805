import { LineReader, type Line } from './line-reader.js'

/** One field of a record, or one comment, whose name is empty. */
export interface RecordLine extends Line {
  readonly field: string
  readonly value: string
  /** True for a line whose colon is followed by a space. */
  readonly hasSpace: boolean
}

/** One record of a stream as it is on the wire, with everything that clients skip. */
export interface WireRecord {
  /** The lines of the record, without the blank line. */
  readonly lines: readonly RecordLine[]
  /** The blank line that closes the record; undefined at the end of a stream that lacks the line. */
  readonly blank: Line | undefined
  /** True where a byte order mark precedes the record. */
  readonly hasBom: boolean
  /** The zero-based offset of the first byte in the stream. */
  readonly offset: number
  /** The last `event:`; undefined where there is none. */
  readonly name: string | undefined
  /** The joined `data:` lines; undefined where there is none. */
  readonly data: string | undefined
}

const BOM = '\uFEFF'

/** Reads the records of a stream. A blank line that closes nothing is no record. */
export class RecordReader {
  readonly #lines = new LineReader()
  #record: RecordLine[] = []
  #hasBom = false

  /** Gives the last record; undefined where the stream ends with a blank line. */
  end(): WireRecord | undefined {
    const line = this.#lines.end()
    return (line && this.#take(line)) ?? this.#close(undefined)
  }

  /** Gives the records that end in a chunk. */
  *read(chunk: Uint8Array): Generator<WireRecord, void, undefined> {
    for (const line of this.#lines.read(chunk)) {
      const record = this.#take(line)
      if (record) yield record
    }
  }

  #take(line: Line): WireRecord | undefined {
    const isMarked = line.offset === 0 && line.text.startsWith(BOM)
    this.#hasBom ||= isMarked
    const text = isMarked ? line.text.slice(1) : line.text
    if (text === '' && line.break !== '') return this.#close(line)
    if (text !== '') this.#record.push(fieldOf({ ...line, text }))
    return undefined
  }

  #close(blank: Line | undefined): WireRecord | undefined {
    const [lines, hasBom] = [this.#record, this.#hasBom]
    const [first] = lines
    if (!first) return undefined
    this.#record = []
    this.#hasBom = false
    const data = lines.filter(({ field }) => field === 'data').map(({ value }) => value)
    return {
      lines,
      blank,
      hasBom,
      offset: first.offset,
      name: lines.findLast(({ field }) => field === 'event')?.value || undefined,
      data: data.length > 0 ? data.join('\n') : undefined,
    }
  }
}

function fieldOf(line: Line): RecordLine {
  const { text } = line
  const colon = text.indexOf(':')
  if (colon < 0) return { ...line, field: text, value: '', hasSpace: false }
  const hasSpace = text[colon + 1] === ' '
  return {
    ...line,
    field: text.slice(0, colon),
    value: text.slice(colon + (hasSpace ? 2 : 1)),
    hasSpace,
  }
}
