import type { Finding } from '../../routes/lint/finding.js'
import type { StreamedToolCall } from '../../routes/protocol/readers.js'

/**
 * The kind of a record: an event, JSON that is no event of the endpoint, an error inside the stream,
 * the terminator, data that is no JSON, a comment, or a record without data.
 */
export type RecordKind =
  | 'event'
  | 'invalid event'
  | 'error'
  | 'terminator'
  | 'no JSON'
  | 'comment'
  | 'no data'

/** One record of a stream, as people read it. */
export interface ShownRecord {
  readonly kind: RecordKind
  /** The zero-based index of the event; undefined for a record that is none. */
  readonly index: number | undefined
  /** The time at which the record was whole, in milliseconds since the request; undefined where it is unknown. */
  readonly time: number | undefined
  /** The offset of the first byte. */
  readonly offset: number
  /** The size in bytes. */
  readonly size: number
  /** The type of the event, by the reader of the endpoint. */
  readonly type: string
  /** The record on one line, by the reader of the endpoint. */
  readonly line: string
  /** The text that the record adds to the assistant's text. */
  readonly text: string
  /** The record as it is on the wire. */
  readonly raw: string
  /**
   * The parts of the record, where it came in several reads; undefined where it came in one. Bytes that
   * are no whole character are written as `\xF0`.
   */
  readonly pieces?: readonly string[] | undefined
  /** The findings at this record. */
  readonly findings: readonly Finding[]
}

/** One read of a client. */
export interface ShownRead {
  /** Milliseconds since the request. */
  readonly time: number
  /** The number of bytes. */
  readonly size: number
}

/** The tool calls after a record. */
export interface ToolCallStep {
  /** The zero-based place of the record. */
  readonly at: number
  /**
   * The arguments or the input of each call so far: as the length of what the whole stream has, or
   * as a text that is no beginning of it.
   */
  readonly given: ReadonlyArray<number | string>
}

/** The answer that the events of a stream make. */
export interface ShownAnswer {
  readonly text: string
  readonly toolCalls: readonly StreamedToolCall[]
  /** The growth of the tool calls. */
  readonly steps: readonly ToolCallStep[]
  /** The usage; undefined where the stream has none. */
  readonly usage: unknown
  /** The reason for which the events make no whole answer; undefined where they make one. */
  readonly problem: string | undefined
}

/** A request, and the end that its answer had. */
export interface ShownCall {
  readonly method: string
  readonly url: string
  readonly body: unknown
  /** The description of the answer of the test; undefined where none was chosen. */
  readonly answer?: string | undefined
  /** The end of the call, such as `aborted` for a client that disconnected. */
  readonly outcome?: string | undefined
  /** The milliseconds from the request to the end of the call. */
  readonly endedAfter?: number | undefined
  /** True where the stream had stalled when the call ended. */
  readonly isStalled?: boolean
  /** True where the test ended before the stream, and so cut the stream. */
  readonly isLeftover?: boolean
  /** The message of the error that broke the call. */
  readonly error?: string | undefined
  /** The plain answer; undefined for a stream, and where the answer is unknown. */
  readonly reply?: ShownReply | undefined
}

/** A plain answer. */
export interface ShownReply {
  readonly status: number
  /** The JSON or the text; undefined for other content. */
  readonly body: unknown
}

/** A stream, as people read it. */
export interface ShownStream {
  /** The name of the file or of the request. */
  readonly name: string
  /** The name of the endpoint. */
  readonly endpoint: string
  /** The size in bytes. */
  readonly size: number
  /** The number of events before the records, which nobody has recorded; none unless given. */
  readonly skipped?: number
  readonly records: readonly ShownRecord[]
  /** The reads of the client; none where they are unknown. */
  readonly reads: readonly ShownRead[]
  readonly answer: ShownAnswer
  /** The findings that belong to no record, such as a missing end. */
  readonly findings: readonly Finding[]
  /** The request; undefined for a recording. */
  readonly call?: ShownCall | undefined
}

/** Lists all findings of a stream, in its order. */
export function allFindings({ records, findings }: ShownStream): readonly Finding[] {
  return [...records.flatMap((record) => record.findings), ...findings]
}
