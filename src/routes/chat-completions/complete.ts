import type {
  ChatCompletion,
  ChatCompletionMessage,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import type { Partially } from '../../streaming/index.js'
import { defined } from '../defined.js'
import { DEFAULT_AUDIO, DEFAULT_USAGE, DEFAULTS } from './envelope.js'

type Message = Partially<ChatCompletionMessage>
type ToolCall = Partially<ChatCompletionMessageToolCall>

/**
 * Make a whole chat completion of the assistant's text, or of one that lacks what has a default.
 *
 * @param body The body of the request, which says the model.
 */
export function completeChatCompletion(
  given: string | Partially<ChatCompletion>,
  body?: { readonly model?: string | undefined },
): ChatCompletion {
  const partial = typeof given === 'string' ? { choices: [{ message: { content: given } }] } : given
  const completion = {
    ...DEFAULTS,
    ...defined({ model: body?.model }),
    ...defined(partial),
    object: 'chat.completion' as const,
    choices: (partial.choices ?? [{}]).map(completeChoice),
    usage: completeUsage(partial.usage),
  }
  // What has no default, such as the parts of an annotation, is the author's to give whole.
  return completion as ChatCompletion
}

function completeChoice(choice: Partially<ChatCompletion.Choice>, index: number) {
  const finish_reason = choice.message?.tool_calls?.length ? 'tool_calls' : 'stop'
  const message = completeMessage(choice.message)
  return { index, finish_reason, logprobs: null, ...defined(choice), message }
}

function completeMessage(message: Message = {}) {
  const { audio, tool_calls } = message
  return {
    role: 'assistant',
    content: null,
    refusal: null,
    ...defined(message),
    ...(audio && { audio: { ...DEFAULT_AUDIO, ...defined(audio) } }),
    ...(tool_calls && { tool_calls: tool_calls.map(completeToolCall) }),
  }
}

function completeToolCall(call: ToolCall, index: number) {
  const { custom, function: fn }: { custom?: object | undefined; function?: object | undefined } =
    call
  return {
    id: `call_${index + 1}`,
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
