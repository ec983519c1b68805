import { encode, enveloped } from '../../streaming/index.js'
import { api } from '../../routes/api.js'
import { endpointsOf } from '../../routes/endpoints-of.js'
import { isRecord } from '../../routes/protocol/defaults.js'
import { jsonIn } from '../../routes/protocol/json.js'

/** An event of a recorded stream, with its bytes and those in front of it that are no event. */
export interface RecordedEvent {
  readonly event: Record<string, unknown>
  readonly bytes: Uint8Array
}

/** The events of a recorded stream, and the bytes behind the last one, such as its terminator. */
export interface RecordedEvents {
  readonly events: readonly RecordedEvent[]
  readonly rest: Uint8Array
}

const LF = 10
const CR = 13

/**
 * Splits the bytes of a recorded stream into its events. Joined, the bytes of all events and the rest are
 * those of the recording.
 *
 * @param endpoint The name of the endpoint: with Assistants, the name of a record is a part of its event.
 */
export function recordedEvents(bytes: Uint8Array, endpoint: string): RecordedEvents {
  const isEnveloped = wireOf(endpoint).frame === enveloped
  const events: RecordedEvent[] = []
  let start = 0
  for (const end of endsOfRecords(bytes)) {
    const event = eventIn(bytes.subarray(start, end), isEnveloped)
    if (!event) continue
    events.push({ event, bytes: bytes.subarray(start, end) })
    start = end
  }
  return { events, rest: bytes.subarray(start) }
}

/** Makes the records of events, by the wire format of an endpoint. */
export function listedEvents(events: readonly unknown[], endpoint: string): RecordedEvent[] {
  const { frame, lineEnding } = wireOf(endpoint)
  return events.map((event) => ({
    event: Object(event),
    bytes: encode(frame(event), lineEnding),
  }))
}

function wireOf(name: string) {
  const wire = endpointsOf(api).find((endpoint) => endpoint.name === name)?.wire
  if (wire) return wire
  throw new TypeError(`Failed to answer with events: "${name}" never streams.`)
}

/** Lists the offsets behind the blank lines, each of which ends a record. */
function endsOfRecords(bytes: Uint8Array): number[] {
  const ends: number[] = []
  let line = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]
    if (byte !== LF && byte !== CR) continue
    const isBlank = index === line
    if (byte === CR && bytes[index + 1] === LF) index++
    line = index + 1
    if (isBlank) ends.push(line)
  }
  return ends
}

/** Reads the event of a record; undefined for a comment, a terminator, and anything that is no JSON object. */
function eventIn(record: Uint8Array, isEnveloped: boolean): Record<string, unknown> | undefined {
  const lines = new TextDecoder().decode(record).split(/\r\n|\r|\n/)
  const field = (name: string) =>
    lines
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).replace(/^ /, ''))
  // A terminator is no JSON, and a damaged record is sent as it is.
  const data = jsonIn(field('data').join('\n'))
  if (!isEnveloped) return isRecord(data) ? data : undefined
  const event = field('event').at(-1)
  return event !== undefined && data !== undefined ? { event, data } : undefined
}
