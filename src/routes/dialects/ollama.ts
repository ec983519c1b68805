import type { Dialect } from '../dialect.js'
import { defined } from '../protocol/defaults.js'
import { listAt, valueAt } from '../protocol/fields.js'
import { changeByName, withStreamType } from './change-by-name.js'
import type { ChatPiece, MessageFields } from './chat-pieces.js'
import { inStyle, type ChatHead, type ChatStyle } from './chat-style.js'
import { withEscapes } from './html-escapes.js'

const style: ChatStyle = {
  role: 'first',
  hasWholeCalls: true,
  chunk(piece, head) {
    const { index, finish_reason, logprobs, more } = piece
    const delta = deltaOf(piece)
    return write(head, [{ index, delta, finish_reason, ...defined({ logprobs }), ...more }])
  },
  end: (usage, head) => (head.asksForUsage ? write(head, [], usage) : undefined),
  usage: ({ prompt_tokens, completion_tokens, total_tokens, more }) => ({
    prompt_tokens,
    completion_tokens,
    total_tokens,
    ...more,
  }),
  message: ({ content = '', ...fields }) => ({ content, ...fields }),
}

/**
 * Ollama: `reasoning`, whole tool calls, and JSON in which `<`, `>` and `&` are escaped. Takes every
 * key.
 *
 * @example
 * const { chat } = createRoutes({ dialect: ollama })
 */
export const ollama: Dialect = {
  name: 'ollama',
  baseURL: 'http://localhost:11434/v1',
  endpoint: (endpoint) => withStreamType(change(withEscapes(endpoint)), 'text/event-stream'),
  error: ({ status, error: { message, type, param, code: _code, ...more }, given }) => ({
    error: { message, type: given.type ?? TYPES[status] ?? type, param, code: null, ...more },
  }),
  refuse: () => undefined,
}

const change = changeByName({ 'chat.completions.create': (chat) => inStyle(chat, style) })

/** The types of errors. */
const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  404: 'not_found_error',
  500: 'api_error',
}

function write({ id, created, model }: ChatHead, choices: object[], usage?: object): object {
  return {
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    system_fingerprint: 'fp_ollama',
    choices,
    ...(usage && { usage }),
  }
}

function deltaOf({ delta, finish_reason }: ChatPiece): MessageFields {
  const { role, content = '', reasoning, tool_calls, ...fields } = delta
  if (finish_reason !== null) return { ...defined({ role }), ...fields }
  return {
    ...defined({ role, content, reasoning }),
    ...fields,
    ...(tool_calls !== undefined && { tool_calls: listAt(tool_calls).map(toolCall) }),
  }
}

function toolCall(call: unknown): object {
  const [id, index, type, fn] = ['id', 'index', 'type', 'function'].map((key) => valueAt(call, key))
  return { id, index, type, function: fn }
}
