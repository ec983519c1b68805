import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { paddingOf } from '../protocol/obfuscation.js'

/** Pads a chunk as the API does: the record has one character more than a multiple of 16. */
export function padded(chunk: ChatCompletionChunk): ChatCompletionChunk {
  return { ...chunk, obfuscation: paddingOf(JSON.stringify({ ...chunk, obfuscation: '' }), 1) }
}

/** Adds fields to a chunk, in front of its padding. */
export function extend(chunk: ChatCompletionChunk, fields: object): ChatCompletionChunk {
  const { obfuscation, ...rest } = chunk
  const extended = { ...rest, ...fields }
  return obfuscation === undefined ? extended : padded(extended)
}
