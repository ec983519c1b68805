import { valueAt } from '../protocol/fields.js'
import type { PartList, Source } from './streamed-output.js'

/** The kind of a text, the field of the whole text, and the field of the text's index. */
export type TextPlace = readonly [kind: string, field: string, index?: string]

/** The kinds of text that events stream, each with the field of the whole text, and the field of the text's index. */
export const TEXTS = new Map<string, TextPlace>([
  ['response.output_text', ['output_text', 'text', 'content_index']],
  ['response.refusal', ['refusal', 'refusal', 'content_index']],
  ['response.reasoning_text', ['reasoning_text', 'text', 'content_index']],
  ['response.reasoning_summary_text', ['summary_text', 'text', 'summary_index']],
  ['response.function_call_arguments', ['arguments', 'arguments']],
  ['response.mcp_call_arguments', ['arguments', 'arguments']],
  ['response.custom_tool_call_input', ['input', 'input']],
  ['response.code_interpreter_call_code', ['code', 'code']],
  ['response.apply_patch_call_operation_diff', ['diff', 'diff']],
  ['response.shell_call_command', ['command', 'command', 'command_index']],
])

/** The list of a part, by the events that contain the part. */
export const LISTS = new Map<string, PartList>([
  ['response.content_part', 'content'],
  ['response.reasoning_summary_part', 'summary'],
  // The name on Amazon Bedrock.
  ['response.reasoning_part', 'content'],
])

/** The source of a text, by the last word of the type of its event. */
const SOURCES = new Map<string, Source>([
  ['added', 'added'],
  ['delta', 'delta'],
  ['done', 'done'],
])

/** Splits the type of an event into its prefix, such as `response.output_text`, and the source that its last word names. */
export function splitType(type: string): readonly [prefix: string, source: Source | undefined] {
  const end = type.lastIndexOf('.')
  return [type.slice(0, Math.max(0, end)), SOURCES.get(type.slice(end + 1))]
}

/** Reads an index of an event; 0 where a server omits the index. */
export function indexOf(event: unknown, field: string | undefined): unknown {
  return field === undefined ? 0 : (valueAt(event, field) ?? 0)
}
