import type { Finding } from '../../routes/lint/finding.js'
import { givenTo } from './assemble-answer.js'
import type {
  ShownCall,
  ShownRead,
  ShownRecord,
  ShownStream,
  ToolCallStep,
} from './shown-stream.js'
import { comparison, counted, isPlain, lengthOf, outcomeOf, summaryOf } from './stream-lines.js'

/** The content of a page. */
export interface ShownPage {
  readonly streams: readonly ShownStream[]
  /** The reasons for which a test failed; none unless given. */
  readonly reasons?: readonly string[]
}

/** The data of a page, as JSON in the page. */
export interface PageData {
  /** The reasons for which the test failed; none for other pages. */
  readonly reasons: readonly string[]
  readonly streams: readonly PageStream[]
}

/** A stream, as the script of the page reads it. */
export interface PageStream {
  readonly name: string
  readonly summary: string
  /** The end of the call in a word or two; empty for a recording. */
  readonly outcome: string
  /** True for a plain answer, and for a request without an answer. */
  readonly isPlain: boolean
  /** The milliseconds from the request to the end; undefined where no time is known. */
  readonly length: number | undefined
  readonly size: number
  readonly records: readonly PageRecord[]
  /** A sentence on what the list does not show; otherwise empty. */
  readonly missing: string
  readonly reads: readonly ShownRead[]
  readonly toolCalls: readonly PageToolCall[]
  readonly steps: readonly ToolCallStep[]
  readonly usage: unknown
  readonly findings: readonly PageFinding[]
  readonly call: ShownCall | undefined
  /** A sentence or two on the end of the stream, where something ended it early; otherwise empty. */
  readonly end: string
}

/** A record, as the script of the page reads it. */
export type PageRecord = Pick<
  ShownRecord,
  'kind' | 'index' | 'time' | 'offset' | 'size' | 'type' | 'text' | 'raw' | 'pieces'
> & {
  /** The content that the record adds, without its type. */
  readonly adds: string
}

/** A tool call, as the script of the page reads it. */
interface PageToolCall {
  readonly name: string
  readonly id: string
  /** The arguments, or the input of a custom tool. */
  readonly given: string
}

/** A finding, as the script of the page reads it. */
export interface PageFinding extends Pick<Finding, 'rule' | 'severity'> {
  /** The message, with what was expected and received. */
  readonly message: string
  /** The zero-based place of the record; the number of records for a finding at the end. */
  readonly at: number
}

/** The most characters of a line in the list of events. */
const MOST_CHARACTERS = 200

/** Makes the data of a page. */
export function pageData({ streams, reasons = [] }: ShownPage): PageData {
  return { reasons, streams: streams.map(pageStream) }
}

function pageStream(stream: ShownStream): PageStream {
  const { name, size, records, reads, answer, findings, call } = stream
  return {
    name,
    summary: summaryOf(stream),
    outcome: outcomeOf(stream),
    isPlain: isPlain(stream),
    length: lengthOf(stream),
    size,
    records: records.map(pageRecord),
    missing: missingFrom(stream),
    reads,
    toolCalls: answer.toolCalls.map((toolCall) => ({
      name: toolCall.name ?? '',
      id: toolCall.id ?? '',
      given: givenTo(toolCall),
    })),
    steps: answer.steps,
    usage: answer.usage,
    findings: [
      ...records.flatMap((record, at) => record.findings.map((each) => pageFinding(each, at))),
      ...findings.map((each) => pageFinding(each, records.length)),
    ],
    call,
    end: endOf(call),
  }
}

function missingFrom({ skipped = 0, records }: ShownStream): string {
  if (skipped === 0) return records.length === 0 ? 'Nothing was sent.' : ''
  const before = records.length > 0 ? ' before' : ''
  return `${counted(skipped, 'event')} ${skipped === 1 ? 'was' : 'were'} sent${before}, and not recorded.`
}

function pageRecord(record: ShownRecord): PageRecord {
  const { kind, index, time, offset, size, type, line, text, raw, pieces } = record
  const adds = line.startsWith(type) ? line.slice(type.length) : line
  const shown = adds.trim().slice(0, MOST_CHARACTERS)
  return { kind, index, time, offset, size, type, adds: shown, text, raw, pieces }
}

function pageFinding({ rule, severity, message, ...values }: Finding, at: number): PageFinding {
  return { rule, severity, message: message + comparison(values), at }
}

/** Words the end of a call that ended early, or without a stream. */
function endOf(call: ShownCall | undefined): string {
  if (!call) return ''
  const { outcome, error = 'without a reason', reply, isLeftover } = call
  const stalled = call.isStalled ? ' The stream had stalled.' : ''
  switch (outcome) {
    case 'unanswered':
      return 'No route answered.'
    case 'aborted':
      return `The client left ${placeOf(call)}.${stalled}`
    case 'cut':
      if (!isLeftover) return `The connection was cut ${placeOf(call)}.${stalled}`
      return `The test ended ${placeOf(call)}. The stream ${call.isStalled ? 'had stalled' : 'was still open'}, and was cut.`
    case 'broken':
      return `The call broke ${placeOf(call)}: ${error}`
    case 'replied':
      return reply
        ? `The route replied with HTTP ${reply.status}.`
        : 'The route replied with a response of the test, which is not recorded.'
    default:
      return ''
  }
}

function placeOf({ endedAfter }: ShownCall): string {
  return endedAfter === undefined ? 'here' : `here, ${Math.round(endedAfter)} ms after the request`
}
