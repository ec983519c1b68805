import { bodyOf } from './body.js'
import { CheckedScript } from './checked-script.js'
import type { Script } from './event-stream.js'
import { headersOf, type HeaderFields } from './headers.js'
import { Pipeline } from './pipeline.js'
import { Play, type PlayOptions } from './play.js'
import { checkStages, type Stage } from './stages/stage.js'
import { namedWireOf, type StreamTarget } from './wire-format.js'

/** The options of {@link respond}. */
export interface RespondOptions extends PlayOptions {
  /** The stages that the stream passes through, first to last. */
  readonly through?: readonly Stage[] | undefined
  /** The status of the response; 200 unless given. */
  readonly status?: number | undefined
  /** Headers beside those of every stream. Null takes one away. */
  readonly headers?: HeaderFields | undefined
}

/** The headers of every stream. */
export const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Without it the body ends where the connection does, and a connection that is cut passes for a
  // complete stream.
  'transfer-encoding': 'chunked',
  // undici waits for a `setImmediate` before it uses a connection again, and hangs where timers are
  // fake. It drops one that is kept for so short a time.
  connection: 'keep-alive',
  'keep-alive': 'timeout=1',
}

/**
 * Answers with a script: each event is checked, framed and encoded as the endpoint does it, passes
 * through every stage, and is played to the client.
 *
 * The script starts over with every response, once the body is read.
 *
 * @param target An endpoint, a factory of routes such as `chat.completions.create`, or a wire format.
 * @throws {TypeError} When the endpoint never streams, `through` has something that is no stage, or a
 * stage comes before the response, as `refuse()` does: a route performs it.
 *
 * @example
 * const response = respond(chat.completions.create, new Greeting(), { through: [cutAfter(2)] })
 */
export function respond<Event>(
  target: StreamTarget<Event>,
  script: Script<Event>,
  { through = [], status, headers, ...options }: RespondOptions = {},
): Response {
  const named = namedWireOf(target, 'Failed to respond')
  checkStages(through, 'Failed to respond')
  if (through.some(({ beforeHeaders }) => beforeHeaders)) {
    throw new TypeError(
      'Failed to respond: delayHeaders() and refuse() come before the response. Give them to a route.',
    )
  }
  const open = (gone: AbortSignal) => new Pipeline(new CheckedScript(named, script, gone), through)

  return new Response(bodyOf(new Play(open, options)), {
    status: status ?? 200,
    headers: headersOf(STREAM_HEADERS, named.wire.headers, headers),
  })
}
