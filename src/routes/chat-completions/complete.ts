import type {
  ChatCompletion,
  ChatCompletionMessage,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import type { ReplyFields, ReplyToolCall } from '../answers/reply.js'
import type { CallRequest } from '../endpoint.js'
import { argumentsText } from '../protocol/arguments-text.js'
import { assertShape } from '../protocol/assert-shape.js'
import { choiceCount } from '../protocol/choice-count.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { fieldsBeside, listAt, textAt } from '../protocol/fields.js'
import { idsInside, type NextId } from '../protocol/ids.js'
import { partialCompletion } from './completion-schema.js'
import { DEFAULT_AUDIO, DEFAULT_USAGE, DEFAULTS } from './envelope.js'
import { habitsOf } from './habits.js'
import { completeToken, type Token } from './tokens.js'

type Message = Partially<ChatCompletionMessage>
type ToolCall = Partially<ChatCompletionMessageToolCall>

/** The fields of a request on which the completion depends. */
export interface CompletionBody {
  /** The model that the completion repeats. */
  readonly model?: string | undefined
  /** The number of choices; one unless given. */
  readonly n?: number | null | undefined
  /** The functions and custom tools of the request. */
  readonly tools?: readonly unknown[] | null | undefined
  /** The functions of the request, which is the older name of `tools`. */
  readonly functions?: readonly unknown[] | null | undefined
  /** True where the request asks for log probabilities. */
  readonly logprobs?: boolean | null | undefined
  /** The tier that the completion repeats; `default` where it is `auto`, or not given. */
  readonly service_tier?: ChatCompletion['service_tier'] | undefined
}

/**
 * Makes a whole chat completion of the assistant's text, or of a completion that lacks fields with
 * a default.
 *
 * @param request The request: its `body` gives the model, the tier and the number of choices of a
 * text, its `number` the default id.
 * @throws {TypeError} When a field of the completion is of a wrong type.
 *
 * @example
 * completeChatCompletion('Hello', { body: { model: 'gpt-5' } })
 */
export function completeChatCompletion(
  given: string | Partially<ChatCompletion>,
  request: Partial<CallRequest<CompletionBody>> = {},
): ChatCompletion {
  const isText = typeof given === 'string'
  const partial = isText ? replyToChatCompletion({ text: given }, request) : given
  if (!isText) assertShape(partialCompletion, partial, 'complete a chat completion')
  const { body, number = 1 } = request
  const id = partial.id ?? `chatcmpl-${number}`
  const model = partial.model ?? body?.model ?? DEFAULTS.model
  const { system_fingerprint, logprobs } = habitsOf(model)
  const nextId = idsInside(id, partial.choices?.flatMap(callIdsOf))
  const choices = (partial.choices ?? [{}]).map((choice, index) =>
    completeChoice(choice, index, nextId, body?.logprobs ? null : logprobs),
  )
  // In the order in which the API sends the fields.
  const defaults = {
    id,
    object: 'chat.completion',
    created: DEFAULTS.created,
    model,
    choices,
    usage: completeUsage(partial.usage),
    service_tier: tierOf(body?.service_tier),
    system_fingerprint,
  }
  const others = fieldsBeside(partial, COMPLETED)
  // The author gives the fields without a default, such as those of an annotation.
  return { ...defaults, ...(others && defined(others)) } as ChatCompletion
}

/** The fields that are completed. Any other given field replaces a default. */
const COMPLETED = new Set(['id', 'object', 'choices', 'usage', 'model'])

function tierOf(asked: unknown): unknown {
  return typeof asked === 'string' && asked !== 'auto' ? asked : DEFAULTS.service_tier
}

/** Makes a chat completion of a reply, with as many choices as the request asks for. */
export function replyToChatCompletion(
  reply: ReplyFields,
  { body }: Partial<CallRequest<CompletionBody>> = {},
): Partially<ChatCompletion> {
  const choice = replyToChoice(reply, body)
  const { usage } = reply
  const { input, output } = usage ?? {}
  return {
    choices: Array<typeof choice>(choiceCount(body?.n)).fill(choice),
    ...(usage && {
      usage: {
        prompt_tokens: input ?? DEFAULT_USAGE.prompt_tokens,
        completion_tokens: output ?? DEFAULT_USAGE.completion_tokens,
      },
    }),
  }
}

/**
 * Makes one choice of a reply. The call of a tool that the request has as a custom tool has an
 * input. A request with `functions` gets the call of a function in the older form.
 */
export function replyToChoice(
  { text, reasoning, refusal, toolCalls = [], finish }: ReplyFields,
  body?: CompletionBody,
): Partially<ChatCompletion.Choice> {
  const message = {
    ...(text !== undefined && { content: text }),
    ...(refusal !== undefined && { refusal }),
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
  }
  const [call] = toolCalls
  const end = finish !== undefined && { finish_reason: finish }
  if (!call) return { message, ...end }
  if (body?.functions) {
    const { name, arguments: args = {} } = call
    const function_call = { name, arguments: argumentsText(args) }
    const isUsual = finish === undefined || finish === 'tool_calls'
    const finish_reason = isUsual ? 'function_call' : finish
    return { message: { ...message, function_call }, finish_reason }
  }
  const custom = listAt(body, 'tools').map((tool) => textAt(tool, 'custom', 'name'))
  const tool_calls = toolCalls.map((each) => toToolCall(each, custom.includes(each.name)))
  return { message: { ...message, tool_calls }, ...end }
}

function toToolCall(
  { name, arguments: args = {}, id }: ReplyToolCall,
  isCustom: boolean,
): ToolCall {
  const given = argumentsText(args)
  return isCustom
    ? { id, type: 'custom', custom: { name, input: given } }
    : { id, type: 'function', function: { name, arguments: given } }
}

function callIdsOf({ message }: Partially<ChatCompletion.Choice>) {
  return message?.tool_calls?.map(({ id }) => id) ?? []
}

function completeChoice(
  { index: given, message, logprobs, ...rest }: Partially<ChatCompletion.Choice>,
  position: number,
  nextId: NextId,
  usualLogprobs: null | undefined,
) {
  const completed = logprobs ? completeLogprobs(logprobs) : (logprobs ?? usualLogprobs)
  return {
    index: given ?? position,
    message: completeMessage(message ?? {}, nextId),
    ...(completed !== undefined && { logprobs: completed }),
    finish_reason: message?.tool_calls?.length ? 'tool_calls' : 'stop',
    ...defined(rest),
  }
}

function completeLogprobs({ content, refusal }: Partially<ChatCompletion.Choice.Logprobs>) {
  return { content: completeTokens(content), refusal: completeTokens(refusal) }
}

function completeTokens(tokens: ReadonlyArray<Partially<Token>> | null | undefined) {
  if (!tokens) return null

  // The author gives the likeliest other tokens, which have no defaults.
  return tokens.map((token) => completeToken({ token: '', logprob: 0, ...defined(token) } as Token))
}

function completeMessage({ audio, tool_calls, ...rest }: Message, nextId: NextId) {
  return {
    role: 'assistant',
    content: null,
    ...(tool_calls && { tool_calls: tool_calls.map((call) => completeToolCall(call, nextId)) }),
    refusal: null,
    annotations: [],
    ...defined(rest),
    ...(audio && { audio: { ...DEFAULT_AUDIO, ...defined(audio) } }),
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
