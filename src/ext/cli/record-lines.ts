const LF = 0x0a
const CR = 0x0d

/** Numbers the lines of a stream that comes in chunks. LF, CR and CRLF end a line. */
export class RecordLines {
  /** The numbers of lines that are not blank, by the offsets at which the lines begin. */
  readonly #numbers = new Map<number, number>()
  #offset = 0
  #before = 0
  /** The line that has not ended. */
  #line = { start: 0, number: 1 }
  /** The offset behind the last blank line. */
  #recordStart = 0
  /** The same before the last chunk: a record may end with a CR, which counts once its LF may have come. */
  #earlierStart = 0

  /** The number of bytes of the record that no blank line has ended. */
  get openBytes(): number {
    return this.#offset - this.#recordStart
  }

  read(bytes: Uint8Array): void {
    this.#earlierStart = this.#recordStart
    for (const byte of bytes) {
      this.#offset++
      if (byte === LF && this.#before === CR) this.#line.start = this.#offset
      else if (byte === LF || byte === CR) this.#endLine()
      this.#before = byte
    }
  }

  /**
   * Gives the number of the line at which a record begins, from 1 on.
   *
   * @param offset The offset of the record; the last line unless given.
   */
  lineAt(offset: number | undefined): number {
    // Also where the stream begins with a blank line, or has no content.
    if (offset === 0) return 1
    const { start, number } = this.#line
    const known = offset === undefined || offset === start ? undefined : this.#numbers.get(offset)
    // A break at the end of a stream begins no line.
    return known ?? (start === this.#offset ? Math.max(1, number - 1) : number)
  }

  /** Forgets the lines of records to which no new finding belongs. */
  forget(): void {
    for (const offset of this.#numbers.keys()) {
      if (offset >= this.#earlierStart) return
      this.#numbers.delete(offset)
    }
  }

  #endLine(): void {
    const { start, number } = this.#line
    if (start === this.#offset - 1) this.#recordStart = this.#offset
    else this.#numbers.set(start, number)
    this.#line = { start: this.#offset, number: number + 1 }
  }
}
