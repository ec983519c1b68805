import type { RequestHandler } from 'msw'
import { apiError, toResponse } from '../routes/api-error.js'

/**
 * What a client gets where nobody answers: a 404 that names the request, and what there
 * is. It is not retried.
 */
export function unmatchedRequest(
  request: Pick<Request, 'method' | 'url'>,
  handlers: readonly RequestHandler[],
): Response {
  return unmatched(unmatchedMessage(request, handlers))
}

/** What a client gets where a handler passes its request through, which nothing stands behind. */
export function passedRequest({ method, url }: Pick<Request, 'method' | 'url'>): Response {
  const why = 'a handler passes it through, and there is nowhere to pass it through to.'
  return unmatched(`Failed to answer ${method} ${url}: ${why}`)
}

/** What is said of such a request. */
export function unmatchedMessage(
  { method, url }: Pick<Request, 'method' | 'url'>,
  handlers: readonly RequestHandler[],
): string {
  return `Failed to answer ${method} ${url}: ${reason(handlers)}`
}

function unmatched(message: string): Response {
  const answer = apiError(404, { message, code: 'unmatched_request' })
  return toResponse(answer, { 'x-should-retry': 'false' })
}

function reason(handlers: readonly RequestHandler[]): string {
  if (handlers.length === 0) return 'there are no routes.'

  // A method and a path, or what MSW has for a handler without them.
  const routes = handlers.map(({ info }) => info.header)
  return ['none of these routes does:', ...routes].join('\n')
}
