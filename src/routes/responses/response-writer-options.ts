import type { ResponseOutputItem, ResponseOutputText } from 'openai/resources/responses/responses'
import type { By } from '../protocol/cut-text.js'
import type { Partially } from '../protocol/defaults.js'
import type { WireResponse } from './response-event-schema.js'

/** The fields that a response gets at its end. */
type EndingField = 'usage' | 'completed_at' | 'error' | 'incomplete_details'

/** Options of `responseWriter()`: the fields of a response at its beginning. Each has a fixed default. */
export type ResponseWriterOptions = Partially<
  Omit<WireResponse, 'output' | 'status' | EndingField>
> & {
  /** Pads each delta of a text to a multiple of 16 characters, as OpenAI does; false unless given. */
  readonly include_obfuscation?: boolean
}

/** The fields of an item that are no positional arguments of a method. All have defaults. */
export type Fields<Type, Given extends string> = Partial<
  Omit<Extract<ResponseOutputItem, { type: Type }>, 'type' | Given>
>

/** Options of a method whose text is cut into deltas. */
export interface Cut {
  /** The way to cut the text into deltas; `word` unless given. */
  readonly by?: By | undefined
}

/** Options of `message()`. */
export interface MessageOptions extends Cut, Fields<'message', 'content' | 'role'> {
  /** The citations of the text; none unless given. */
  readonly annotations?: ResponseOutputText['annotations']
  /** The log probabilities of the tokens; none unless given. */
  readonly logprobs?: NonNullable<ResponseOutputText['logprobs']>
  /** The phase of the message; omitted unless given. */
  readonly phase?: 'commentary' | 'final_answer'
}

/** The ids of a tool call. */
export interface CallIds {
  /** The id of the call, `call_id` on the wire: `call_1`, `call_2` and so on unless given. */
  readonly id?: string | undefined
  /** The same as `id`, under the name on the wire. */
  readonly call_id?: string | undefined
  /** The id of the output item, `id` on the wire: `fc_1` or `ctc_1` and so on unless given. */
  readonly item_id?: string | undefined
}

/** Options of `toolCall()`. */
export interface ResponseToolCallOptions
  extends Cut, CallIds, Fields<'function_call', 'name' | 'arguments' | 'id' | 'call_id'> {}

/** Options of `customToolCall()`. */
export interface ResponseCustomToolCallOptions
  extends Cut, CallIds, Fields<'custom_tool_call', 'name' | 'input' | 'id' | 'call_id'> {}

/** One tool call for `toolCalls()`. A call with an `input` is one of a custom tool. */
export type ResponseToolCall =
  | (ResponseToolCallOptions & { readonly name: string; readonly arguments?: string | object })
  | (ResponseCustomToolCallOptions & { readonly name: string; readonly input: string })
