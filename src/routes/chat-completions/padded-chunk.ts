import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { paddingOf } from '../protocol/obfuscation.js'

/** Pads a chunk as the API does: to a record of 16 characters or a multiple, without the key itself. */
export function padded(chunk: ChatCompletionChunk): ChatCompletionChunk {
  return { ...chunk, obfuscation: paddingOf(JSON.stringify(chunk)) }
}

/** Adds fields to a chunk, in front of its padding. */
export function extend(chunk: ChatCompletionChunk, fields: object): ChatCompletionChunk {
  const { obfuscation, ...rest } = chunk
  const extended = { ...rest, ...fields }
  return obfuscation === undefined ? extended : padded(extended)
}
