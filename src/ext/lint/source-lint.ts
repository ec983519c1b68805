import type { Finding, LintedEndpoint } from '../../routes/lint/finding.js'
import { Linter } from '../../routes/lint/linter.js'
import { print } from '../../routes/protocol/print.js'
import { concat, isBuffer } from '../../streaming/internal.js'
import { otherThanStream } from './other-than-stream.js'
import { MOST_RECOGNIZED } from './recognize-endpoint.js'

/** Lints one source item by item: events, or bytes in chunks of any size. */
export class SourceLint<Event> {
  readonly #linter: Linter<Event>
  readonly #findings: Finding[] = []
  /** The first bytes of the source, which may be of something else than a stream. */
  readonly #head: Uint8Array[] = []
  #headSize = 0
  #index = 0

  /** @throws {TypeError} When the endpoint never streams. */
  constructor(endpoint: LintedEndpoint<Event>) {
    this.#linter = new Linter(endpoint)
  }

  /**
   * Lints a chunk of bytes or an event.
   *
   * @throws {TypeError} When the item is a text, and no event of the endpoint.
   */
  take(item: unknown): void {
    this.#add(isBuffer(item) ? this.#bytes(bytesOf(item)) : this.#event(item))
    this.#index++
  }

  /** Notes that the source ends in an error of the endpoint: nothing else is missing then. */
  fail(): void {
    this.#linter.fail()
  }

  /** Notes that the connection fails before the stream ends. */
  cut(error: unknown): void {
    this.#add(this.#linter.cut(error))
  }

  /** Ends the source, and gives all that was found. */
  end(): readonly Finding[] {
    this.#add(this.#linter.end())
    const other = otherThanStream(concat(this.#head))
    const empty = this.#findings.find(({ rule }) => rule === 'stream/empty')
    if (!other || !empty) return this.#findings
    // What else was found in bytes of something else says nothing of a stream.
    const cuts = this.#findings.filter(({ rule }) => rule === 'stream/cut')
    return [...cuts, { ...empty, message: `This is no stream, but ${other.found}.` }]
  }

  #bytes(chunk: Uint8Array): Finding[] {
    // Copied: a source may use the memory of a chunk again.
    const head = chunk.slice(0, MOST_RECOGNIZED - this.#headSize)
    if (head.length > 0) this.#head.push(head)
    this.#headSize += head.length
    return this.#linter.bytes(chunk)
  }

  #event(item: unknown): Finding[] {
    const findings = this.#linter.event(item)
    if (typeof item !== 'string' || !findings.some(({ rule }) => rule === 'stream/schema')) {
      return findings
    }
    throw new TypeError(
      `Failed to lint a stream: item ${this.#index} is a text: ${print(item)}. Give the event itself, or bytes: new TextEncoder().encode(text).`,
    )
  }

  #add(findings: readonly Finding[]): void {
    for (const finding of findings) this.#findings.push(finding)
  }
}

/** Gives the bytes of a buffer. */
export function bytesOf(buffer: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer)
}
