import type { Dialect } from '../dialect.js'
import { defined } from '../protocol/defaults.js'
import { listAt, valueAt } from '../protocol/fields.js'
import { changeByName, withStreamType } from './change-by-name.js'
import type { MessageFields } from './chat-pieces.js'
import { inStyle, type ChatHead, type ChatStyle } from './chat-style.js'
import { keyCheck } from './key-check.js'
import { inResponseStyle } from './response-style.js'

const style: ChatStyle = {
  role: 'first',
  hasWholeCalls: true,
  withoutRules: ['chat/finish-key'],
  chunk: ({ index, delta, finish_reason, logprobs, more }, head) =>
    write(head, [
      {
        index,
        delta: deltaOf(delta),
        // Before the end there is no such key.
        ...(finish_reason !== null && { finish_reason }),
        ...defined({ logprobs }),
        ...more,
      },
    ]),
  end: (usage, head) => (head.asksForUsage ? write(head, [], usage) : undefined),
  usage: ({ prompt_tokens, completion_tokens, total_tokens, ...counts }) => ({
    prompt_tokens,
    completion_tokens,
    total_tokens,
    prompt_tokens_details: {
      text_tokens: prompt_tokens,
      audio_tokens: 0,
      image_tokens: 0,
      cached_tokens: counts.cached_tokens,
    },
    completion_tokens_details: {
      reasoning_tokens: counts.reasoning_tokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
    num_sources_used: 0,
    cost_in_usd_ticks: 0,
    ...counts.more,
  }),
  message: ({ reasoning, ...fields }) => ({
    ...fields,
    ...defined({ reasoning_content: reasoning }),
  }),
}

/**
 * xAI: `reasoning_content`, whole tool calls, no `finish_reason` before the end, and responses whose
 * events begin with the number.
 *
 * @example
 * const { chat } = createRoutes({ dialect: xai })
 */
export const xai: Dialect = {
  name: 'xai',
  baseURL: 'https://api.x.ai/v1',
  headers: ({ number }) => ({
    'x-request-id': `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`,
    server: 'cloudflare',
  }),
  endpoint: (endpoint) => withStreamType(change(endpoint), 'text/event-stream'),
  error: ({
    status,
    error: { message, type: _type, param: _param, code: _code, ...more },
    given,
  }) => ({
    code: given.code ?? CODES[status] ?? 'Internal error',
    error: message,
    ...more,
  }),
  refuse: keyCheck(
    (key) => ({
      message: `Incorrect API key provided: ${key.slice(0, 2)}***${key.slice(-2)}. You can obtain an API key from https://console.x.ai.`,
    }),
    // A wrong key is an invalid argument.
    400,
  ),
}

const change = changeByName({
  'chat.completions.create': (chat) => inStyle(chat, style),
  'responses.create': (responses) =>
    inResponseStyle(responses, {
      reasoning: 'summary',
      hasWholeArguments: true,
      response: (response) => ({ ...response, service_tier: 'default' }),
      event: ({ sequence_number, type, ...event }) => ({ sequence_number, type, ...event }),
    }),
})

/** The codes of errors, which are texts. */
const CODES: Readonly<Record<number, string>> = {
  400: 'Client specified an invalid argument',
  401: 'The request does not have valid authentication credentials',
  403: 'The caller does not have permission to execute the specified operation',
  404: 'Some requested entity was not found',
  429: 'Some resource has been exhausted',
  503: 'The service is currently unavailable',
}

function write({ id, created, model, ...head }: ChatHead, choices: object[], usage?: object) {
  const { system_fingerprint } = head
  return {
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices,
    ...(usage && { usage }),
    system_fingerprint,
  }
}

function deltaOf({ role, content, reasoning, tool_calls, ...fields }: MessageFields): object {
  return {
    ...defined({ reasoning_content: reasoning, content, role }),
    ...fields,
    ...(tool_calls !== undefined && { tool_calls: listAt(tool_calls).map(toolCall) }),
  }
}

function toolCall(call: unknown): object {
  const [id, fn, index, type] = ['id', 'function', 'index', 'type'].map((key) => valueAt(call, key))
  return { id, function: fn, index, type }
}
