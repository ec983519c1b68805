import type { AbortSource } from './abort-source.js'
import { bodyOf } from './body.js'
import { CheckedScript } from './checked-script.js'
import type { Script } from './event-stream.js'
import { mergeHeaders, toHeadersInit, type HeaderFields, type WireHeaders } from './headers.js'
import { checkOptions } from './options.js'
import { Pipeline } from './pipeline.js'
import { Play, type FollowingOptions, type PlayOptions } from './play.js'
import { ResumedRun, type ResumePoint } from './resumed-run.js'
import { checkStages, type Stage } from './stages/stage.js'
import { namedWireOf, type NamedWire, type StreamTarget } from './wire-format.js'

/** Options of {@link respond}. */
export interface RespondOptions extends PlayOptions {
  /** The stages that the stream passes through, first to last. */
  readonly through?: readonly Stage[] | undefined
  /** The status of the response; 200 unless given. */
  readonly status?: number | undefined
  /** Headers beside those of every stream. Null removes a header. */
  readonly headers?: HeaderFields | undefined
}

const OPTIONS = new Set(['through', 'status', 'headers', 'signal', 'observer'])

/** The headers of every stream. */
export const STREAM_HEADERS = Object.freeze({
  'content-type': 'text/event-stream; charset=utf-8',
  // Without chunks the end of the connection is the end of the body, and a cut looks like a
  // complete stream.
  'transfer-encoding': 'chunked',
  // undici waits for a `setImmediate` before it reuses a connection, and hangs under fake timers.
  // It does not reuse a connection with so short a timeout.
  connection: 'keep-alive',
  'keep-alive': 'timeout=1',
})

/**
 * Makes the response that streams a script: each event is checked, framed and encoded as the
 * endpoint does, passes through every stage, and is sent to the client.
 *
 * Every response starts the script over, at the first read of the body.
 *
 * @param target An endpoint, a route factory such as `chat.completions.create`, or a wire format.
 * @throws {TypeError} When the endpoint never streams, an option is unknown, `through` has something
 * that is no stage, or a stage acts before the response, as `refuse()` does: only a route can perform such a stage.
 *
 * @example
 * const response = respond(chat.completions.create, new Greeting(), { through: [cutAfter(2)] })
 */
export function respond<Event>(
  target: StreamTarget<Event>,
  script: Script<Event>,
  given: RespondOptions = {},
): Response {
  const named = namedWireOf(target, 'Failed to respond')
  checkOptions('Failed to respond', given, OPTIONS)
  const { through = [], status, headers, ...options } = given
  checkStages(through, 'Failed to respond')
  if (through.some(({ beforeHeaders }) => beforeHeaders)) {
    throw new TypeError(
      'Failed to respond: delayHeaders() and refuse() come before the response. Give them to a route.',
    )
  }
  return toResponse(
    streamScript(named, script, {
      ...options,
      through,
      status,
      headers: mergeHeaders(STREAM_HEADERS, named.wire.headers, headers),
    }),
  )
}

/** The options of {@link respond}, checked, with all headers of the response. */
interface StreamOptions<Event> extends FollowingOptions {
  readonly through: readonly Stage[]
  readonly status: number | undefined
  readonly headers: WireHeaders
  /** The point behind which the stream begins; it begins with the script unless given. */
  readonly resume?: ResumePoint<Event> | undefined
}

/** A response that streams, of which no `Response` has been made: a transport may send the play without one. */
export interface StreamedResponse {
  readonly status: number
  readonly headers: WireHeaders
  readonly play: Play
}

/**
 * Makes a `Response` of a response that streams. Gives any other response as it is.
 *
 * @param Kind The class of the `Response`.
 */
export function toResponse(
  response: Response | StreamedResponse,
  Kind: new (...args: ConstructorParameters<typeof Response>) => Response = Response,
): Response {
  if (!isStreamed(response)) return response
  const { play, status, headers } = response
  return new Kind(bodyOf(play), { status, headers: toHeadersInit(headers) })
}

/** Recognizes a response that streams, by its shape: other copies of the package make them, too. */
export function isStreamed(response: Response | StreamedResponse): response is StreamedResponse {
  return 'play' in response
}

/** Streams a script through stages, none of which acts before the response. */
export function streamScript<Event>(
  named: NamedWire<Event>,
  script: Script<Event>,
  { through, status = 200, headers, resume, signal, observer }: StreamOptions<Event>,
): StreamedResponse {
  const open = (gone: AbortSource) => {
    const run = new CheckedScript(named, script, gone)
    return new Pipeline(resume ? new ResumedRun(run, resume) : run, through)
  }

  return {
    status,
    headers,
    play: new Play(open, { signal, observer }),
  }
}
