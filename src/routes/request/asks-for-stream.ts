import type { CallRequest } from '../endpoint.js'

/** Recognizes `stream: true` in the body, and `stream=true` in a form or in the query. */
export function asksForStream({ body, url }: CallRequest): boolean {
  const stream: unknown = Reflect.get(Object(body), 'stream')
  return stream === true || stream === 'true' || url.searchParams.get('stream') === 'true'
}
