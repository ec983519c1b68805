import { comment, unnamed, type SseRecord, type StreamError } from '../../streaming/index.js'
import type { Dialect } from '../dialect.js'
import { defined } from '../protocol/defaults.js'
import { textAt, valueAt } from '../protocol/fields.js'
import { changeByName, withStreamType } from './change-by-name.js'
import type { ChatPiece, MessageFields } from './chat-pieces.js'
import { inStyle, type ChatHead, type ChatStyle } from './chat-style.js'
import { keyCheck } from './key-check.js'
import { inResponseStyle } from './response-style.js'

const PROCESSING = comment('OPENROUTER PROCESSING')
const DONE = { data: '[DONE]' }

const style: ChatStyle = {
  role: 'always',
  withoutRules: [
    'sse/comment',
    'chat/role-once',
    'chat/finish-once',
    'chat/finish-reason',
    'chat/usage-alone',
  ],
  opening: () => [PROCESSING],
  chunk: (piece, head) => ({ ...headOf(head), choices: [choiceOf(piece)] }),
  end: (usage, head) => ({
    ...headOf(head),
    choices: [endOf(head.finish_reason ?? 'stop')],
    usage,
  }),
  usage: ({ prompt_tokens, completion_tokens, total_tokens, ...counts }) => ({
    prompt_tokens,
    completion_tokens,
    total_tokens,
    cost: 0,
    is_byok: false,
    prompt_tokens_details: { cached_tokens: counts.cached_tokens, audio_tokens: 0 },
    cost_details: { upstream_inference_cost: null },
    completion_tokens_details: { reasoning_tokens: counts.reasoning_tokens, image_tokens: 0 },
    ...counts.more,
  }),
  message: ({ reasoning, ...fields }) => ({ ...fields, ...reasoningOf(reasoning) }),
}

/**
 * OpenRouter: comments before the first record, `provider`, `reasoning`, the role in every chunk, the
 * usage in every stream, and responses without names, which end with `[DONE]`.
 *
 * @example
 * const { chat } = createRoutes({ dialect: openrouter })
 */
export const openrouter: Dialect = {
  name: 'openrouter',
  baseURL: 'https://openrouter.ai/api/v1',
  headers: {
    'cache-control': 'no-cache',
    'access-control-allow-origin': '*',
    server: 'cloudflare',
  },
  endpoint: (endpoint) => withStreamType(change(endpoint), 'text/event-stream'),
  error: ({ status, error: { message, code, type: _type, param: _param, ...more }, given }) => ({
    error: { message, code: typeof given.code === 'number' ? code : status, ...more },
  }),
  refuse: keyCheck((key) => ({ message: key ? 'User not found.' : 'No auth credentials found' })),
}

const change = changeByName({
  'chat.completions.create': (chat) => ({
    ...inStyle(chat, style),
    wire: { ...chat.wire, error: (error, { last }) => [unnamed(errorChunk(error, last)), DONE] },
  }),
  'responses.create': (responses) => ({
    ...inResponseStyle(responses, {
      reasoning: 'text',
      hasWholeArguments: true,
      opening: [PROCESSING],
      response: ({ user: _user, ...response }) => response,
      event: ({ type, output_index, item_id, content_index, sequence_number, ...event }) => ({
        ...defined({ type, output_index, item_id, content_index }),
        ...event,
        sequence_number,
      }),
    }),
    withoutRules: ['sse/comment', 'responses/event-name-missing'],
    wire: {
      ...responses.wire,
      frame: unnamed,
      terminator: DONE,
      isFinal: undefined,
      error: (error, sent) => [
        ...(responses.wire.error?.(error, sent) ?? []).map(({ data }): SseRecord => ({ data })),
        DONE,
      ],
    },
  }),
})

function headOf({ id, created, model, more }: ChatHead): object {
  const { provider = 'OpenAI' } = more
  return { id, object: 'chat.completion.chunk', created, model, provider }
}

function choiceOf({ index, delta, finish_reason, logprobs, more }: ChatPiece): object {
  return {
    index,
    delta: deltaOf(delta),
    finish_reason,
    native_finish_reason: finish_reason,
    ...defined({ logprobs }),
    ...more,
  }
}

function deltaOf({ role, content, reasoning, tool_calls, ...fields }: MessageFields): object {
  return {
    content: content ?? (tool_calls === undefined ? '' : null),
    role,
    ...reasoningOf(reasoning),
    ...defined({ tool_calls }),
    ...fields,
  }
}

/** Writes a reasoning twice, as OpenRouter does: as a text, and in its details. */
function reasoningOf(text: unknown): object {
  if (text === undefined) return {}
  const details = { type: 'reasoning.text', text, format: 'unknown', index: 0 }
  return { reasoning: text, reasoning_details: [details] }
}

/** Makes an empty choice, as it is beside an error and beside the usage. */
function endOf(finish_reason: string): object {
  const delta = { content: '', role: 'assistant' }
  return { index: 0, delta, finish_reason, native_finish_reason: finish_reason }
}

/** Makes the chunk of an error: a chunk like the last one, with `error` and an empty choice. */
function errorChunk({ message, code, more }: StreamError, last: unknown): object {
  return {
    id: textAt(last, 'id') || 'gen-1',
    object: 'chat.completion.chunk',
    created: valueAt(last, 'created') ?? 1700000000,
    model: textAt(last, 'model'),
    provider: textAt(last, 'provider') || 'OpenAI',
    error: { code: code ?? 'server_error', message, ...more },
    choices: [endOf('error')],
  }
}
