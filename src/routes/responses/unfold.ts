import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import type { WireResponse } from './events.js'
import { ResponseLife } from './life.js'
import { itemEvents } from './output-item.js'

/**
 * The events of a stream that amounts to `response`: what `foldResponse` makes that response of.
 * One in progress, or queued, does not end.
 *
 * @throws {TypeError} For a cancelled response, whose end no event tells.
 */
export function* unfoldResponse(response: WireResponse): Generator<ResponseStreamEvent> {
  const { output, status = 'completed' } = response
  if (status === 'cancelled') {
    throw new TypeError(
      `Failed to unfold response ${response.id}: no event tells that it is cancelled. Answer with a script that ends in cut().`,
    )
  }
  const life = new ResponseLife(begun(response))
  yield* status === 'queued' ? [life.created(), life.queued()] : life.begin()

  for (const [index, item] of output.entries()) {
    for (const event of itemEvents(item, index)) yield life.event(event)
  }
  if (status === 'in_progress' || status === 'queued') return
  yield life.event({ type: `response.${status}`, response })
}

/** The response before anything has happened to it. */
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
