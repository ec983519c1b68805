import type { Endpoint } from './endpoint.js'
import { isStreamError } from './errors.js'
import type { Script } from './event-stream.js'
import { isEventFrame } from './frame.js'
import { SpelledScript } from './spelled-script.js'

/**
 * The events of a script, checked as `endpoint` checks those of a stream. Cues, which
 * are about a stream, are left out.
 *
 * @throws {StreamError} When the script throws one.
 * @throws {BrokenScriptError} When it throws anything else, or yields no event of the endpoint.
 */
export async function collectEvents<Event>(
  endpoint: Endpoint<Event>,
  script: Script<Event>,
  signal: AbortSignal,
): Promise<Event[]> {
  const events: Event[] = []
  for await (const item of new SpelledScript({ ...endpoint, error: rethrow }, script, signal)) {
    if (item.type === 'broken') {
      throw isStreamError(item.error.cause) ? item.error.cause : item.error
    }
    if (isEventFrame(item)) events.push(item.event)
  }
  return events
}

function rethrow(error: Error): never {
  throw error
}
