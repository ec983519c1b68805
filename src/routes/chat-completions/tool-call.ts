import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { cutText, type By } from '../protocol/cut-text.js'

type ToolCallDelta = ChatCompletionChunk.Choice.Delta.ToolCall

/** How a tool call is written. */
export interface ToolCallOptions {
  /** `call_1`, `call_2` and so on unless given. */
  readonly id?: string | undefined
  /** How its arguments are cut; by words unless given. */
  readonly by?: By | undefined
}

/** A call of a function. */
export interface FunctionCall extends ToolCallOptions {
  readonly name: string
  /** An object is sent as its JSON, a string as it is. */
  readonly arguments: string | object
}

/** A call of a custom tool. */
export interface CustomToolCall extends ToolCallOptions {
  readonly name: string
  readonly input: string
}

/** The announcement of a call. */
export function announce(
  call: FunctionCall | CustomToolCall,
  index: number,
  id: string,
): ToolCallDelta {
  const { name } = call
  return 'input' in call
    ? { index, id, type: 'custom', custom: { name, input: '' } }
    : { index, id, type: 'function', function: { name, arguments: '' } }
}

/** What follows the announcement: the arguments, or the input, piece by piece. */
export function piecesOf(call: FunctionCall | CustomToolCall, index: number): ToolCallDelta[] {
  return 'input' in call
    ? cutText(call.input, call.by).map((input) => ({ index, custom: { input } }))
    : cutText(toJSON(call.arguments), call.by).map((piece) => ({
        index,
        function: { arguments: piece },
      }))
}

function toJSON(args: string | object): string {
  return typeof args === 'string' ? args : JSON.stringify(args)
}
