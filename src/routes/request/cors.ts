import { toResponse, type StreamedResponse } from '../../streaming/internal.js'
import { headerOf, type WithHeaders } from './received-request.js'

/** The part of a request that the CORS protocol is about. */
type Asking = { readonly method: string } & WithHeaders

/** Headers that browsers hide from pages of other origins, and that clients need. */
const EXPOSED = 'x-request-id, x-should-retry, openai-poll-after-ms'

/**
 * Lets a page of another origin read a response. Gives the response itself where the request has no
 * origin, and where the response has such headers of its own.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function sharedResponse<Given extends Response | StreamedResponse>(
  request: Asking,
  given: Given,
): Given | Response {
  const origin = headerOf(request, 'origin')
  if (origin === null) return given
  const response = toResponse(given)
  if (response.type === 'error') return response
  if (response.headers.has('access-control-allow-origin')) return response

  const headers = new Headers(response.headers)
  headers.set('access-control-allow-origin', origin)
  headers.append('vary', 'origin')
  // Routes expose the headers that the API exposes.
  if (!headers.has('access-control-expose-headers')) {
    headers.set('access-control-expose-headers', EXPOSED)
  }
  const { body, status, statusText } = response
  return new Response(body, { status, statusText, headers })
}

/** Recognizes a CORS preflight request for a method. */
export function isPreflight(request: Asking, method: unknown): boolean {
  const wanted = methodWanted(request)
  return wanted === method || wanted === ANY
}

/** Answers a CORS preflight request, so that every page may send its request; undefined for any other request. */
export function preflightResponse(request: Asking): Response | undefined {
  const wanted = methodWanted(request)
  if (wanted === undefined) return undefined

  const allowed = new Headers({ 'access-control-allow-methods': wanted })
  const names = headerOf(request, 'access-control-request-headers')
  if (names !== null) allowed.set('access-control-allow-headers', names)
  if (wanted === ANY) allowed.set('access-control-allow-origin', ANY)
  return sharedResponse(request, new Response(null, { status: 204, headers: allowed }))
}

const ANY = '*'

/** Gives the method for which a preflight request asks; undefined for any other request. */
function methodWanted(request: Asking): string | undefined {
  if (request.method !== 'OPTIONS') return undefined
  const wanted = headerOf(request, 'access-control-request-method')
  if (wanted !== null && headerOf(request, 'origin') !== null) return wanted
  // A page of happy-dom: MSW 3 copies its preflight, and the copy lacks all headers of CORS.
  return 'happyDOM' in globalThis && wanted === null ? ANY : undefined
}
