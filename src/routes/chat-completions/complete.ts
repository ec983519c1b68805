import type {
  ChatCompletion,
  ChatCompletionMessage,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import type { ReplyFields, ReplyToolCall } from '../answers/reply.js'
import type { CallRequest } from '../endpoint.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { idsInside, type NextId } from '../protocol/ids.js'
import { DEFAULT_AUDIO, DEFAULT_USAGE, DEFAULTS } from './envelope.js'
import { completeToken, type Token } from './tokens.js'

type Message = Partially<ChatCompletionMessage>
type ToolCall = Partially<ChatCompletionMessageToolCall>

/** The fields of a request on which the completion depends. */
export interface CompletionBody {
  /** The model that the completion repeats. */
  readonly model?: string | undefined
  /** The number of choices; one unless given. */
  readonly n?: number | null | undefined
}

/** The most choices that the API gives. */
const MAX_CHOICES = 128

/**
 * Makes a whole chat completion of the assistant's text, or of a completion that lacks fields with
 * a default.
 *
 * @param request The request: its `body` gives the model and the number of choices of a text, its
 * `number` the default id.
 *
 * @example
 * completeChatCompletion('Hello', { body: { model: 'gpt-5' } })
 */
export function completeChatCompletion(
  given: string | Partially<ChatCompletion>,
  request: Partial<CallRequest<CompletionBody>> = {},
): ChatCompletion {
  const partial =
    typeof given === 'string' ? replyToChatCompletion({ text: given }, request) : given
  const id = partial.id ?? `chatcmpl-${request.number ?? 1}`
  const nextId = idsInside(id, partial.choices?.flatMap(callIdsOf))
  const completion = {
    ...DEFAULTS,
    ...defined({ model: request.body?.model }),
    ...defined(partial),
    id,
    object: 'chat.completion' as const,
    choices: (partial.choices ?? [{}]).map((choice, index) =>
      completeChoice(choice, index, nextId),
    ),
    usage: completeUsage(partial.usage),
  }
  // The author gives the fields without a default, such as those of an annotation.
  return completion as ChatCompletion
}

/** Makes a chat completion of a reply, with as many choices as the request asks for. */
export function replyToChatCompletion(
  { text, reasoning, refusal, toolCalls, usage, finish }: ReplyFields,
  request: Partial<CallRequest<CompletionBody>> = {},
): Partially<ChatCompletion> {
  const message = {
    content: text,
    refusal,
    ...defined({ reasoning_content: reasoning }),
    ...(toolCalls?.length && { tool_calls: toolCalls.map(toToolCall) }),
  }
  const choice = { message, finish_reason: finish }
  const { input, output } = usage ?? {}
  return {
    choices: Array.from({ length: choicesOf(request.body?.n) }, () => choice),
    ...(usage && {
      usage: {
        prompt_tokens: input ?? DEFAULT_USAGE.prompt_tokens,
        completion_tokens: output ?? DEFAULT_USAGE.completion_tokens,
      },
    }),
  }
}

function choicesOf(n: unknown): number {
  return typeof n === 'number' && Number.isInteger(n) && n > 0 ? Math.min(n, MAX_CHOICES) : 1
}

function toToolCall({ name, arguments: args = {}, id }: ReplyToolCall): ToolCall {
  const json = typeof args === 'string' ? args : JSON.stringify(args)
  return { id, type: 'function', function: { name, arguments: json } }
}

function callIdsOf({ message }: Partially<ChatCompletion.Choice>) {
  return message?.tool_calls?.map(({ id }) => id) ?? []
}

function completeChoice(choice: Partially<ChatCompletion.Choice>, index: number, nextId: NextId) {
  const finish_reason = choice.message?.tool_calls?.length ? 'tool_calls' : 'stop'
  const message = completeMessage(choice.message, nextId)
  const logprobs = choice.logprobs ? completeLogprobs(choice.logprobs) : null
  return { index, finish_reason, ...defined(choice), logprobs, message }
}

function completeLogprobs({ content, refusal }: Partially<ChatCompletion.Choice.Logprobs>) {
  return { content: completeTokens(content), refusal: completeTokens(refusal) }
}

function completeTokens(tokens: ReadonlyArray<Partially<Token>> | null | undefined) {
  if (!tokens) return null

  // The author gives the likeliest other tokens, which have no defaults.
  return tokens.map((token) => completeToken({ token: '', logprob: 0, ...defined(token) } as Token))
}

function completeMessage(message: Message = {}, nextId: NextId) {
  const { audio, tool_calls } = message
  return {
    role: 'assistant',
    content: null,
    refusal: null,
    ...defined(message),
    ...(audio && { audio: { ...DEFAULT_AUDIO, ...defined(audio) } }),
    ...(tool_calls && { tool_calls: tool_calls.map((call) => completeToolCall(call, nextId)) }),
  }
}

function completeToolCall(call: ToolCall, nextId: NextId) {
  const { custom, function: fn }: { custom?: object | undefined; function?: object | undefined } =
    call
  return {
    id: call.id ?? nextId('call'),
    type: custom ? 'custom' : 'function',
    ...defined(call),
    ...(custom
      ? { custom: { input: '', ...defined(custom) } }
      : { function: { arguments: '{}', ...defined(fn ?? {}) } }),
  }
}

function completeUsage(usage: Partially<ChatCompletion['usage']>) {
  if (!usage) return DEFAULT_USAGE
  const { prompt_tokens = 0, completion_tokens = 0 } = usage
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    ...defined(usage),
  }
}
