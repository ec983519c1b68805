import type {
  ResponseCreateParams,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import type { CallRequest } from '../endpoint.js'
import { valueAt } from '../protocol/fields.js'
import { itemEvents } from './output-items.js'
import type { WireResponse } from './response-event-schema.js'
import { ResponseLifecycle } from './response-lifecycle.js'

/**
 * Unfolds a response to the events of a stream. `foldResponse()` makes the same response of the
 * events. The stream of a response that is queued or in progress has no end.
 *
 * @param request The request: `stream_options.include_obfuscation` in its `body` pads each delta.
 * @throws {TypeError} When the response is cancelled: no event ends such a stream.
 *
 * @example
 * const events = [...unfoldResponse(completeResponse('Hello'))]
 */
export function* unfoldResponse(
  response: WireResponse,
  request: Partial<CallRequest<ResponseCreateParams>> = {},
): Generator<ResponseStreamEvent> {
  const { output, status = 'completed' } = response
  if (status === 'cancelled') {
    throw new TypeError(
      `Failed to unfold response ${response.id}: no event reports that it is cancelled. Answer with a script that ends in cut().`,
    )
  }
  const obfuscates = valueAt(request.body, 'stream_options', 'include_obfuscation') === true
  const lifecycle = new ResponseLifecycle(begun(response), obfuscates)
  if (status === 'queued') {
    yield* lifecycle.created()
    yield* lifecycle.queued()
  } else {
    yield* lifecycle.begin()
  }
  for (const [index, item] of output.entries()) {
    for (const event of itemEvents(item, index)) yield* lifecycle.event(event)
  }
  if (status === 'in_progress' || status === 'queued') return
  yield* lifecycle.event({ type: `response.${status}`, response })
}

/** Gives a response as it was at its beginning. */
function begun(response: WireResponse): WireResponse {
  return {
    ...response,
    error: null,
    incomplete_details: null,
    output: [],
    ...('completed_at' in response && { completed_at: null }),
    ...('usage' in response && { usage: null }),
  }
}
