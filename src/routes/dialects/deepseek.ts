import type { Dialect } from '../dialect.js'
import { defined } from '../protocol/defaults.js'
import { changeByName } from './change-by-name.js'
import type { ChatPiece } from './chat-pieces.js'
import { inStyle, type ChatStyle } from './chat-style.js'
import { keyCheck } from './key-check.js'
import { orderedResponse } from '../responses/wire-order.js'
import type { WireResponse } from '../responses/response-event-schema.js'
import { inResponseStyle } from './response-style.js'

const style: ChatStyle = {
  role: 'alone',
  withoutRules: ['chat/usage-alone'],
  chunk(piece, { id, created, model, system_fingerprint, hasReasoning }, { usage }) {
    const { index, logprobs = null, finish_reason, more } = piece
    return {
      id,
      object: 'chat.completion.chunk',
      created,
      model,
      system_fingerprint,
      choices: [{ index, delta: deltaOf(piece, hasReasoning), logprobs, finish_reason, ...more }],
      usage: usage ?? null,
    }
  },
  usage: ({ prompt_tokens, completion_tokens, total_tokens, ...counts }) => ({
    prompt_tokens,
    completion_tokens,
    total_tokens,
    prompt_tokens_details: { cached_tokens: counts.cached_tokens },
    completion_tokens_details: { reasoning_tokens: counts.reasoning_tokens },
    prompt_cache_hit_tokens: counts.cached_tokens,
    prompt_cache_miss_tokens: prompt_tokens - counts.cached_tokens,
    ...counts.more,
  }),
  message: ({ reasoning, ...fields }) => ({
    ...fields,
    ...defined({ reasoning_content: reasoning }),
  }),
}

/**
 * DeepSeek: `reasoning_content`, and the usage in the chunk with the `finish_reason`.
 *
 * @example
 * const { chat } = createRoutes({ dialect: deepseek })
 */
export const deepseek: Dialect = {
  name: 'deepseek',
  baseURL: 'https://api.deepseek.com',
  headers: ({ number }) => ({
    'x-ds-trace-id': number.toString(16).padStart(32, '0'),
    'cache-control': 'no-cache',
    server: 'cloudflare',
  }),
  endpoint: changeByName({
    'chat.completions.create': (chat) => inStyle(chat, style),
    'responses.create': (responses) =>
      inResponseStyle(responses, {
        reasoning: 'text',
        response: withFilters,
      }),
  }),
  refuse: keyCheck((key) => ({
    message: `Authentication Fails, Your api key: ****${key.slice(-4)} is invalid`,
    type: 'authentication_error',
    code: 'invalid_request_error',
  })),
}

/** DeepSeek has a field of Azure, and decides on the tier at the beginning. */
function withFilters(response: WireResponse): object {
  const fields: object = { content_filters: null }
  return orderedResponse({ ...response, ...fields, service_tier: 'default' })
}

/** Writes a delta. A message with a reasoning has both fields in every chunk. */
function deltaOf({ delta, finish_reason }: ChatPiece, hasReasoning: boolean): object {
  const { role, content, reasoning, ...fields } = delta
  const blank = role !== undefined || finish_reason !== null ? '' : undefined
  if (!hasReasoning) return { ...defined({ role, content: content ?? blank }), ...fields }
  if (role !== undefined) return { role, content: null, reasoning_content: '' }
  return { content: content ?? blank ?? null, reasoning_content: reasoning ?? null, ...fields }
}
