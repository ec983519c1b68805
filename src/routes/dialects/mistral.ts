import type { Dialect } from '../dialect.js'
import { defined } from '../protocol/defaults.js'
import { changeByName } from './change-by-name.js'
import type { ChatPiece, MessageFields } from './chat-pieces.js'
import { inStyle, type ChatStyle } from './chat-style.js'
import { keyCheck } from './key-check.js'

/** The padding of a chunk. Mistral's has a random length; this one hides the length of the text. */
const PADDING = 'abcdefghijklmnopqrstuvwxyz0123456789'

const style: ChatStyle = {
  role: 'alone',
  hasWholeCalls: true,
  withoutRules: ['chat/content-text', 'chat/usage-alone'],
  chunk(piece, { id, created, model }, { position, usage }) {
    const { index, finish_reason, logprobs, more } = piece
    const delta = deltaOf(piece)
    const { length } = JSON.stringify(delta)
    return {
      id,
      object: 'chat.completion.chunk',
      created,
      model,
      choices: [{ index, delta, finish_reason, ...defined({ logprobs }), ...more }],
      ...(usage && { usage }),
      ...(position > 0 && { p: PADDING.slice(length % PADDING.length) }),
    }
  },
  usage: ({ prompt_tokens, completion_tokens, total_tokens, more }) => ({
    prompt_tokens,
    total_tokens,
    completion_tokens,
    ...more,
  }),
  message: ({ content, reasoning, ...fields }) => ({
    content: reasoning === undefined ? (content ?? '') : partsOf(reasoning, content),
    ...fields,
  }),
}

/**
 * Mistral: a reasoning as a list of parts in `content`, the padding `p`, and the usage in the chunk
 * with the `finish_reason`.
 *
 * @example
 * const { chat } = createRoutes({ dialect: mistral })
 */
export const mistral: Dialect = {
  name: 'mistral',
  baseURL: 'https://api.mistral.ai/v1',
  headers: ({ number }) => ({
    'mistral-correlation-id': `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`,
    server: 'cloudflare',
  }),
  endpoint: changeByName({ 'chat.completions.create': (chat) => inStyle(chat, style) }),
  error({ status, error, given }) {
    const { message, type, param, code, ...more } = { ...error, ...ERRORS[status], ...given }
    if (status === 401) return { detail: given.message ?? 'Unauthorized', ...more }
    return { object: 'error', message, type, param, code, raw_status_code: status, ...more }
  },
  refuse: keyCheck({}),
}

const ERRORS: Readonly<Record<number, object>> = {
  429: { message: 'Rate limit exceeded', type: 'rate_limited', code: '1300' },
}

function deltaOf({ delta, finish_reason }: ChatPiece): MessageFields {
  const { role, content, reasoning, ...fields } = delta
  const blank = role !== undefined || finish_reason !== null ? '' : undefined
  const text = reasoning === undefined ? (content ?? blank) : partsOf(reasoning)
  return { ...defined({ role, content: text }), ...fields }
}

/** Lists the parts of a content with a reasoning. */
function partsOf(reasoning: unknown, text?: unknown): object[] {
  const thinking = { type: 'thinking', thinking: [{ type: 'text', text: reasoning }] }
  return text === undefined ? [thinking] : [thinking, { type: 'text', text }]
}
