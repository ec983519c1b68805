/** A request that a server has received, of which no `Request` has been made: routes need none. */
export interface ServedRequest extends Pick<
  Request,
  'method' | 'url' | 'headers' | 'signal' | 'text' | 'formData'
> {
  /** Gives the same request, with a body that can be read, too. */
  clone(): ServedRequest
  /** Makes a `Request`, for handlers of other packages. */
  toRequest(): Request
}

/** A request, as a route gets it. */
export type ReceivedRequest = Request | ServedRequest

/** Makes a `Request` of a request that has none. Gives any other request as it is. */
export function toRequest(request: ReceivedRequest): Request {
  return 'toRequest' in request ? request.toRequest() : request
}
