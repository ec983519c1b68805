import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import type { UnfoldRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import type { By } from '../protocol/cut-text.js'
import { isObfuscated } from '../protocol/obfuscation.js'
import { wholeCompletion } from './completion-schema.js'
import { extend } from './padded-chunk.js'
import type { CustomToolCall, FunctionCall } from './tool-calls.js'
import { chatCompletionWriter, type ChatCompletionWriter, type TokenOptions } from './writer.js'

type Chunks = Generator<ChatCompletionChunk, void, undefined>
type Choice = ChatCompletion.Choice
type Logprobs = ChatCompletion.Choice.Logprobs

/** The fields of a request on which the chunks of the stream depend. */
export interface StreamOptionsBody {
  /** The options of the stream, on the wire `stream_options`. */
  readonly stream_options?:
    | { readonly include_usage?: boolean; readonly include_obfuscation?: boolean }
    | null
    | undefined
}

/**
 * Unfolds a chat completion to the chunks of a stream, with the usage where the request asks for
 * usage. For a request, the chunks are padded as the API pads them.
 *
 * @param request The request, whose `body` may have `stream_options`: `include_usage`, and
 * `include_obfuscation: false` for chunks without padding; and `by`, the way to cut the texts.
 * @throws {TypeError} When a field of the completion is missing, or of a wrong type.
 *
 * @example
 * const body = { stream_options: { include_usage: true } }
 * const chunks = [...unfoldChatCompletion(completeChatCompletion('Hello'), { body })]
 */
export function unfoldChatCompletion(
  completion: ChatCompletion,
  request: Partial<UnfoldRequest<StreamOptionsBody>> = {},
): Chunks {
  assertShape(wholeCompletion, completion, 'unfold a chat completion')
  const { choices: _choices, usage: _usage, object: _object, ...rest } = completion
  const { id: _id, created: _created, model: _model, ...unknown } = rest
  const { service_tier: _tier, system_fingerprint: _fingerprint, ...others } = unknown
  const chunks = writeCompletion(completion, request)
  return Object.keys(others).length > 0 ? extendLast(chunks, others) : chunks
}

/** Adds fields to the last chunk, such as `moderation`. */
function* extendLast(chunks: Chunks, fields: object): Chunks {
  let last: ChatCompletionChunk | undefined
  for (const chunk of chunks) {
    if (last) yield last
    last = chunk
  }
  if (last) yield extend(last, fields)
}

function* writeCompletion(
  { choices, usage, ...completion }: ChatCompletion,
  request: Partial<UnfoldRequest<StreamOptionsBody>>,
): Chunks {
  const { id, created, model, service_tier, system_fingerprint } = completion
  const include_usage = request.body?.stream_options?.include_usage ?? false
  const writer = chatCompletionWriter({
    id,
    created,
    model,
    service_tier,
    system_fingerprint,
    logprobs: choices.some((choice) => choice.logprobs !== undefined) ? null : undefined,
    include_usage,
    include_obfuscation: isObfuscated(request),
  })

  const messages = choices.map((choice) => partsOf(writer.choice(choice.index), choice, request.by))
  const [only = [], ...others] = messages
  if (others.length === 0) for (const part of only) yield* part
  else yield* writer.interleave(...messages.map(joined))
  for (const choice of choices) {
    if (!endsByExpiry(choice)) yield* writeEnd(writer.choice(choice.index), choice)
  }
  if (include_usage && usage) yield* writer.usage(usage)
  for (const choice of choices) {
    if (endsByExpiry(choice)) yield* writeEnd(writer.choice(choice.index), choice)
  }
}

function* joined(parts: readonly Chunks[]): Chunks {
  for (const part of parts) yield* part
}

/** Lists the parts of a message, in their order. Each part begins to write once the part before has ended. */
function partsOf(
  writer: ChatCompletionWriter,
  { message, logprobs }: Choice,
  by?: By,
): readonly Chunks[] {
  const parts: Chunks[] = []
  const { role: _, content, refusal, audio, tool_calls, annotations, ...rest } = message
  const { reasoning_content, ...others }: Record<string, unknown> = rest
  const reasoning = typeof reasoning_content === 'string' ? reasoning_content : undefined

  const isSilent = content == null && refusal == null && reasoning === undefined && !logprobs
  // The first delta of tool calls or audio contains the role.
  if (!isSilent || !(audio || tool_calls?.length)) {
    const delta = { content: content && '', refusal: refusal && '' }
    const first = writer.role(
      reasoning === undefined ? delta : { ...delta, reasoning_content: '' },
      // Without a text, all tokens are in the first chunk.
      logprobs && (content == null && refusal == null ? logprobs : begun(logprobs)),
    )
    parts.push(first)
  }
  if (reasoning) parts.push(writer.reasoning(reasoning, { by }))
  if (content != null)
    parts.push(writeContent(writer, content, { by, logprobs: logprobs?.content }))
  if (refusal != null) parts.push(writer.refusal(refusal, { by, logprobs: logprobs?.refusal }))
  if (audio) parts.push(writer.audio({ ...audio, expires_at: undefined }))
  if (tool_calls) parts.push(writer.toolCalls(tool_calls.map((call) => toCall(call, by))))
  const fields = annotations?.length ? { ...others, annotations } : others
  const given = Object.entries(fields).filter(([, value]) => value !== null)
  if (given.length > 0) parts.push(writer.delta(Object.fromEntries(given)))
  return parts
}

/** Writes the text of a message. The list of parts that Mistral has is one delta. */
function writeContent(
  writer: ChatCompletionWriter,
  content: unknown,
  options: TokenOptions,
): Chunks {
  return typeof content === 'string'
    ? writer.text(content, options)
    : // The SDK's type of a content has texts alone.
      writer.delta({ content: content as string })
}

/** Gives the log probabilities before the first piece of a text. */
function begun({ content, refusal }: Logprobs): Logprobs {
  return { content: content && [], refusal: refusal && [] }
}

function toCall(
  call: ChatCompletionMessageToolCall,
  by: By | undefined,
): FunctionCall | CustomToolCall {
  const { id } = call
  return call.type === 'custom' ? { id, by, ...call.custom } : { id, by, ...call.function }
}

function* writeEnd(writer: ChatCompletionWriter, choice: Choice): Chunks {
  const { audio } = choice.message
  if (audio) yield* writer.audio({ expires_at: audio.expires_at })
  if (endsByExpiry(choice)) return

  // The last chunk of the choice has all other fields of the choice.
  const { index: _index, message: _message, logprobs: _logprobs, finish_reason, ...others } = choice
  const chunks = writer.finish(finish_reason)
  if (Object.keys(others).length === 0) return yield* chunks
  for (const chunk of chunks) {
    const choices = chunk.choices.map((finished) => ({ ...finished, ...others }))
    yield extend(chunk, { choices })
  }
}

/** Recognizes a choice that ends with the expiry of its audio, and without a `finish_reason`. */
function endsByExpiry({ message, finish_reason }: Choice): boolean {
  return Boolean(message.audio) && finish_reason === 'stop'
}
