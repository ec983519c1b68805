import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import type { CustomToolCall, FunctionCall } from './tool-call.js'
import { chatCompletionWriter, type ChatCompletionWriter } from './writer.js'

type Chunks = Generator<ChatCompletionChunk, void, undefined>
type Choice = ChatCompletion.Choice
type Logprobs = ChatCompletion.Choice.Logprobs

/** What a request says of the usage. */
export interface UsageRequest {
  readonly stream_options?: { readonly include_usage?: boolean } | null | undefined
}

/**
 * The chunks of a stream that amounts to `completion`, with its usage if `body` asks for it.
 */
export function* unfoldChatCompletion(completion: ChatCompletion, body?: UsageRequest): Chunks {
  const { choices: _choices, usage: _usage, object: _object, ...rest } = completion
  const { id: _id, created: _created, model: _model, ...unknown } = rest
  const { service_tier: _tier, system_fingerprint: _fingerprint, ...others } = unknown
  const chunks = [...writeCompletion(completion, body)]

  // What else is said of it, such as its moderation, is said in the end.
  yield* chunks.map((chunk, index) =>
    index === chunks.length - 1 ? { ...chunk, ...others } : chunk,
  )
}

function* writeCompletion(completion: ChatCompletion, body?: UsageRequest): Chunks {
  const { id, created, model, service_tier, system_fingerprint, choices, usage } = completion
  const includeUsage = body?.stream_options?.include_usage ?? false
  const writer = chatCompletionWriter({
    id,
    created,
    model,
    serviceTier: service_tier,
    systemFingerprint: system_fingerprint,
    includeUsage,
  })

  yield* writer.interleave(
    ...choices.map((choice) => writeMessage(writer.choice(choice.index), choice)),
  )
  for (const choice of choices) {
    if (!isSpoken(choice)) yield* writeEnd(writer.choice(choice.index), choice)
  }
  if (includeUsage && usage) yield writer.usage(usage)
  for (const choice of choices) {
    if (isSpoken(choice)) yield* writeEnd(writer.choice(choice.index), choice)
  }
}

function* writeMessage(writer: ChatCompletionWriter, { message, logprobs }: Choice): Chunks {
  const { role: _, content, refusal, audio, tool_calls, ...rest } = message
  const { reasoning_content, ...others }: Record<string, unknown> = rest

  const reasoning = typeof reasoning_content === 'string' ? reasoning_content : undefined

  const isSilent = content == null && refusal == null && reasoning === undefined && !logprobs
  // Tool calls and audio bring a role of their own kind along.
  if (!isSilent || !(audio || tool_calls?.length)) {
    const delta = { content: content && '', refusal: refusal && '' }
    yield writer.role(
      reasoning === undefined ? delta : { ...delta, reasoning_content: '' },
      // With no text to go along with, the tokens come at once.
      logprobs && (content == null && refusal == null ? logprobs : begun(logprobs)),
    )
  }
  if (reasoning) yield* writer.reasoning(reasoning)
  if (content != null) yield* writer.text(content, { logprobs: logprobs?.content })
  if (refusal != null) yield* writer.refusal(refusal, { logprobs: logprobs?.refusal })
  if (audio) yield* writer.audio({ ...audio, expires_at: undefined })
  if (tool_calls) yield* writer.toolCalls(tool_calls.map(toCall))
  const told = Object.entries(others).filter(([, value]) => value !== null)
  if (told.length > 0) yield writer.delta(Object.fromEntries(told))
}

function begun({ content, refusal }: Logprobs): Logprobs {
  return { content: content && [], refusal: refusal && [] }
}

function toCall(call: ChatCompletionMessageToolCall): FunctionCall | CustomToolCall {
  const { id } = call
  return call.type === 'custom' ? { id, ...call.custom } : { id, ...call.function }
}

function* writeEnd(writer: ChatCompletionWriter, choice: Choice): Chunks {
  const { audio } = choice.message
  if (audio) yield* writer.audio({ expires_at: audio.expires_at })
  if (isSpoken(choice)) return

  // What else is said of the choice is said in the end, too.
  const { index: _index, message: _message, logprobs: _logprobs, finish_reason, ...others } = choice
  const { choices, ...chunk } = writer.finish(finish_reason)
  yield { ...chunk, choices: choices.map((finished) => ({ ...finished, ...others })) }
}

/** Whether the expiry of its audio is the end of a choice, rather than a finish_reason. */
function isSpoken({ message, finish_reason }: Choice): boolean {
  return Boolean(message.audio) && finish_reason === 'stop'
}
