import { isRecord } from '../../routes/protocol/defaults.js'

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
 * @param isEnveloped True where the name of a record is a part of its event, as with Assistants.
 */
export function recordedEvents(bytes: Uint8Array, isEnveloped: boolean): RecordedEvents {
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
  const data = parsed(field('data').join('\n'))
  if (!isEnveloped) return isRecord(data) ? data : undefined
  const event = field('event').at(-1)
  return event !== undefined && data !== undefined ? { event, data } : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A terminator is no JSON, and a damaged record is sent as it is.
    return undefined
  }
}
