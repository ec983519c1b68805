import type { CompletionCreateParams } from 'openai/resources/completions'
import type { RequestReader } from '../protocol/readers.js'
import { promptsOf } from './prompts.js'

/** Reads the requests for legacy completions: each prompt is a message of the user. */
export const requestReader: RequestReader<CompletionCreateParams> = {
  conversation: (body) => promptsOf(body).map((text) => ({ role: 'user', text })),
}
