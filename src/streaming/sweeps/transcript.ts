import { concat } from '../acts.js'
import { CheckedScript } from '../checked-script.js'
import { macrotask } from '../clock.js'
import type { Script } from '../event-stream.js'
import { isEventFrame, isFrame, type Frame } from '../frame.js'
import type { NamedWire } from '../wire-format.js'

/** A frame with its place in the stream. */
interface PlacedFrame extends Frame {
  /** The number of bytes before the frame. */
  readonly start: number
  /** The number of bytes up to the end of the frame. */
  readonly end: number
}

/** All frames that a script sends, up to its end, a cut or a stall. */
export interface Transcript {
  readonly frames: readonly PlacedFrame[]
  /** The frames that encode an event. */
  readonly events: readonly PlacedFrame[]
  /** The number of bytes. */
  readonly length: number
  /** True where the script itself drops the connection. */
  readonly cut: boolean
}

/**
 * Runs a script, and records the frames that the script sends. Pauses take no time.
 *
 * @param signal Aborts once the script has run for too long.
 * @throws {BrokenScriptError} When the script fails.
 */
export async function transcribe<Event>(
  target: NamedWire<Event>,
  script: Script<Event>,
  signal: AbortSignal,
): Promise<Transcript> {
  const run = new CheckedScript(target, script, { signal })
  try {
    return await readAll(run, signal)
  } finally {
    await run.stop()
  }
}

async function readAll<Event>(run: CheckedScript<Event>, signal: AbortSignal): Promise<Transcript> {
  const frames: Frame[] = []
  for (;;) {
    const item = await run.step()
    if (item.type === 'broken') throw item.error
    if (item.type === 'cut') return transcriptOf(frames, true)
    if (item.type === 'end' || item.type === 'stall') return transcriptOf(frames, false)
    if (isFrame(item)) frames.push(item)

    // A script without end must not keep the timeout from firing.
    await macrotask()
    signal.throwIfAborted()
  }
}

function transcriptOf(frames: readonly Frame[], cut: boolean): Transcript {
  let length = 0
  const placed = frames.map((frame) => {
    const { bytes } = frame
    const start = length
    length += bytes.length
    return { ...frame, bytes, start, end: length }
  })
  return { frames: placed, events: placed.filter(isEventFrame), length, cut }
}

/** The number of characters to show on either side of a position. */
const SHOWN = 12
/** The most positions to show one by one. */
const MOST_SHOWN = 4

const NAMES = {
  error: 'the error',
  terminator: 'the terminator',
  bytes: 'bytes of no event',
} satisfies Record<Exclude<PlacedFrame['type'], 'event'>, string>

/** Describes a position in a stream: `after byte 57, inside event 1 ('…{"id":' | '"chat…')`. */
export function describePlace(transcript: Transcript, position: number): string {
  const excerpt = excerptOf(transcript, [position])
  return `after byte ${position}, ${describeByte(transcript, position)} (${excerpt})`
}

/** Describes the positions at which a stream is split. */
export function describePlaces(transcript: Transcript, positions: readonly number[]): string {
  if (positions.length > MOST_SHOWN) return `in ${positions.length + 1} reads`

  const [first = 0, ...others] = positions
  if (others.length === 0) return describePlace(transcript, first)
  return `after bytes ${positions.join(', ')} (${excerptOf(transcript, positions)})`
}

/** Describes the part of the stream at a position. */
function describeByte({ frames, events }: Transcript, position: number): string {
  const frame = frames.find(({ start, end }) => start <= position && position < end)
  if (!frame) return 'at the end'

  const name = frame.type === 'event' ? `event ${events.indexOf(frame)}` : NAMES[frame.type]
  if (frame.start === position) return `before ${name}`
  return isInCharacter(frame, position) ? `inside a character of ${name}` : `inside ${name}`
}

/** Recognizes a position inside a character of UTF-8. */
function isInCharacter({ bytes, start }: PlacedFrame, position: number): boolean {
  const byte = bytes[position - start] ?? 0
  return byte >= 0x80 && byte < 0xc0
}

/** Quotes the stream around positions: `'…a: {"id":' | '"chatcm…'`. */
function excerptOf({ frames }: Transcript, positions: readonly number[]): string {
  const bytes = concat(frames.map((frame) => frame.bytes))
  const starts = [0, ...positions]

  return starts
    .map((start, index) => new TextDecoder().decode(bytes.subarray(start, positions[index])))
    .map((text, index) => quote(Array.from(text), index > 0, index < positions.length))
    .join(' | ')
}

/** Quotes the head of a text, its tail, or both. */
function quote(characters: readonly string[], hasHead: boolean, hasTail: boolean): string {
  const head = hasHead ? SHOWN : 0
  const tail = hasTail ? SHOWN : 0
  if (characters.length <= head + tail) return `'${escaped(characters)}'`

  return `'${escaped(characters.slice(0, head))}…${escaped(characters.slice(characters.length - tail))}'`
}

/** Escapes characters as JSON does, except for double quotes, which are frequent in a stream. */
function escaped(characters: readonly string[]): string {
  return JSON.stringify(characters.join('')).slice(1, -1).replaceAll('\\"', '"')
}
