import type { CallRequest } from '../endpoint.js'

/** Recognizes `stream: true` in the body, and `stream=true` in a form or in the query. */
export function asksForStream(request: CallRequest): boolean {
  const stream: unknown = Reflect.get(Object(request.body), 'stream')
  return stream === true || stream === 'true' || request.url.searchParams.get('stream') === 'true'
}
