import type { HeaderFields } from '../../streaming/index.js'
import { encodeText, headersOf } from '../../streaming/internal.js'
import type { CallRequest } from '../endpoint.js'
import { isBinary, isResponse } from './answer-kind.js'
import type { Delivery, HeaderSets } from './answer.js'
import { bareResponse, hasNoBody, JSON_TYPE, type Binary } from './bare-response.js'
import { redelivered } from './redelivered.js'

/** The request of a value, and everything that its status and its headers depend on. */
interface Deliveries {
  readonly request: CallRequest
  /** The headers of the server and of the endpoint. */
  readonly headers: HeaderSets
  /** The delivery of every answer of the route. */
  readonly route: Delivery
  /** The delivery of this answer, which replaces any other status and headers. */
  readonly own: Delivery
}

/**
 * Makes the response of a plain value: a text, bytes, a `Blob`, a `Response`, or JSON.
 *
 * @param ofValue Headers of this value, which all other headers replace.
 */
export function valueResponse(
  value: unknown,
  deliveries: Deliveries,
  ofValue?: HeaderFields,
): Response {
  const { headers, route, own } = deliveries
  if (isResponse(value)) {
    const around = headers.filter((set) => set !== undefined)
    return redelivered(value, {
      ...deliveries,
      route: { ...route, headers: [...around, ...route.headers] },
    })
  }
  const status = own.status ?? route.status ?? 200
  const [body, type] = hasNoBody(status) ? [null, undefined] : bodyOf(value)
  return bareResponse(body, {
    status,
    headers: headersOf(
      { 'content-type': type },
      ofValue,
      ...headers,
      ...route.headers,
      ...own.headers,
    ),
  })
}

/** Gives the body of a plain answer, and its content type. */
function bodyOf(value: unknown): [body: Binary | ReadableStream, type: string] {
  if (typeof value === 'string') return [encodeText(value), 'text/plain; charset=utf-8']
  if (isBinary(value)) {
    return 'stream' in value
      ? [value.stream(), value.type || 'application/octet-stream']
      : [value, 'application/octet-stream']
  }
  return [encodeText(JSON.stringify(value) ?? ''), JSON_TYPE['content-type']]
}
