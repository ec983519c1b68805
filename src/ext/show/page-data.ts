import type { Finding } from '../../routes/lint/finding.js'
import { givenTo } from './assemble-answer.js'
import type {
  ShownCall,
  ShownRead,
  ShownRecord,
  ShownStream,
  ToolCallStep,
} from './shown-stream.js'
import { comparison, summaryOf } from './stream-lines.js'

/** The data of a page, as JSON in the page. */
export interface PageData {
  readonly streams: readonly PageStream[]
}

/** A stream, as the script of the page reads it. */
export interface PageStream {
  readonly name: string
  readonly summary: string
  readonly size: number
  readonly records: readonly PageRecord[]
  readonly reads: readonly ShownRead[]
  readonly toolCalls: readonly PageToolCall[]
  readonly steps: readonly ToolCallStep[]
  readonly usage: unknown
  readonly findings: readonly PageFinding[]
  readonly call: ShownCall | undefined
  /** One sentence on the end of the stream, where something ended it early; otherwise empty. */
  readonly end: string
}

/** A record, as the script of the page reads it. */
export type PageRecord = Pick<
  ShownRecord,
  'kind' | 'index' | 'time' | 'offset' | 'size' | 'type' | 'text' | 'raw'
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
export function pageData(streams: readonly ShownStream[]): PageData {
  return { streams: streams.map(pageStream) }
}

function pageStream(stream: ShownStream): PageStream {
  const { name, size, records, reads, answer, findings, call } = stream
  return {
    name,
    summary: summaryOf(stream),
    size,
    records: records.map(pageRecord),
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

function pageRecord(record: ShownRecord): PageRecord {
  const { kind, index, time, offset, size, type, line, text, raw } = record
  const adds = line.startsWith(type) ? line.slice(type.length) : line
  const shown = adds.trim().slice(0, MOST_CHARACTERS)
  return { kind, index, time, offset, size, type, adds: shown, text, raw }
}

function pageFinding({ rule, severity, message, ...values }: Finding, at: number): PageFinding {
  return { rule, severity, message: message + comparison(values), at }
}

function endOf(call: ShownCall | undefined): string {
  switch (call?.outcome) {
    case 'aborted':
      return 'The client left here.'
    case 'cut':
      return 'The stream was cut here.'
    case 'broken':
      return `The call broke here: ${call.error ?? 'without a reason'}`
    case 'replied':
      return `The route replied without a stream: ${call.answer ?? 'no answer'}`
    default:
      return ''
  }
}
