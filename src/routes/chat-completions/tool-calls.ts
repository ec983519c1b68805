import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { cutText, type By } from '../protocol/cut-text.js'

type ToolCallDelta = ChatCompletionChunk.Choice.Delta.ToolCall

/** Options of a tool call. */
export interface ToolCallOptions {
  /** The id of the call; `call_1`, `call_2` and so on unless given. */
  readonly id?: string | undefined
  /** The way to cut the arguments or the input into pieces; `word` unless given. */
  readonly by?: By | undefined
}

/** A call of a function. */
export interface FunctionCall extends ToolCallOptions {
  /** The name of the function. */
  readonly name: string
  /** The arguments: an object, which is sent as JSON, or the text itself; `{}` unless given. */
  readonly arguments?: string | object | undefined
}

/** A call of a custom tool. */
export interface CustomToolCall extends ToolCallOptions {
  /** The name of the tool. */
  readonly name: string
  /** The input of the tool, any text. */
  readonly input: string
}

/** Makes the deltas of a call: first the id and the name, then the arguments or the input, piece by piece. */
export function toolCallDeltas(
  call: FunctionCall | CustomToolCall,
  index: number,
  id: string,
): ToolCallDelta[] {
  const { name, by } = call
  if ('input' in call) {
    const pieces = cutText(call.input, by)
    const first = { index, id, type: 'custom' as const, custom: { name, input: '' } }
    return [first, ...pieces.map((input) => ({ index, custom: { input } }))]
  }
  const pieces = cutText(toJSON(call.arguments), by)
  const first = { index, id, type: 'function' as const, function: { name, arguments: '' } }
  return [first, ...pieces.map((piece) => ({ index, function: { arguments: piece } }))]
}

function toJSON(args: string | object = {}): string {
  return typeof args === 'string' ? args : JSON.stringify(args)
}
