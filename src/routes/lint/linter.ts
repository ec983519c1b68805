import { explainThrown } from '../../streaming/internal.js'
import { api } from '../api.js'
import { endpointsOf } from '../endpoints-of.js'
import { findingOf, type Finding, type FindingPlace, type LintedEndpoint } from './finding.js'
import { fittingPart } from './fitting-part.js'
import type { LintedEvent, ProtocolCheck, RuleProblem } from './lint-rule.js'
import { RecordReader, type WireRecord } from './record-reader.js'
import { sseRules } from './sse-rules.js'
import {
  hasError,
  isCounted,
  itemOfEvent,
  itemOfRecord,
  type JudgedEndpoint,
  type RecordItem,
  type StreamItem,
} from './stream-item.js'
import { streamRules } from './stream-rules.js'

/**
 * Checks one stream by the rules of its endpoint, piece by piece: as events, or as bytes in chunks
 * of any size. It takes linear time, and keeps what its rules compare.
 *
 * @example
 * const linter = new Linter(chat.completions.create.endpoint)
 * const findings = [...linter.bytes(bytes), ...linter.end()]
 */
export class Linter<Event> {
  readonly #endpoint: JudgedEndpoint<Event>
  readonly #without: ReadonlySet<string>
  readonly #records = new RecordReader()
  readonly #sse: ProtocolCheck<WireRecord>
  readonly #stream: ProtocolCheck<StreamItem<Event>>
  readonly #protocol: ProtocolCheck<Event> | undefined
  #count = 0
  #events = 0
  #hasBytes = false
  /** The other endpoint of the API whose events the stream has; undefined where there is none. */
  #owner: StreamingEndpoint | undefined
  #failed = false

  /** @throws {TypeError} When the endpoint never streams. */
  constructor({ name, wire, rules, withoutRules = [] }: LintedEndpoint<Event>) {
    if (!wire) {
      throw new TypeError(
        `Failed to lint a stream: "${name}" has no wire format, so that it never streams.`,
      )
    }
    this.#endpoint = { wire, rules }
    this.#without = new Set(withoutRules)
    this.#sse = sseRules(wire.lineEnding).begin()
    this.#stream = streamRules(wire, rules).begin()
    this.#protocol = rules?.begin()
  }

  /** The number of events so far that match the schema of the endpoint. */
  get events(): number {
    return this.#events
  }

  /** Takes the next event of a stream without bytes, and gives what is wrong with the event. */
  event(event: unknown): Finding[] {
    const read = (endpoint: JudgedEndpoint<unknown>) => itemOfEvent(endpoint, event)
    return this.#take(this.#owned(itemOfEvent(this.#endpoint, event), read), {})
  }

  /** Takes the next bytes of a stream, and gives what is wrong with the records that end in them. */
  bytes(chunk: Uint8Array): Finding[] {
    this.#hasBytes = true
    const found: Finding[] = []
    for (const record of this.#records.read(chunk)) {
      for (const finding of this.#record(record)) found.push(finding)
    }
    return found
  }

  /** Notes that the stream fails, as a script does that throws an error: nothing else is missing then. */
  fail(): void {
    this.#failed = true
  }

  /** Notes that the connection fails before the stream ends, and gives what is wrong with that. */
  cut(error: unknown): Finding[] {
    return this.#take({ type: 'cut', reason: explainThrown(error) }, {})
  }

  /** Ends the stream, and gives what is missing. */
  end(): Finding[] {
    const last = this.#records.end()
    const found = last ? this.#record(last) : []
    const end = { events: this.#events, hasBytes: this.#hasBytes, failed: this.#failed }
    const missing = this.#isOfOther
      ? []
      : [...this.#stream.end(end), ...(this.#protocol?.end(end) ?? [])]
    return [...found, ...this.#report(missing, {})]
  }

  #record(record: WireRecord): Finding[] {
    const { name, data, blank, offset: byteOffset } = record
    const item = data === undefined ? undefined : this.#itemOf(name, data)
    // Clients read an unfinished record, or drop it: only one that is whole counts.
    const counted = blank || item?.type !== 'unreadable' ? item : undefined
    const isEvent = counted !== undefined && isCounted(counted)
    const linted = { event: record, index: this.#count }
    const place = { byteOffset, ...(isEvent && { index: this.#count }) }
    const found = this.#report(this.#sse.event(linted), place)
    return counted ? [...found, ...this.#take(counted, place)] : found
  }

  #itemOf(name: string | undefined, data: string): RecordItem<Event> {
    const read = (endpoint: JudgedEndpoint<unknown>) => itemOfRecord(endpoint, name, data)
    return this.#owned(itemOfRecord(this.#endpoint, name, data), read)
  }

  /** Names the other endpoint to which an event belongs, as long as no event matches the schema of its own. */
  #owned(
    item: RecordItem<Event>,
    read: (endpoint: JudgedEndpoint<unknown>) => RecordItem,
  ): RecordItem<Event> {
    if (item.type !== 'misfit' || this.#events > 0) return item
    const has = (endpoint: StreamingEndpoint) => read(endpoint).type === 'event'
    if (this.#count === 0) this.#owner = streaming().find(has)
    return this.#owner && has(this.#owner) ? { ...item, owner: this.#owner.name } : item
  }

  /** True as long as the stream has the events of another endpoint alone. */
  get #isOfOther(): boolean {
    return this.#owner !== undefined && this.#events === 0
  }

  #take(item: StreamItem<Event>, { byteOffset }: FindingPlace): Finding[] {
    const index = this.#count
    const isEvent = isCounted(item)
    const ofStream = this.#stream.event({ event: item, index })
    const problems = ofStream.filter(
      ({ rule: { id } }) => !this.#isOfOther || id === 'stream/schema',
    )
    if (isEvent) this.#count++
    if (item.type === 'error') this.#failed = true
    if (item.type === 'event') {
      this.#events++
      if (hasError(item.event)) this.#failed = true
    }
    const linted = this.#linted(item)
    const ofProtocol = linted ? (this.#protocol?.event({ ...linted, index }) ?? []) : []
    return this.#report([...problems, ...ofProtocol], { byteOffset, ...(isEvent && { index }) })
  }

  /** Gives an item that the rules of the protocol see. */
  #linted(item: StreamItem<Event>): Omit<LintedEvent<Event>, 'index'> | undefined {
    const { name } = item
    const hasBytes = this.#hasBytes
    if (item.type === 'event') return { event: item.event, name, hasBytes }
    const misfits = this.#protocol?.misfits
    if (item.type !== 'misfit' || !misfits || item.owner !== undefined) return undefined
    const { value, issues } = item
    const event = misfits === 'whole' ? value : fittingPart(value, issues)
    // Such rules take a value of any shape, or one of whose fields any may be undefined.
    return event === undefined ? undefined : { event: event as Event, name, hasBytes }
  }

  #report(problems: readonly RuleProblem[], place: FindingPlace): Finding[] {
    return problems
      .filter(({ rule }) => !this.#without.has(rule.id))
      .map((problem) => findingOf(problem, place))
  }
}

/** An endpoint of the API that streams, without the rules: an event is its own if the event matches the schema. */
interface StreamingEndpoint extends JudgedEndpoint<unknown> {
  readonly name: string
}

function streaming(): StreamingEndpoint[] {
  return endpointsOf(api).flatMap(({ name, wire }) => (wire ? [{ name, wire }] : []))
}
