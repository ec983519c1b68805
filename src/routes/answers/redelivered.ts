import { headersOf } from '../../streaming/internal.js'
import type { CallRequest } from '../endpoint.js'
import { requestId } from '../server.js'
import type { Delivery } from './answer.js'
import { bareResponse } from './bare-response.js'

/** The request of an answer, and the deliveries of the route and of the answer itself. */
interface Redelivery {
  readonly request: Pick<CallRequest, 'number'>
  readonly route: Delivery
  readonly own: Delivery
}

/** Gives a response an id, and the status and the headers of its delivery. */
export function redelivered(response: Response, { route, own, request }: Redelivery): Response {
  const isChanged = own.status !== undefined || route.headers.length + own.headers.length > 0
  if (response.type === 'error') return response
  if (!isChanged && identify(response, request)) return response

  const { status = response.status } = own
  return bareResponse(response.body, {
    status,
    statusText: status === response.status ? response.statusText : '',
    headers: headersOf(
      requestId(request.number),
      ...route.headers,
      response.headers,
      ...own.headers,
    ),
  })
}

/**
 * Adds the id of the request to a response that has none. Returns false where it cannot: the headers
 * of what `fetch` gives are immutable.
 */
function identify({ headers }: Response, { number }: Redelivery['request']): boolean {
  const id = requestId(number)['x-request-id']
  try {
    if (!headers.has('x-request-id')) headers.set('x-request-id', id)
    return true
  } catch {
    // The response is copied instead.
    return false
  }
}
