import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import type { UnfoldRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import { cutText, type By } from '../protocol/cut-text.js'
import { fieldsBeside, valueAt } from '../protocol/fields.js'
import { isObfuscated } from '../protocol/obfuscation.js'
import { retain } from '../retain.js'
import { wholeCompletion } from './completion-schema.js'
import { Envelope, type ChoiceWriter } from './envelope.js'
import { extend } from './padded-chunk.js'
import type { CustomToolCall, FunctionCall } from './tool-calls.js'
import { ChatCompletionWriter, type TokenOptions } from './writer.js'

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
  return each(chunksOfCompletion(completion, request))
}

function* each(chunks: readonly ChatCompletionChunk[]): Chunks {
  yield* chunks
}

/** Lists what {@link unfoldChatCompletion} generates, which takes less time. */
export function chunksOfCompletion(
  completion: ChatCompletion,
  request: Partial<UnfoldRequest<StreamOptionsBody>> = {},
): ChatCompletionChunk[] {
  assertShape(wholeCompletion, completion, 'unfold a chat completion')
  const chunks: ChatCompletionChunk[] = []
  for (const part of partsOfStream(completion, request)) {
    for (const chunk of part) chunks.push(chunk)
  }
  // The last chunk has the other fields, such as `moderation`.
  const others = fieldsBeside(completion, COMPLETION_FIELDS)
  const last = others && chunks.pop()
  if (last) chunks.push(extend(last, others))
  return chunks
}

/** The fields of a completion that each chunk has, or that make the chunks. */
const COMPLETION_FIELDS = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  'service_tier',
  'system_fingerprint',
])

/** The fields of a message that have chunks of their own. */
const MESSAGE_FIELDS = new Set([
  'role',
  'content',
  'refusal',
  'audio',
  'tool_calls',
  'annotations',
  'reasoning_content',
])

/** The fields of a choice that other chunks than its last one have. */
const CHOICE_FIELDS = new Set(['index', 'message', 'logprobs', 'finish_reason'])

/** The fields of a message with a text alone. */
const TEXT_FIELDS = new Set(['role', 'content', 'refusal', 'annotations'])

/** Lists the parts of a stream, in their order. Each part begins to write once the part before has ended. */
function partsOfStream(
  completion: ChatCompletion,
  request: Partial<UnfoldRequest<StreamOptionsBody>>,
): ReadonlyArray<Iterable<ChatCompletionChunk>> {
  const { id, created, model, choices, usage, service_tier, system_fingerprint } = completion
  const include_usage = request.body?.stream_options?.include_usage ?? false
  const envelope = new Envelope({
    id,
    created,
    model,
    service_tier,
    system_fingerprint,
    logprobs: choices.some((choice) => choice.logprobs !== undefined) ? null : undefined,
    include_usage,
    include_obfuscation: isObfuscated(request),
  })
  const writer = retain('chat completion writer', new ChatCompletionWriter(envelope, 0))
  const end = (choice: Choice) => writeEnd(writer.choice(choice.index), choice)

  const [only, ...others] = choices
  const parts: Array<Iterable<ChatCompletionChunk>> =
    only && others.length === 0 && isTextAlone(only)
      ? [writeTextAlone(envelope.choice(only.index), only, request.by)]
      : [
          ...partsOfMessages(writer, choices, request.by),
          ...choices.filter((choice) => !endsByExpiry(choice)).map(end),
        ]
  if (include_usage && usage) parts.push(writer.usage(usage))
  parts.push(...choices.filter(endsByExpiry).map(end))
  return parts
}

/** Writes a text at once: most answers are a text alone, and a list takes less time than generators. */
function writeTextAlone(
  writer: ChoiceWriter,
  { message, finish_reason }: Choice,
  by: By | undefined,
): ChatCompletionChunk[] {
  const chunks = [writer.chunk({ role: 'assistant', content: '', refusal: null })]
  for (const content of cutText(message.content ?? '', by)) chunks.push(writer.chunk({ content }))
  // Plain JavaScript may leave it out.
  chunks.push(writer.chunk({}, undefined, finish_reason ?? 'stop'))
  return chunks
}

/** Recognizes a choice that has a text, and nothing else. */
function isTextAlone(choice: Choice): boolean {
  const { message, logprobs } = choice
  const { content, refusal, annotations } = message
  const isText =
    typeof content === 'string' && refusal === null && !annotations?.length && !logprobs
  return isText && !fieldsBeside(message, TEXT_FIELDS) && !fieldsBeside(choice, CHOICE_FIELDS)
}

/** Lists the parts of the messages, which are written at the same time where there are several. */
function partsOfMessages(
  writer: ChatCompletionWriter,
  choices: readonly Choice[],
  by: By | undefined,
): readonly Chunks[] {
  const messages = choices.map((choice) => partsOf(writer.choice(choice.index), choice, by))
  const [only = [], ...others] = messages
  return others.length === 0 ? only : [writer.interleave(...messages.map(joined))]
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
  const { content, refusal, audio, tool_calls, annotations } = message
  const others = fieldsBeside(message, MESSAGE_FIELDS)
  const thought = valueAt(message, 'reasoning_content')
  const reasoning = typeof thought === 'string' ? thought : undefined

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
  const given = Object.entries(fields ?? {}).filter(([, value]) => value !== null)
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
  const others = fieldsBeside(choice, CHOICE_FIELDS)
  const chunks = writer.finish(choice.finish_reason)
  if (!others) return yield* chunks
  for (const chunk of chunks) {
    const choices = chunk.choices.map((finished) => ({ ...finished, ...others }))
    yield extend(chunk, { choices })
  }
}

/** Recognizes a choice that ends with the expiry of its audio, and without a `finish_reason`. */
function endsByExpiry({ message, finish_reason }: Choice): boolean {
  return Boolean(message.audio) && finish_reason === 'stop'
}
