const LF = 0x0a
const CR = 0x0d

/** Finds the lines of a stream by offsets. LF, CR and CRLF end a line. */
export class LineStarts {
  readonly #starts: number[] = [0]
  #size = 0

  constructor(chunks: Iterable<{ readonly bytes: Uint8Array }>) {
    let before = 0
    for (const { bytes } of chunks) {
      for (const byte of bytes) {
        this.#size++
        if (byte === LF && before === CR) this.#starts[this.#starts.length - 1] = this.#size
        else if (byte === LF || byte === CR) this.#starts.push(this.#size)
        before = byte
      }
    }
  }

  /** Gives the number of the line that contains an offset, from 1 on; of the last line without an offset. */
  lineAt(offset = this.#size - 1): number {
    let [low, high] = [0, this.#starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
