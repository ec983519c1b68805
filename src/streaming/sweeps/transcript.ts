import { CheckedScript } from '../checked-script.js'
import { macrotask } from '../clock.js'
import type { Script } from '../event-stream.js'
import { isEventFrame, isFrame, type Frame } from '../frame.js'
import type { NamedWire } from '../wire-format.js'

/** A frame, and its place in the stream. */
export interface PlacedFrame extends Frame {
  /** The number of bytes before the frame. */
  readonly start: number
  /** The number of bytes up to the end of the frame. */
  readonly end: number
}

/** Everything that a script puts on the wire, up to its end, a cut or a stall. */
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
 * Runs a script, and notes everything that it puts on the wire. Pauses take no time.
 *
 * @param signal Aborts once the script has run for too long.
 * @throws {BrokenScriptError} When the script fails.
 */
export async function transcribe<Event>(
  target: NamedWire<Event>,
  script: Script<Event>,
  signal: AbortSignal,
): Promise<Transcript> {
  const run = new CheckedScript(target, script, signal)
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

    // A script without end must not hold up the timer that ends it.
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
