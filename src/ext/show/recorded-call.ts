import type { CallOutcome } from '../../routes/call.js'
import type { CallRequest } from '../../routes/endpoint.js'
import type { Finding } from '../../routes/lint/finding.js'
import { Linter } from '../../routes/lint/linter.js'
import { encode } from '../../streaming/index.js'
import { explainThrown } from '../../streaming/internal.js'
import type { AnyEndpoint } from './any-endpoint.js'
import type { RecordedStream } from './recorded-stream.js'

/** The part of a call that a page shows. */
export interface ShownCallSource extends Pick<CallRequest, 'url' | 'body'> {
  readonly events: readonly unknown[]
  readonly timings: readonly number[]
  readonly sent: number
  readonly outcome: CallOutcome
  readonly error: unknown
  /** The description of the answer; undefined where none was chosen. */
  readonly answer: string | undefined
}

/** Makes a recorded stream of a call: its events, as the wire format of the endpoint writes them. */
export function recordedCall(
  name: string,
  endpoint: AnyEndpoint,
  call: ShownCallSource,
): RecordedStream {
  const { url, body, answer, outcome, error, events, timings } = call
  return {
    name,
    endpoint,
    chunks: events.map((event, index) => ({
      bytes: bytesOf(event, endpoint),
      time: timings[index],
    })),
    findings: findingsIn(endpoint, call),
    hasReads: false,
    call: {
      method: endpoint.method,
      url: url.href,
      body,
      answer,
      outcome,
      error: error === undefined ? undefined : explainThrown(error),
    },
  }
}

/** Lints the events of a call, where the call has all of them, and the end, where the stream has one. */
function findingsIn(
  endpoint: AnyEndpoint,
  { events, sent, outcome }: ShownCallSource,
): readonly Finding[] {
  if (!endpoint.wire || sent === 0 || events.length < sent) return []
  const linter = new Linter(endpoint)
  const found = events.flatMap((event) => linter.event(event))
  return outcome === 'completed' ? [...found, ...linter.end()] : found
}

/** Encodes an event. One of a shape that the wire format cannot frame becomes a record without a name. */
function bytesOf(event: unknown, { wire }: AnyEndpoint): Uint8Array {
  try {
    if (wire) return encode(wire.frame(event), wire.lineEnding)
  } catch {
    // The event was sent by `unchecked()`: the page shows it, whatever it is.
  }
  return encode({ data: JSON.stringify(event) ?? '' })
}
