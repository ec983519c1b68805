import { bodyOf } from './body.js'
import type { Endpoint } from './endpoint.js'
import type { Script } from './event-stream.js'
import type { Frames, Spell } from './frame.js'
import { mergeHeaders, type HeaderFields } from './headers.js'
import { Play, type PlayOptions } from './play.js'
import { SpelledScript } from './spelled-script.js'
import type { Stage } from './stages/stage.js'

export interface RespondOptions extends PlayOptions {
  /** The stages that the stream passes through, first to last. */
  readonly through?: readonly Stage[] | undefined
  /** Headers beside those that every stream has. */
  readonly headers?: HeaderFields | undefined
}

const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Without it the body ends where the connection does, and a connection that is
  // cut passes for a complete stream.
  'transfer-encoding': 'chunked',
  // undici waits for a `setImmediate` before it uses a connection again, and hangs
  // where timers are fake. It drops one that is kept for so short a time.
  connection: 'keep-alive',
  'keep-alive': 'timeout=1',
}

/**
 * Answer with `script`, the way `endpoint` streams: each event is checked, framed
 * and encoded, passes through every stage, and is played to the client.
 *
 * The script starts over with every response, once the body is read.
 *
 * @throws {TypeError} When a stage comes before the response, as `refuse()` does: a route performs it.
 */
export function respond<Event>(
  endpoint: Endpoint<Event>,
  script: Script<Event>,
  { through = [], headers, ...options }: RespondOptions = {},
): Response {
  if (through.some((stage) => stage.before)) {
    throw new TypeError(
      'Failed to respond: delayHeaders() and refuse() come before the response. Give them to a route.',
    )
  }
  const open = (gone: AbortSignal) => {
    const spelled = new SpelledScript(endpoint, script, gone)
    return through.reduce<Frames>((items, stage) => pass(items, stage, spelled.spell), spelled)
  }
  const play = new Play(open, { lineEnding: endpoint.lineEnding, ...options })

  return new Response(bodyOf(play), {
    headers: mergeHeaders(STREAM_HEADERS, endpoint.headers, headers),
  })
}

function pass(items: Frames, stage: Stage, spell: Spell): Frames {
  const passed = stage(items, spell)
  // Plain JavaScript may have given what makes a stage.
  if (Symbol.asyncIterator in Object(passed)) return passed

  throw new TypeError(`Failed to apply ${stage.name}: it gave no frames. Call it: ${stage.name}().`)
}
