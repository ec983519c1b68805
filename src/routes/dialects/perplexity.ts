import type { Dialect } from '../dialect.js'
import { defined } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { changeByName } from './change-by-name.js'
import { inStyle, type ChatHead, type ChatStyle } from './chat-style.js'
import { keyCheck } from './key-check.js'
import { countsOf, type UsageCounts } from './usage-counts.js'

/** The object of the last chunk, after which the stream closes. */
const LAST = 'chat.completion.done'

const style: ChatStyle = {
  role: 'always',
  withoutRules: [
    'chat/object',
    'chat/finish-key',
    'chat/usage-alone',
    'chat/usage-after-finish',
    'chat/role-once',
  ],
  chunk({ index, delta, finish_reason, logprobs, more }, head, { position, text, usage: last }) {
    const { role, content = '', ...fields } = delta
    return {
      ...headOf(head, last ? undefined : position + 1),
      object: finish_reason === null ? 'chat.completion.chunk' : LAST,
      choices: [
        {
          index,
          message: { role, content: text },
          delta: { role, content, ...fields },
          ...(finish_reason !== null && { finish_reason }),
          ...defined({ logprobs }),
          ...more,
        },
      ],
    }
  },
  usage,
  message: (fields) => fields,
}

/**
 * Perplexity: the text so far, the usage and the citations in every chunk, lines that end with CRLF,
 * and a last chunk `chat.completion.done` in the place of `[DONE]`.
 *
 * @example
 * const { chat } = createRoutes({ dialect: perplexity })
 */
export const perplexity: Dialect = {
  name: 'perplexity',
  baseURL: 'https://api.perplexity.ai',
  headers: { server: 'cloudflare' },
  endpoint: changeByName({
    'chat.completions.create': (chat) => ({
      ...inStyle(chat, style),
      wire: {
        ...chat.wire,
        terminator: undefined,
        isFinal: (chunk) => valueAt(chunk, 'object') === LAST,
        lineEnding: '\r\n',
      },
    }),
  }),
  error: ({ status, error: { message, type, code: _code, param: _param, ...more } }) => ({
    error: { message, type, code: status, ...more },
  }),
  refuse: keyCheck({
    message:
      'Invalid API key provided. You can find your API key at https://www.perplexity.ai/settings/api.',
    type: 'invalid_api_key',
  }),
}

/** @param tokens The number of tokens so far; undefined at the end. */
function headOf({ id, model, created, more, ...head }: ChatHead, tokens?: number): object {
  const { citations = [], search_results = [] } = more
  const counts = head.usage && countsOf(head.usage)
  return {
    id,
    model,
    created,
    ...(counts && { usage: usage(tokens === undefined ? counts : soFar(counts, tokens)) }),
    citations,
    search_results,
  }
}

function soFar(counts: UsageCounts, tokens: number): UsageCounts {
  const completion_tokens = Math.min(tokens, counts.completion_tokens)
  return { ...counts, completion_tokens, total_tokens: counts.prompt_tokens + completion_tokens }
}

function usage({ prompt_tokens, completion_tokens, total_tokens, more }: UsageCounts): object {
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens,
    search_context_size: 'low',
    cost: { input_tokens_cost: 0, output_tokens_cost: 0, total_cost: 0 },
    ...more,
  }
}
