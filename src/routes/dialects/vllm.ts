import type { Dialect } from '../dialect.js'
import { defined } from '../protocol/defaults.js'
import { changeByName } from './change-by-name.js'
import type { ChatPiece } from './chat-pieces.js'
import { inStyle, type ChatHead, type ChatStyle } from './chat-style.js'
import { keyCheck } from './key-check.js'

const style: ChatStyle = {
  role: 'alone',
  chunk(piece, head) {
    const { index, logprobs = null, finish_reason, more } = piece
    const stop = finish_reason === null ? {} : { stop_reason: null }
    return write(head, [
      { index, delta: deltaOf(piece), logprobs, finish_reason, ...stop, ...more },
    ])
  },
  end: (usage, head) => (head.asksForUsage ? { ...write(head, []), usage } : undefined),
  usage: ({ prompt_tokens, completion_tokens, total_tokens, more }) => ({
    prompt_tokens,
    total_tokens,
    completion_tokens,
    ...more,
  }),
  message: ({ reasoning, ...fields }) => ({
    ...fields,
    ...defined({ reasoning_content: reasoning }),
  }),
}

/**
 * vLLM: `stop_reason` beside the `finish_reason`, and no fingerprint.
 *
 * @example
 * const { chat } = createRoutes({ dialect: vllm })
 */
export const vllm: Dialect = {
  name: 'vllm',
  baseURL: 'http://localhost:8000/v1',
  headers: { server: 'uvicorn' },
  endpoint: changeByName({ 'chat.completions.create': (chat) => inStyle(chat, style) }),
  error({ status, error, given }) {
    const { message, type, param, code: _code, ...more } = error
    if (status === 401) return { error: given.message ?? 'Unauthorized', ...more }
    return {
      error: { message, type: given.type ?? TYPES[status] ?? type, param, code: status, ...more },
    }
  },
  refuse: keyCheck({}),
}

/** The types of errors. */
const TYPES: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  404: 'NotFoundError',
  500: 'InternalServerError',
}

function write({ id, created, model }: ChatHead, choices: object[]): object {
  return { id, object: 'chat.completion.chunk', created, model, choices }
}

function deltaOf({ delta, finish_reason }: ChatPiece): object {
  const { reasoning, content, ...fields } = delta
  const text = content ?? (finish_reason === null ? undefined : '')
  return { ...fields, ...defined({ reasoning_content: reasoning, content: text }) }
}
