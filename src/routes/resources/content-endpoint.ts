import { encodeText } from '../../streaming/internal.js'
import type { Endpoint } from '../endpoint.js'

/** An endpoint with the content of a file: a text, bytes, or a `Blob`. */
export type ContentEndpoint = Endpoint<never, undefined>

/** Declares an endpoint that answers with the content of a file. A text is sent as bytes, too. */
export function contentEndpoint({ name, path }: Pick<Endpoint, 'name' | 'path'>): ContentEndpoint {
  return {
    name,
    method: 'GET',
    path,
    plain: (content: unknown) => (typeof content === 'string' ? encodeText(content) : content),
  }
}
