import type { CallRequest } from '../endpoint.js'
import { valueAt } from './fields.js'

/** The longest padding. OpenAI's is random; this one is the same in every run. */
const PADDING = '0123456789ABCDE'

/** OpenAI pads to a multiple of this number of characters. */
const BLOCK = 16

/**
 * Returns true where OpenAI pads the stream of a request: unless the request switches the padding
 * off, in the `stream_options` of its body or in its query. Without a request, nothing is padded.
 */
export function isObfuscated(request: Partial<CallRequest>): boolean {
  const { body } = request
  if (body === undefined && request.url === undefined) return false
  const included =
    valueAt(body, 'stream_options', 'include_obfuscation') ??
    request.url?.searchParams.get('include_obfuscation')
  return included !== false && included !== 'false'
}

/** Makes the padding of a text. Together they have a multiple of 16 characters. */
export function paddingOf(text: string): string {
  return PADDING.slice(0, (BLOCK - (countCharacters(text) % BLOCK)) % BLOCK)
}

/** Counts characters as OpenAI does: one outside the basic plane, which is two units of UTF-16, is one. */
function countCharacters(text: string): number {
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0)
}
