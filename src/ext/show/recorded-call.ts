import { isBlob } from '../../routes/answers/answer-kind.js'
import type { CallOutcome } from '../../routes/call.js'
import type { CallRequest } from '../../routes/endpoint.js'
import type { Finding } from '../../routes/lint/finding.js'
import { Linter } from '../../routes/lint/linter.js'
import { isRecord } from '../../routes/protocol/defaults.js'
import type { SentFrame } from '../../routes/recorded-frames.js'
import { concat, explainThrown } from '../../streaming/internal.js'
import type { AnyEndpoint } from './any-endpoint.js'
import type { RecordedStream, StreamChunk } from './recorded-stream.js'
import type { ShownCall } from './shown-stream.js'
import { counted } from './stream-lines.js'

/** The part of a call that a page shows. */
export interface ShownCallSource extends Pick<CallRequest, 'url' | 'body'> {
  /** The frames that were sent, with their times. */
  readonly frames: readonly SentFrame[]
  /** The number of events that were sent. */
  readonly sent: number
  readonly outcome: CallOutcome
  readonly endedAfter: number | undefined
  readonly isStalled: boolean
  readonly error: unknown
  /** The description of the answer; undefined where none was chosen. */
  readonly answer: string | undefined
}

/** The knowledge of a test about one of its calls. */
export type KnownCall = Pick<ShownCall, 'isLeftover' | 'reply'>

/** Makes a recorded stream of a call: the bytes that were sent, in the reads of the client. */
export function recordedCall(
  name: string,
  endpoint: AnyEndpoint,
  call: ShownCallSource,
  known: KnownCall = {},
): RecordedStream {
  const { url, body, answer, outcome, endedAfter, isStalled, error, frames } = call
  const chunks = [...chunksOf(frames)]
  const events = frames.filter(({ frame }) => frame.type === 'event').length
  const skipped = call.sent - events
  return {
    name,
    endpoint,
    chunks,
    skipped,
    findings: skipped > 0 ? [] : findingsIn(endpoint, chunks, outcome),
    call: {
      method: endpoint.method,
      url: url.href,
      body: withoutFiles(body),
      answer,
      outcome,
      endedAfter,
      isStalled,
      error: error === undefined ? undefined : explainThrown(error),
      ...known,
    },
  }
}

/** Describes the files of a form, which JSON does not show. */
function withoutFiles(body: unknown): unknown {
  if (isBlob(body)) {
    const name = 'name' in body ? ` ${JSON.stringify(body.name)}` : ''
    return `File${name}, ${counted(body.size, 'byte')}`
  }
  if (Array.isArray(body)) return body.map(withoutFiles)
  if (!isRecord(body)) return body
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, withoutFiles(value)]))
}

/** Joins the frames that share a read. */
function* chunksOf(frames: readonly SentFrame[]): Generator<StreamChunk> {
  let parts: Uint8Array[] = []
  for (const [index, { frame, time }] of frames.entries()) {
    parts.push(frame.bytes)
    if (frame.joined && index < frames.length - 1) continue
    const bytes = concat(parts)
    if (bytes.length > 0) yield { bytes, time }
    parts = []
  }
}

/** Lints the bytes of a call, with the damage that is made on purpose, and the end, where the stream has one. */
function findingsIn(
  endpoint: AnyEndpoint,
  chunks: readonly StreamChunk[],
  outcome: CallOutcome,
): readonly Finding[] {
  if (!endpoint.wire || chunks.length === 0) return []
  // A comment is a cue or a keep-alive, and no damage.
  const withoutRules = [...(endpoint.withoutRules ?? []), 'sse/comment']
  const linter = new Linter({ ...endpoint, withoutRules })
  const found = chunks.flatMap(({ bytes }) => linter.bytes(bytes))
  return outcome === 'completed' ? [...found, ...linter.end()] : found
}
