import { headersOf } from '../../streaming/internal.js'
import { responseOfError, type ApiError } from '../api-error.js'
import type { CallRequest, Endpoint } from '../endpoint.js'
import type { Delivery, HeaderSets } from './answer.js'
import { JSON_TYPE } from './bare-response.js'

/** A refused request, with everything else that its error depends on. */
interface RefusedRequest {
  readonly endpoint: Pick<Endpoint, 'errors'>
  readonly request: Pick<CallRequest, 'body' | 'headers' | 'number'>
  /** The headers of the server and of the endpoint. */
  readonly headers: HeaderSets
  /** The delivery of every answer of the route. */
  readonly route: Delivery
  /** The delivery of this answer, which replaces any other status and headers. */
  readonly own: Delivery
  /** Makes the body of an error. */
  readonly errorBody: (error: ApiError) => unknown
}

/** Makes the response of an error, with the fields that depend on the request. */
export function errorResponse(
  given: ApiError,
  { endpoint, request, headers, route, own, errorBody }: RefusedRequest,
): Response {
  const error = given.for?.(request, endpoint.errors) ?? given
  return responseOfError(error, {
    status: own.status,
    body: errorBody(error),
    headers: headersOf(JSON_TYPE, ...headers, ...route.headers, error.headers, ...own.headers),
  })
}
