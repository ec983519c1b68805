import type { Finding } from '../../routes/lint/finding.js'
import type { AnyEndpoint } from './any-endpoint.js'
import type { ShownCall } from './shown-stream.js'

/** Bytes that came together. */
export interface StreamChunk {
  readonly bytes: Uint8Array
  /** Milliseconds since the request; undefined for a recording without times. */
  readonly time?: number | undefined
}

/** A stream as it was recorded. */
export interface RecordedStream {
  /** The name of the file or of the request. */
  readonly name: string
  readonly endpoint: AnyEndpoint
  readonly chunks: readonly StreamChunk[]
  /** Everything that a lint finds in the stream. */
  readonly findings: readonly Finding[]
  readonly call?: ShownCall | undefined
  /** The number of events before the chunks, which nobody has recorded; none unless given. */
  readonly skipped?: number
}
