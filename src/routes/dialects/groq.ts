import { unnamed, type SseRecord, type StreamError } from '../../streaming/index.js'
import type { Dialect } from '../dialect.js'
import { defined } from '../protocol/defaults.js'
import { listAt, valueAt } from '../protocol/fields.js'
import { changeByName, withStreamType } from './change-by-name.js'
import type { MessageFields } from './chat-pieces.js'
import { inStyle, type ChatStyle } from './chat-style.js'
import { escaped, withEscapes } from './html-escapes.js'
import { keyCheck } from './key-check.js'

const style: ChatStyle = {
  role: 'alone',
  hasWholeCalls: true,
  withoutRules: ['chat/usage-alone'],
  chunk({ index, delta, finish_reason, logprobs = null, more }, head, { position, usage }) {
    const { id, created, model, system_fingerprint, number, asksForUsage } = head
    return {
      id,
      object: 'chat.completion.chunk',
      created,
      model,
      system_fingerprint,
      choices: [{ index, delta: message(delta), logprobs, finish_reason, ...more }],
      ...((position === 0 || usage) && {
        x_groq: { id: requestId(number), ...(usage && { usage }) },
      }),
      ...(usage && asksForUsage && { usage }),
    }
  },
  end(usage, { id, created, model, system_fingerprint, asksForUsage }) {
    if (!asksForUsage) return undefined
    return {
      id,
      object: 'chat.completion.chunk',
      created,
      model,
      system_fingerprint,
      choices: [],
      usage,
      service_tier: 'on_demand',
    }
  },
  // The times are zero seconds.
  usage: ({ prompt_tokens, completion_tokens, total_tokens, more }) => ({
    queue_time: 0,
    prompt_tokens,
    prompt_time: 0,
    completion_tokens,
    completion_time: 0,
    total_tokens,
    total_time: 0,
    ...more,
  }),
  message,
}

/**
 * Groq: `x_groq` with the request's id and the usage, `reasoning`, whole tool calls, JSON in which
 * `<`, `>` and `&` are escaped, and errors named `error`, without `[DONE]`.
 *
 * @example
 * const { chat } = createRoutes({ dialect: groq })
 */
export const groq: Dialect = {
  name: 'groq',
  baseURL: 'https://api.groq.com/openai/v1',
  headers: ({ number }) => ({
    'x-request-id': requestId(number),
    'x-groq-region': 'us-east-1',
    'cache-control': 'no-cache',
    server: 'cloudflare',
  }),
  endpoint: (endpoint) => withStreamType(change(withEscapes(endpoint)), 'text/event-stream'),
  error: ({ error: { message: text, type, param, code, ...more } }) => ({
    error: { message: text, type, ...(param && { param }), code, ...more },
  }),
  refuse: keyCheck({ message: 'Invalid API Key' }),
}

const change = changeByName({
  'chat.completions.create': (chat) => ({
    ...inStyle(chat, style),
    wire: { ...chat.wire, error: namedError },
  }),
})

/** Groq names the record of an error, and omits an empty `param`. */
function namedError({ message: text, type, param, code, more }: StreamError): SseRecord[] {
  const error = { message: text, type, ...(param !== null && { param }), code, ...more }
  return [{ event: 'error', ...escaped(unnamed({ error })) }]
}

function message({ role, content, reasoning, tool_calls, ...fields }: MessageFields): object {
  return {
    ...defined({
      role,
      content: content ?? (role === undefined ? undefined : ''),
      reasoning,
    }),
    ...fields,
    ...(tool_calls !== undefined && { tool_calls: listAt(tool_calls).map(toolCall) }),
  }
}

function toolCall(call: unknown): object {
  const index = valueAt(call, 'index')
  const { index: _, ...fields }: Record<string, unknown> = Object(call)
  return { ...fields, ...defined({ index }) }
}

function requestId(number: number): string {
  return `req_${number}`
}
