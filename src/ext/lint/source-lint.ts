import { withoutComments } from '../../routes/lint/call-findings.js'
import type { Finding, LintedEndpoint } from '../../routes/lint/finding.js'
import { Linter } from '../../routes/lint/linter.js'
import { print } from '../../routes/protocol/print.js'
import { encode, type Cue, type WireFormat } from '../../streaming/index.js'
import { concat, isBuffer, isCue } from '../../streaming/internal.js'
import { otherThanStream } from './other-than-stream.js'
import { MOST_RECOGNIZED } from './recognize-endpoint.js'
import { contentOf, isReadableScript } from './script-items.js'

/**
 * Lints one source item by item: events, bytes in chunks of any size, or what a script yields. A
 * script is linted as its endpoint sends it.
 */
export class SourceLint<Event> {
  readonly #linter: Linter<Event>
  /** The wire format of a script; undefined for any other source. */
  readonly #wire: WireFormat<Event> | undefined
  readonly #findings: Finding[] = []
  /** The first bytes of the source, which may be of something else than a stream. */
  readonly #head: Uint8Array[] = []
  #headSize = 0
  #index = 0
  /** False once the source has no usual end. */
  #isWhole = true

  /** @throws {TypeError} When the endpoint never streams. */
  constructor(endpoint: LintedEndpoint<Event>, source: unknown) {
    const isPlayed = isReadableScript(source)
    this.#linter = new Linter(isPlayed ? withoutComments(endpoint) : endpoint)
    this.#wire = isPlayed ? endpoint.wire : undefined
  }

  /**
   * Lints a chunk of bytes, an event, or a cue of a script.
   *
   * @throws {TypeError} When the item is a text, and no event of the endpoint.
   */
  take(item: unknown): void {
    if (this.#wire && isCue(item)) return this.#cue(item)
    this.#add(isBuffer(item) ? this.#bytes(bytesOf(item)) : this.#event(item))
    this.#index++
  }

  /** Notes that the source ends in an error of the endpoint: nothing else is missing then. */
  fail(): void {
    this.#isWhole = false
    this.#linter.fail()
  }

  /** Notes that the connection fails before the stream ends. */
  cut(error: unknown): void {
    this.#isWhole = false
    this.#add(this.#linter.cut(error))
  }

  /** Ends the source, and gives all that was found. */
  end(): readonly Finding[] {
    const { terminator, lineEnding } = this.#wire ?? {}
    if (terminator && this.#isWhole) this.#add(this.#linter.bytes(encode(terminator, lineEnding)))
    this.#add(this.#linter.end())
    const other = otherThanStream(concat(this.#head))
    const empty = this.#findings.find(({ rule }) => rule === 'stream/empty')
    if (!other || !empty) return this.#findings
    // What else was found in bytes of something else says nothing of a stream.
    const cuts = this.#findings.filter(({ rule }) => rule === 'stream/cut')
    return [...cuts, { ...empty, message: `This is no stream, but ${other.found}.` }]
  }

  #cue(cue: Cue): void {
    for (const content of contentOf(cue)) this.take(content)
    if (cue.type === 'cut') this.cut('the script drops it with cut().')
    if (cue.type === 'stall') this.#isWhole = false
  }

  #bytes(chunk: Uint8Array): Finding[] {
    // Copied: a source may use the memory of a chunk again.
    const head = chunk.slice(0, MOST_RECOGNIZED - this.#headSize)
    if (head.length > 0) this.#head.push(head)
    this.#headSize += head.length
    return this.#linter.bytes(chunk)
  }

  #event(item: unknown): Finding[] {
    const findings = this.#wire ? this.#sent(this.#wire, item) : this.#linter.event(item)
    if (typeof item !== 'string' || !findings.some(({ rule }) => rule === 'stream/schema')) {
      return findings
    }
    throw new TypeError(
      `Failed to lint a stream: item ${this.#index} is a text: ${print(item)}. Give the event itself, or bytes: new TextEncoder().encode(text).`,
    )
  }

  /** Lints an event of a script as the record that its endpoint sends. */
  #sent({ frame, lineEnding }: WireFormat<Event>, event: unknown): Finding[] {
    let record: Uint8Array
    try {
      // A value of any type: the lint finds whether it is an event of the endpoint.
      record = encode(frame(event as Event), lineEnding)
    } catch (error) {
      // A value without JSON is no event of the endpoint, which is a finding. Anything else is a fault of the frame.
      const findings = this.#linter.event(event)
      if (findings.length === 0) throw error
      return findings
    }
    return this.#bytes(record)
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
