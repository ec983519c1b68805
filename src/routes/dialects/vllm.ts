import { isCue } from '../../streaming/internal.js'
import type { CompletionEvent, WireChoice } from '../completions/text-completion-schema.js'
import type { Dialect } from '../dialect.js'
import { defined } from '../protocol/defaults.js'
import { changeByName, withStreamType, type EndpointOf } from './change-by-name.js'
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
 * vLLM: `stop_reason` beside the `finish_reason`, and no fingerprint; in legacy completions the model
 * before the choices, and a usage in every chunk.
 *
 * @example
 * const { chat } = createRoutes({ dialect: vllm })
 */
export const vllm: Dialect = {
  name: 'vllm',
  baseURL: 'http://localhost:8000/v1',
  headers: { server: 'uvicorn' },
  endpoint: changeByName({
    'chat.completions.create': (chat) => inStyle(chat, style),
    'completions.create': withTextChunks,
  }),
  error({ status, error, given }) {
    if (status === 401) return { error: given.message ?? 'Unauthorized' }
    const { message, type, param, code: _code, ...more } = error
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

type Completions = EndpointOf<'completions.create'>

/** Makes legacy completions whose chunks are those of vLLM. */
function withTextChunks(completions: Completions): Completions {
  const changed: Completions = {
    ...completions,
    unfold: (completion, request) =>
      [...(completions.unfold?.(completion, request) ?? [])].map((event) =>
        isCue(event) ? event : textChunk(event),
      ),
  }
  return withStreamType(changed, 'text/event-stream; charset=utf-8')
}

function textChunk({ choices, model, usage, ...rest }: CompletionEvent): CompletionEvent {
  const { id, object, created, ...more } = rest
  return {
    id,
    object,
    created,
    model,
    choices: choices.map(textChoice),
    usage: inOrder(usage),
    ...more,
  }
}

function textChoice({ index, text, logprobs, finish_reason, ...more }: WireChoice): WireChoice {
  const choice = { index, text, logprobs, finish_reason, stop_reason: null }
  return { ...choice, ...more }
}

function inOrder(usage: CompletionEvent['usage']): CompletionEvent['usage'] {
  if (!usage) return null
  const { prompt_tokens, total_tokens, completion_tokens, ...more } = usage
  return { prompt_tokens, total_tokens, completion_tokens, ...more }
}
