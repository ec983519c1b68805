import type { IncomingRequest } from './incoming-request.js'

/** Headers that browsers hide from pages of other origins, and that clients need. */
const EXPOSED = 'x-request-id, x-should-retry'

/**
 * Lists headers that let a page of another origin read a response, as a flat list of names and
 * values. The list is empty for a request without an origin, and for a response with such headers
 * of its own.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function sharingHeaders({ headers }: IncomingRequest, response: Response): string[] {
  const origin = headers.get('origin')
  if (origin === null || response.headers.has('access-control-allow-origin')) return []

  const allowed = ['access-control-allow-origin', origin, 'vary', 'origin']
  // Routes expose the headers that the API exposes.
  if (response.headers.has('access-control-expose-headers')) return allowed
  return [...allowed, 'access-control-expose-headers', EXPOSED]
}

/** Answers a CORS preflight request, so that every page may send its request; undefined for any other request. */
export function preflightResponse({ method, headers }: IncomingRequest): Response | undefined {
  const wanted = headers.get('access-control-request-method')
  if (method !== 'OPTIONS' || wanted === null || !headers.has('origin')) return undefined

  const allowed = new Headers({ 'access-control-allow-methods': wanted })
  const names = headers.get('access-control-request-headers')
  if (names !== null) allowed.set('access-control-allow-headers', names)
  return new Response(null, { status: 204, headers: allowed })
}
