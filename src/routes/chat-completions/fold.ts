import type {
  ChatCompletion,
  ChatCompletionAudio,
  ChatCompletionChunk,
  ChatCompletionMessage,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions'
import { join } from './join.js'

type Choice = ChatCompletionChunk.Choice
type Delta = ChatCompletionChunk.Choice.Delta

/**
 * What the chunks of a stream amount to: the chat completion that a request without `stream: true` gets.
 *
 * @throws {TypeError} When there are no chunks, or something is missing that every completion has.
 */
export function foldChatCompletion(chunks: Iterable<ChatCompletionChunk>): ChatCompletion {
  const choices = new Map<number, Choice>()
  let completion: Omit<ChatCompletion, 'choices'> | undefined

  for (const { choices: parts, usage, obfuscation: _, ...head } of chunks) {
    // Some servers begin or end with a chunk that does not say whose it is.
    const said = completion && !head.id ? completion : head
    completion = { ...completion, ...said, object: 'chat.completion', ...(usage && { usage }) }
    // Chunks of padding have no choices at all while the API sends audio.
    for (const part of parts ?? []) {
      choices.set(part.index, joinChoice(choices.get(part.index), part))
    }
  }

  if (!completion) fail('it has no chunks. Expected one chunk at least')
  const ordered = [...choices.values()].toSorted((one, other) => one.index - other.index)
  return { ...completion, choices: ordered.map(toChoice) }
}

function joinChoice(before: Choice | undefined, after: Choice): Choice {
  return {
    ...before,
    ...after,
    delta: join(before?.delta, after.delta),
    logprobs: join(before?.logprobs, after.logprobs) ?? null,
    finish_reason: after.finish_reason ?? before?.finish_reason ?? null,
  }
}

function toChoice(choice: Choice): ChatCompletion.Choice {
  const { delta, logprobs = null, ...rest } = choice
  return { ...rest, finish_reason: reasonOf(choice), logprobs, message: toMessage(delta) }
}

function reasonOf({ index, delta, finish_reason }: Choice): ChatCompletion.Choice['finish_reason'] {
  if (finish_reason) return finish_reason
  // What ends an audio is its expiry.
  if (delta.audio?.expires_at !== undefined) return 'stop'
  fail(`choice ${index} has no end. Expected a chunk with its finish_reason`)
}

function toMessage({ audio, function_call, tool_calls, ...delta }: Delta): ChatCompletionMessage {
  return {
    ...delta,
    role: 'assistant',
    content: delta.content ?? null,
    refusal: delta.refusal ?? null,
    ...(audio && { audio: toAudio(audio) }),
    ...(function_call && { function_call: { name: '', arguments: '', ...function_call } }),
    ...(tool_calls && { tool_calls: tool_calls.map(toToolCall) }),
  }
}

function toAudio(audio: NonNullable<Delta['audio']>): ChatCompletionAudio {
  const { id, data = '', transcript = '', expires_at } = audio
  if (id === undefined || expires_at === undefined) {
    fail('an audio lacks its id or its expiry. Expected chunks with audio.id and audio.expires_at')
  }
  return { id, data, transcript, expires_at }
}

function toToolCall(call: NonNullable<Delta['tool_calls']>[number]): ChatCompletionMessageToolCall {
  const { index, id, function: fn, custom } = call
  const name = custom?.name ?? fn?.name
  if (id === undefined || name === undefined) {
    fail(`tool call ${index} lacks its id or its name. Expected a chunk that announces both`)
  }
  return custom
    ? { id, type: 'custom', custom: { name, input: custom.input ?? '' } }
    : { id, type: 'function', function: { name, arguments: fn?.arguments ?? '' } }
}

function fail(reason: string): never {
  throw new TypeError(`Failed to fold a chat completion: ${reason}.`)
}
