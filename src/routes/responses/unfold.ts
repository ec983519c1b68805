import type {
  ResponseCreateParams,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import type { CallRequest } from '../endpoint.js'
import { at } from '../protocol/fields.js'
import { itemEvents } from './output-items.js'
import type { WireResponse } from './response-event-schema.js'
import { ResponseLifecycle } from './response-lifecycle.js'

/**
 * Makes the events of a stream of a response, which `foldResponse` makes the same response of. A
 * response that is in progress, or queued, does not end.
 *
 * @param request Its `stream_options.include_obfuscation` pads each delta, as OpenAI does.
 * @throws {TypeError} For a cancelled response: no event ends one.
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
      `Failed to unfold response ${response.id}: no event tells that it is cancelled. Answer with a script that ends in cut().`,
    )
  }
  const obfuscates = at(request.body, 'stream_options', 'include_obfuscation') === true
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

/** Gives a response as it was before anything happened. */
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
