import type { IncomingRequest } from './incoming-request.js'

/** What browsers hide from pages of other origins, and clients heed. */
const EXPOSED = 'x-request-id, x-should-retry'

/**
 * Headers, names and values by turns, that let a page of another origin read a response:
 * none where nobody asks from one, or where the response says who may read it.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function sharing({ headers }: IncomingRequest, response: Response): string[] {
  const origin = headers.get('origin')
  if (origin === null || response.headers.has('access-control-allow-origin')) return []

  const allowed = ['access-control-allow-origin', origin, 'vary', 'origin']
  // Routes expose what the API does.
  if (response.headers.has('access-control-expose-headers')) return allowed
  return [...allowed, 'access-control-expose-headers', EXPOSED]
}

/** What a browser is told that asks whether a page may send a request: it may. Undefined where none asks. */
export function preflight({ method, headers }: IncomingRequest): Response | undefined {
  const wanted = headers.get('access-control-request-method')
  if (method !== 'OPTIONS' || wanted === null || !headers.has('origin')) return

  const allowed = new Headers({ 'access-control-allow-methods': wanted })
  const names = headers.get('access-control-request-headers')
  if (names !== null) allowed.set('access-control-allow-headers', names)
  return new Response(null, { status: 204, headers: allowed })
}
