import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { cutText, type By } from '../protocol/cut-text.js'

type ToolCallDelta = ChatCompletionChunk.Choice.Delta.ToolCall

/** Options of a tool call. */
export interface ToolCallOptions {
  /** `call_1`, `call_2` and so on unless given. */
  readonly id?: string | undefined
  /** The pieces of the arguments, or of the input; words unless given. */
  readonly by?: By | undefined
}

/** A call of a function. */
export interface FunctionCall extends ToolCallOptions {
  readonly name: string
  /** An object is sent as its JSON, a string as it is; `{}` unless given. */
  readonly arguments?: string | object | undefined
}

/** A call of a custom tool. */
export interface CustomToolCall extends ToolCallOptions {
  readonly name: string
  readonly input: string
}

/** Makes the deltas of a call: its announcement, then its arguments or its input piece by piece. */
export function toolCallDeltas(
  call: FunctionCall | CustomToolCall,
  index: number,
  id: string,
): ToolCallDelta[] {
  const { name, by } = call
  if ('input' in call) {
    const pieces = cutText(call.input, by)
    const announcement = { index, id, type: 'custom' as const, custom: { name, input: '' } }
    return [announcement, ...pieces.map((input) => ({ index, custom: { input } }))]
  }
  const pieces = cutText(toJSON(call.arguments), by)
  const announcement = { index, id, type: 'function' as const, function: { name, arguments: '' } }
  return [announcement, ...pieces.map((piece) => ({ index, function: { arguments: piece } }))]
}

function toJSON(args: string | object = {}): string {
  return typeof args === 'string' ? args : JSON.stringify(args)
}
