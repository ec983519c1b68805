import { macrotask } from '../clock.js'
import type { Endpoint } from '../endpoint.js'
import type { Script } from '../event-stream.js'
import { isEventFrame, isFrame, type Frame } from '../frame.js'
import { SpelledScript } from '../spelled-script.js'

/** A frame, and where it is in its stream. */
export interface PlacedFrame extends Frame {
  /** How many bytes come before it. */
  readonly start: number
  /** The same, its own included. */
  readonly end: number
}

/** What a script puts on the wire, up to its end: one of its own, a cut or a stall. */
export interface Transcript {
  readonly frames: readonly PlacedFrame[]
  /** The frames that spell an event. */
  readonly events: readonly PlacedFrame[]
  /** Bytes. */
  readonly length: number
  /** Whether the script itself drops the connection. */
  readonly cut: boolean
}

/**
 * Write down what a script puts on the wire: at once, whatever it pauses for.
 *
 * @throws {BrokenScriptError} When the script is a broken one.
 */
export async function transcribe<Event>(
  endpoint: Endpoint<Event>,
  script: Script<Event>,
  signal: AbortSignal,
): Promise<Transcript> {
  const frames: Frame[] = []

  for await (const item of new SpelledScript(endpoint, script, signal)) {
    if (item.type === 'broken') throw item.error
    if (item.type === 'cut') return transcriptOf(frames, true)
    if (item.type === 'stall') break
    if (isFrame(item)) frames.push(item)

    // A script without end must not keep the timer from running that ends it.
    await macrotask()
    signal.throwIfAborted()
  }
  return transcriptOf(frames, false)
}

function transcriptOf(played: readonly Frame[], cut: boolean): Transcript {
  let length = 0
  const frames = played.map((frame) => {
    const start = length
    length += frame.bytes.length
    return { ...frame, start, end: length }
  })
  return { frames, events: frames.filter(isEventFrame), length, cut }
}
