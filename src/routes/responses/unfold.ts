import type {
  ResponseCreateParams,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import type { UnfoldRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import { textAt } from '../protocol/fields.js'
import { isObfuscated } from '../protocol/obfuscation.js'
import { NO_TOOL_USAGE } from './complete.js'
import { itemEvents } from './output-items.js'
import type { WireResponse } from './response-event-schema.js'
import { ResponseLifecycle } from './response-lifecycle.js'
import { unfoldable } from './given-response-schema.js'

/**
 * Unfolds a response to the events of a stream. `foldResponse()` makes the same response of the
 * events. The stream of a response that is queued or in progress has no end.
 *
 * @param request The request. Each delta is padded, as OpenAI does, unless
 * `stream_options.include_obfuscation` in its `body` is false; without a request, no delta is padded.
 * Its `by` is the way to cut the texts.
 * @throws {TypeError} When the response is cancelled, and so no event ends the stream, or when it is
 * damaged.
 *
 * @example
 * const events = [...unfoldResponse(completeResponse('Hello'))]
 */
export function* unfoldResponse(
  response: WireResponse,
  request: Partial<UnfoldRequest<ResponseCreateParams>> = {},
): Generator<ResponseStreamEvent> {
  assertShape(unfoldable, response, 'unfold a response')
  const { output, status = 'completed' } = response
  if (status === 'cancelled') {
    throw new TypeError(
      `Failed to unfold response ${response.id}: no event reports that it is cancelled. Answer with a script that ends in cut().`,
    )
  }
  const beginning = begun(response, request.body)
  const lifecycle = new ResponseLifecycle(beginning, isObfuscated(request))
  if (status === 'queued') {
    yield* lifecycle.created()
    yield* lifecycle.queued()
  } else {
    yield* lifecycle.begin()
  }
  for (const [index, item] of output.entries()) {
    for (const event of itemEvents(item, index, { by: request.by })) yield* lifecycle.event(event)
  }
  if (status === 'in_progress' || status === 'queued') return
  yield* lifecycle.event({ type: `response.${status}`, response })
}

/** Gives a response as it was at its beginning. */
function begun(response: WireResponse, body: unknown): WireResponse {
  // OpenAI decides on the tier at the end, unless the request asks for one.
  const isDecided = textAt(body, 'service_tier') === 'default'
  return {
    ...response,
    error: null,
    incomplete_details: null,
    output: [],
    ...('completed_at' in response && { completed_at: null }),
    ...(response.service_tier === 'default' && !isDecided && { service_tier: 'auto' }),
    ...('tool_usage' in response && { tool_usage: NO_TOOL_USAGE }),
    ...('usage' in response && { usage: null }),
  }
}
