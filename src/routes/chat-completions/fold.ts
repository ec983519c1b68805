import type {
  ChatCompletion,
  ChatCompletionAudio,
  ChatCompletionChunk,
  ChatCompletionMessage,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import { z } from 'zod'
import { assertEvents } from '../protocol/assert-events.js'
import { defined } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { idsInside, type NextId } from '../protocol/ids.js'
import { damageOf } from '../protocol/schema.js'
import { choiceIndexOf, joinDeltas, joinValues, readToolCall } from './chunk-reader.js'
import { messageContent } from './chunk-schema.js'

type Choice = ChatCompletionChunk.Choice
type Delta = ChatCompletionChunk.Choice.Delta
type Head = Omit<ChatCompletion, 'choices'>

/** The deltas of one choice and the other fields of its chunks, in the order of their arrival. */
interface ChoicePieces {
  fields: Omit<Choice, 'delta' | 'logprobs' | 'finish_reason'>
  /** The last reason; null without one, and undefined where no chunk has the key. */
  finish_reason: Choice['finish_reason'] | undefined
  readonly deltas: unknown[]
  readonly logprobs: unknown[]
}

type JoinedChoice = ReturnType<typeof joinChoice>
type Reason = ChatCompletion.Choice['finish_reason']

const text = z.string().nullish()
const called = z.looseObject({ name: text, arguments: text, input: text }).nullish()

/**
 * The schema of the fields that folding needs. Some servers send fewer fields than the schema of
 * the endpoint requires.
 */
const foldable = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        index: z.number().nullish(),
        delta: z
          .looseObject({
            content: messageContent,
            tool_calls: z
              .array(z.looseObject({ id: text, function: called, custom: called }))
              .nullish(),
            function_call: called,
            audio: z.looseObject({}).nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
})

/**
 * Folds the chunks of a stream to the chat completion that a request without `stream: true` gets.
 *
 * @throws {TypeError} When `chunks` is no list, there are no chunks, a chunk is damaged, or the end of a choice is
 * missing.
 *
 * @example
 * expect(foldChatCompletion(new Greeting()).choices[0]?.message.content).toBe('Hello there')
 */
export function foldChatCompletion(chunks: Iterable<ChatCompletionChunk>): ChatCompletion {
  assertEvents(chunks, 'fold a chat completion')
  const pieces = new Map<number, ChoicePieces>()
  let head: Head | undefined
  let position = 0

  for (const chunk of chunks) {
    assertFoldable(chunk, position++)
    head = joinHead(head, chunk)
    // While the API sends audio, chunks that only pad have no choices.
    for (const choice of chunk.choices ?? []) collect(pieces, choice)
  }

  if (!head) fail('it has no chunks. Expected one chunk at least')
  const ordered = [...pieces].toSorted(([one], [other]) => one - other)
  const joined = ordered.map(([index, collected]) => joinChoice(index, collected))
  const nextId = idsInside(head.id, joined.flatMap(callIdsOf))
  return completionOf(
    head,
    joined.map((choice) => toChoice(choice, nextId)),
  )
}

/** Makes a completion, with its fields in the order of the API. */
function completionOf(
  { usage, service_tier, system_fingerprint, ...head }: Head,
  choices: ChatCompletion.Choice[],
) {
  return { ...head, choices, ...defined({ usage, service_tier, system_fingerprint }) }
}

function assertFoldable(chunk: unknown, position: number): void {
  const damage = damageOf(foldable, chunk)
  if (damage) fail(`chunk ${position} is ${damage}`)
}

function joinHead(head: Head | undefined, chunk: ChatCompletionChunk): Head {
  const { choices: _choices, usage, obfuscation: _obfuscation, ...fields } = chunk
  // Some servers begin or end with a chunk of empty fields, which has no id.
  const given = head && !fields.id ? head : fields
  return { ...head, ...given, object: 'chat.completion', ...(usage && { usage }) }
}

function collect(choices: Map<number, ChoicePieces>, choice: Choice): void {
  const { delta, logprobs, finish_reason, ...fields } = choice
  const index = choiceIndexOf(choice)
  const pieces = choices.get(index) ?? { fields, finish_reason, deltas: [], logprobs: [] }
  choices.set(index, pieces)

  pieces.fields = { ...pieces.fields, ...fields }
  pieces.finish_reason = finish_reason ?? pieces.finish_reason ?? finish_reason
  pieces.deltas.push(delta)
  if (logprobs !== undefined) pieces.logprobs.push(logprobs)
}

function joinChoice(index: number, { fields, finish_reason, deltas, logprobs }: ChoicePieces) {
  // Joined log probabilities are log probabilities. Some models send no key for them.
  const joined = joinValues(logprobs) as ChatCompletion.Choice['logprobs'] | undefined
  return { fields, index, finish_reason, logprobs: joined, delta: joinDeltas(deltas) }
}

function callIdsOf({ delta }: JoinedChoice): unknown[] {
  return (delta.tool_calls ?? []).map((call) => readToolCall(call).id)
}

function toChoice(choice: JoinedChoice, nextId: NextId): ChatCompletion.Choice {
  const { fields, index, delta, logprobs } = choice
  const message = toMessage(delta, nextId)
  const joined = { index, message, ...defined({ logprobs }), finish_reason: reasonOf(choice) }
  // The API omits the log probabilities of some models, which the SDK's type requires.
  return { ...joined, ...fields, ...joined } as ChatCompletion.Choice
}

function reasonOf({ index, delta, finish_reason }: JoinedChoice): Reason {
  if (finish_reason) return finish_reason
  // The expiry of an audio is the end of its choice.
  if (delta.audio?.expires_at !== undefined) return 'stop'
  // Snowflake sends no reason at all.
  if (finish_reason === undefined) return delta.tool_calls?.length ? 'tool_calls' : 'stop'
  fail(`choice ${index} has no end. Expected a chunk with its finish_reason`)
}

function toMessage(
  { role: _role, content, audio, function_call, tool_calls, refusal, ...delta }: Delta,
  nextId: NextId,
): ChatCompletionMessage {
  return {
    role: 'assistant',
    content: content ?? null,
    ...(tool_calls?.length && { tool_calls: tool_calls.map((call) => toToolCall(call, nextId)) }),
    refusal: refusal ?? null,
    annotations: [],
    ...delta,
    ...(audio && { audio: toAudio(audio) }),
    ...(function_call && { function_call: { name: '', arguments: '', ...function_call } }),
  }
}

function toAudio(audio: NonNullable<Delta['audio']>): ChatCompletionAudio {
  const { id, data = '', transcript = '', expires_at } = audio
  if (id === undefined || expires_at === undefined) {
    fail('an audio lacks its id or its expiry. Expected chunks with audio.id and audio.expires_at')
  }
  return { id, data, transcript, expires_at }
}

function toToolCall(joined: unknown, nextId: NextId): ChatCompletionMessageToolCall {
  const call = readToolCall(joined)
  const { name, arguments: args = '', input = '' } = call
  if (name === undefined) {
    const known = call.id ?? valueAt(joined, 'index') ?? 'without an id'
    fail(`tool call ${known} lacks its name. Expected a chunk that announces it`)
  }
  const id = call.id ?? nextId('call')
  return valueAt(joined, 'custom')
    ? { id, type: 'custom', custom: { name, input } }
    : { id, type: 'function', function: { name, arguments: args } }
}

function fail(reason: string): never {
  throw new TypeError(`Failed to fold a chat completion: ${reason}.`)
}
