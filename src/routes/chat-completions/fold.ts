import type {
  ChatCompletion,
  ChatCompletionAudio,
  ChatCompletionChunk,
  ChatCompletionMessage,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import { z } from 'zod'
import { valueAt } from '../protocol/fields.js'
import { idsInside, type NextId } from '../protocol/ids.js'
import { choiceIndexOf, joinDeltas, joinValues, readToolCall } from './chunk-reader.js'

type Choice = ChatCompletionChunk.Choice
type Delta = ChatCompletionChunk.Choice.Delta
type Head = Omit<ChatCompletion, 'choices'>

/** The deltas of one choice and the other fields of its chunks, in the order of their arrival. */
interface ChoicePieces {
  fields: Omit<Choice, 'delta' | 'logprobs' | 'finish_reason'>
  finish_reason: Choice['finish_reason']
  readonly deltas: unknown[]
  readonly logprobs: unknown[]
}

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
            content: z
              .union([z.string(), z.array(z.unknown())], { error: 'expected string or array' })
              .nullish(),
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
 * @throws {TypeError} When there are no chunks, a chunk is damaged, or the end of a choice is
 * missing.
 *
 * @example
 * expect(foldChatCompletion(new Greeting()).choices[0]?.message.content).toBe('Hello there')
 */
export function foldChatCompletion(chunks: Iterable<ChatCompletionChunk>): ChatCompletion {
  const choices = new Map<number, ChoicePieces>()
  let head: Head | undefined
  let position = 0

  for (const chunk of chunks) {
    assertFoldable(chunk, position++)
    head = joinHead(head, chunk)
    // While the API sends audio, chunks that only pad have no choices.
    for (const choice of chunk.choices ?? []) collect(choices, choice)
  }

  if (!head) fail('it has no chunks. Expected one chunk at least')
  const ordered = [...choices].toSorted(([one], [other]) => one - other)
  const joined = ordered.map(([index, pieces]) => joinChoice(index, pieces))
  const nextId = idsInside(head.id, joined.flatMap(callIdsOf))
  return { ...head, choices: joined.map((choice) => toChoice(choice, nextId)) }
}

function assertFoldable(chunk: unknown, position: number): void {
  const [issue] = foldable.safeParse(chunk).error?.issues ?? []
  if (!issue) return

  const path = issue.path.length > 0 ? ` at ${issue.path.join('.')}` : ''
  fail(`chunk ${position} is damaged${path}: ${issue.message.replace(/^Invalid input: /, '')}`)
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
  const pieces = choices.get(index) ?? { fields, finish_reason: null, deltas: [], logprobs: [] }
  choices.set(index, pieces)

  pieces.fields = { ...pieces.fields, ...fields }
  pieces.finish_reason = finish_reason ?? pieces.finish_reason
  pieces.deltas.push(delta)
  pieces.logprobs.push(logprobs)
}

function joinChoice(index: number, { fields, finish_reason, deltas, logprobs }: ChoicePieces) {
  // Joined log probabilities are log probabilities.
  const joined = (joinValues(logprobs) ?? null) as ChatCompletion.Choice['logprobs']
  return { ...fields, index, finish_reason, logprobs: joined, delta: joinDeltas(deltas) }
}

function callIdsOf({ delta }: Choice): unknown[] {
  return (delta.tool_calls ?? []).map((call) => readToolCall(call).id)
}

function toChoice(choice: ReturnType<typeof joinChoice>, nextId: NextId): ChatCompletion.Choice {
  const { delta, ...rest } = choice
  return { ...rest, finish_reason: reasonOf(choice), message: toMessage(delta, nextId) }
}

function reasonOf({ index, delta, finish_reason }: Choice): ChatCompletion.Choice['finish_reason'] {
  if (finish_reason) return finish_reason
  // The expiry of an audio is the end of its choice.
  if (delta.audio?.expires_at !== undefined) return 'stop'
  fail(`choice ${index} has no end. Expected a chunk with its finish_reason`)
}

function toMessage(
  { audio, function_call, tool_calls, ...delta }: Delta,
  nextId: NextId,
): ChatCompletionMessage {
  return {
    ...delta,
    role: 'assistant',
    content: delta.content ?? null,
    refusal: delta.refusal ?? null,
    ...(audio && { audio: toAudio(audio) }),
    ...(function_call && { function_call: { name: '', arguments: '', ...function_call } }),
    ...(tool_calls?.length && { tool_calls: tool_calls.map((call) => toToolCall(call, nextId)) }),
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
