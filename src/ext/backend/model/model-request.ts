import type { ConversationMessage } from '../../../routes/protocol/readers.js'
import type { FileSearch } from '../retrieval/file-search.js'

/** A function that the model may call. */
export interface ModelTool {
  readonly name: string
  /** The JSON schema of the arguments; undefined for a function without parameters, and for a custom tool. */
  readonly parameters: unknown
  /** True for a custom tool, whose input is a text. */
  readonly isCustom?: boolean | undefined
}

/** A request to a model, in the words of no endpoint. */
export interface ModelRequest {
  /** The name of the model. */
  readonly model: string
  /** The whole conversation, oldest message first. It begins with the instructions of the request. */
  readonly messages: readonly ConversationMessage[]
  /** The functions and custom tools that the model may call. */
  readonly tools: readonly ModelTool[]
  /** The search of files before an answer in words; undefined where the model searches none. */
  readonly fileSearch?: FileSearch | undefined
  /** The tool that the model has to call: none, any, or the one of this name; `auto` leaves the choice to the model. */
  readonly toolChoice: 'auto' | 'none' | 'required' | { readonly name: string }
  /** The format of the answer: text, any JSON object, or JSON that is valid under a schema. */
  readonly format:
    | { readonly type: 'text' }
    | { readonly type: 'json_object' }
    | { readonly type: 'json_schema'; readonly schema: unknown }
  /** The most tokens of the answer; undefined where the request sets no limit. */
  readonly maxTokens?: number | undefined
  /** The texts at which the answer stops. */
  readonly stop: readonly string[]
  /** The seed of the request; undefined where the request has none. */
  readonly seed?: number | undefined
}
