import type {
  ChatCompletion,
  ChatCompletionMessage,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import type { Partially } from '../../streaming/index.js'
import { defined } from '../protocol/defaults.js'
import { countIds, turnOf } from '../ids.js'
import { completeToken, type Token } from './tokens.js'
import { DEFAULT_AUDIO, DEFAULT_USAGE, DEFAULTS } from './envelope.js'

type Message = Partially<ChatCompletionMessage>
type ToolCall = Partially<ChatCompletionMessageToolCall>

/**
 * Make a whole chat completion of the assistant's text, or of one that lacks what has a default.
 *
 * @param body The body of the request, which says the model, and how many choices a text is said in.
 */
export function completeChatCompletion(
  given: string | Partially<ChatCompletion>,
  body?: { readonly model?: string | undefined; readonly n?: number | null | undefined },
): ChatCompletion {
  const partial = typeof given === 'string' ? said(given, body?.n ?? 1) : given
  const newId = countCalls(partial)
  const completion = {
    ...DEFAULTS,
    ...defined({ model: body?.model }),
    ...defined(partial),
    object: 'chat.completion' as const,
    choices: (partial.choices ?? [{}]).map((choice, index) => completeChoice(choice, index, newId)),
    usage: completeUsage(partial.usage),
  }
  // What has no default, such as the parts of an annotation, is the author's to give whole.
  return completion as ChatCompletion
}

function completeChoice(
  choice: Partially<ChatCompletion.Choice>,
  index: number,
  newId: () => string,
) {
  const finish_reason = choice.message?.tool_calls?.length ? 'tool_calls' : 'stop'
  const message = completeMessage(choice.message, newId)
  const logprobs = choice.logprobs ? completeLogprobs(choice.logprobs) : null
  return { index, finish_reason, ...defined(choice), logprobs, message }
}

function completeLogprobs({ content, refusal }: Partially<ChatCompletion.Choice.Logprobs>) {
  return { content: completeTokens(content), refusal: completeTokens(refusal) }
}

function completeTokens(tokens: ReadonlyArray<Partially<Token>> | null | undefined) {
  if (!tokens) return null

  // What lies deeper than a token has no default: it is the author's to give.
  return tokens.map((token) => completeToken({ token: '', logprob: 0, ...defined(token) } as Token))
}

function completeMessage(message: Message = {}, newId: () => string) {
  const { audio, tool_calls } = message
  return {
    role: 'assistant',
    content: null,
    refusal: null,
    ...defined(message),
    ...(audio && { audio: { ...DEFAULT_AUDIO, ...defined(audio) } }),
    ...(tool_calls && { tool_calls: tool_calls.map((call) => completeToolCall(call, newId)) }),
  }
}

function completeToolCall(call: ToolCall, newId: () => string) {
  const { custom, function: fn }: { custom?: object | undefined; function?: object | undefined } =
    call
  return {
    id: call.id ?? newId(),
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

/** A text, in as many choices as are asked for. */
function said(content: string, choices: number): Partially<ChatCompletion> {
  return { choices: Array.from({ length: choices }, () => ({ message: { content } })) }
}

/** Ids for the calls that have none, which no other call has. */
function countCalls({ id = DEFAULTS.id, choices = [] }: Partially<ChatCompletion>): () => string {
  const taken = choices.flatMap(({ message }) => message?.tool_calls?.map((call) => call.id) ?? [])
  return countIds(`call_${turnOf(id)}`, new Set(taken))
}
