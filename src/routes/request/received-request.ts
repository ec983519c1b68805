import type { MaybePromise } from '../../streaming/index.js'
import type { Abortable } from '../../streaming/internal.js'

/** A request that a server has received, of which no `Request` has been made: routes need none. */
export interface ServedRequest extends Pick<
  Request,
  'method' | 'url' | 'headers' | 'signal' | 'formData'
> {
  /** Aborts when the client disconnects, as the `signal` does, which is made when it is asked for. */
  readonly client: Abortable
  /** Gives the text of the body: at once where the server has it. */
  text(): MaybePromise<string>
  /** The headers, which a call keeps without the rest of the request. */
  readonly received: HeaderSource
  /** Gives the same request, with a body that can be read, too. */
  clone(): ServedRequest
  /** Makes a `Request`, for handlers of other packages. */
  toRequest(): Request
}

/** A request, as a route gets it. */
export type ReceivedRequest = Request | ServedRequest

/** Headers that may be made when they are asked for. */
export interface HeaderSource {
  readonly headers: Headers
  /** Gives a header by its name in small letters, without making the `headers`. */
  header?(name: string): string | null
}

/** A request, as far as its headers are concerned. */
export type WithHeaders = HeaderSource | Pick<ServedRequest, 'received'>

/** A request, as far as its client is concerned. */
export type WithClient = Pick<Request, 'signal'> | Pick<ServedRequest, 'client'>

/** Gives a header of a request by its name in small letters; null where there is none. */
export function headerOf(request: WithHeaders, name: string): string | null {
  const source: HeaderSource = 'received' in request ? request.received : request
  return source.header ? source.header(name) : source.headers.get(name)
}

/** Gives the headers of a request without the rest of it. */
export function headersIn(request: ReceivedRequest): Headers | HeaderSource {
  return 'received' in request ? request.received : request.headers
}

/** Gives the source of the abort that tells that the client of a request is gone. */
export function clientOf(request: WithClient): Abortable {
  return 'client' in request ? request.client : request.signal
}

/** Makes a `Request` of a request that has none. Gives any other request as it is. */
export function toRequest(request: ReceivedRequest): Request {
  return 'toRequest' in request ? request.toRequest() : request
}
