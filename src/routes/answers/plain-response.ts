import type { Script, StreamError } from '../../streaming/index.js'
import { collectEvents, isStreamError, nameOfScript } from '../../streaming/internal.js'
import { apiError, type ApiError } from '../api-error.js'
import type { CallRequest, Endpoint } from '../endpoint.js'
import type { Delivery, FinalAnswer, HeaderSets } from './answer.js'
import { assertPlayable } from './assert-playable.js'
import { errorResponse } from './error-response.js'
import { redelivered } from './redelivered.js'
import { resourceOf } from './resource-of.js'
import { valueResponse } from './value-response.js'

/** A request, with everything else that its answer depends on. */
interface AnsweredRequest<Event, Body, Resource> {
  readonly endpoint: Endpoint<Event, Body, Resource>
  readonly request: CallRequest<Body>
  /** The owner of the signal that aborts once the client is gone. */
  readonly gone: Pick<AbortController, 'signal'>
  /** The headers of the server and of the endpoint. */
  readonly headers: HeaderSets
  /** The delivery of every answer of the route, which the answer's own status and headers replace. */
  readonly route: Delivery
  /** The delivery of this answer, which replaces any other status and headers. */
  readonly own: Delivery
  /** Makes the body of an error, as the server does. */
  readonly errorBody: (error: ApiError) => unknown
}

/** Makes the plain response of an answer that does not stream. */
export async function plainResponse<Event, Body, Resource>(
  answer: FinalAnswer<Event, Resource>,
  answered: AnsweredRequest<Event, Body, Resource>,
): Promise<Response> {
  switch (answer.type) {
    case 'response':
      return redelivered(answer.response, answered)
    case 'error':
      return errorResponse(answer.error, answered)
    case 'script':
      return foldedResponse(answer.script, answered)
    case 'live':
      throw new TypeError('a LiveEventStream answers through its play.')
    default: {
      const { endpoint, request } = answered
      const resource = await resourceOf(answer, endpoint, request)
      const body = endpoint.plain?.(resource, request) ?? resource
      return valueResponse(body, answered, endpoint.headersOf?.(resource))
    }
  }
}

/** Makes the plain response of a script: its events, folded, or the `StreamError` that the script throws. */
async function foldedResponse<Event, Body, Resource>(
  script: Script<Event>,
  answered: AnsweredRequest<Event, Body, Resource>,
): Promise<Response> {
  const { endpoint, request, gone } = answered
  assertPlayable(endpoint, script)
  const { name, wire, fold } = endpoint
  if (!fold || !wire) return errorResponse(notAStream(script), answered)

  try {
    const events = await collectEvents({ name, wire }, script, gone.signal)
    const resource = fold(events, request)
    return await valueResponse(resource, answered, endpoint.headersOf?.(resource))
  } catch (error) {
    if (!isStreamError(error)) throw error
    const { message, type, code, param, more } = error
    return errorResponse(
      apiError(statusOf(error), { message, type, code, param, ...more }),
      answered,
    )
  }
}

/** Chooses the status for an error that a script throws, as OpenAI does before a stream. */
function statusOf({ type, code }: StreamError): number {
  if (code === 'rate_limit_exceeded' || code === 'insufficient_quota') return 429
  return type === 'invalid_request_error' ? 400 : 500
}

function notAStream(script: Script<unknown>): ApiError {
  return apiError(400, {
    message:
      `The script ${nameOfScript(script)} is a stream, and this request does not ask for one. ` +
      'Set stream: true, or answer it with something else.',
    param: 'stream',
  })
}
