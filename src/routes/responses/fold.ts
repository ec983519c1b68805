import type { ResponseEvent, WireResponse } from './events.js'
import { foldOutput } from './fold-output.js'
import { isFinal } from './sequence.js'

/**
 * What the events of a stream amount to: the response of the last event that carries one. While
 * the response has not ended, its output is what was streamed of it.
 *
 * @throws {TypeError} When no event carries a response, or one tells of an item or a part that was not added.
 */
export function foldResponse(events: Iterable<ResponseEvent>): WireResponse {
  const all = [...events]
  const last = all.findLast((event) => 'response' in event)
  if (!last) {
    throw new TypeError(
      'Failed to fold a response: no event carries one. Expected response.created, or response.completed.',
    )
  }
  if (isFinal(last)) return last.response

  const output = foldOutput(all)
  return output.length > 0 ? { ...last.response, output } : last.response
}
