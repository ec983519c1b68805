import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { z } from 'zod'
import { index, oneOf } from '../protocol/schema.js'
import {
  annotation,
  contentPart,
  item,
  response,
  shellOutput,
  summaryPart,
} from './response-schema.js'

/** The fields that the SDK's `Response` requires, and that are on the wire. */
type WireField =
  | 'id'
  | 'object'
  | 'created_at'
  | 'error'
  | 'incomplete_details'
  | 'instructions'
  | 'metadata'
  | 'model'
  | 'output'
  | 'parallel_tool_calls'
  | 'temperature'
  | 'tool_choice'
  | 'tools'
  | 'top_p'

/** A response on the wire. Unlike in the SDK's `Response`, `output_text` is optional, and `usage` may be null. */
export type WireResponse = Pick<Response, WireField> &
  Omit<Partial<Response>, WireField | 'usage'> & { usage?: Response['usage'] | null }

/** An event on the wire, with a {@link WireResponse}. Every `ResponseStreamEvent` of the SDK has this type, too. */
export type ResponseEvent<Event = ResponseStreamEvent> = Event extends { response: Response }
  ? Omit<Event, 'response'> & { response: WireResponse }
  : Event

type WithoutNumber<Event> = Event extends unknown ? Omit<Event, 'sequence_number'> : never

interface OfItem {
  item_id: string
  output_index: number
}

/** The events on the wire that the SDK's types lack, or describe differently. */
type UnlistedEvent =
  | { type: 'keepalive' }
  | { type: 'error'; error: WireError }
  | (OfItem & { type: 'response.apply_patch_call_operation_diff.delta'; delta: string })
  | (OfItem & { type: 'response.apply_patch_call_operation_diff.done'; diff: string })

/** The error object on the wire. Other servers have more fields. */
interface WireError {
  type: string | null
  code: string | number | null
  message: string
  param: string | null
  [field: string]: unknown
}

/** An event without its `sequence_number`. */
export type UnnumberedEvent = WithoutNumber<ResponseEvent> | UnlistedEvent

const text = z.string()

/** Fields of an event about the whole response. */
const ofResponse = { response }
/** Fields of an event about one output item. */
const ofItem = { item_id: z.string(), output_index: index }
/** Fields of an event about one part of an item's content. */
const ofPart = { ...ofItem, content_index: index }
/** Fields of an event about one part of a reasoning item's summary. */
const ofSummary = { ...ofItem, summary_index: index }
/** Fields of an event about one command of a shell call. */
const ofCommand = { output_index: index, command_index: index }

const logprobs = z.array(z.looseObject({ token: text, logprob: z.number() }))

/**
 * The fields of each event, beside `type` and `sequence_number`. An event that the SDK adds or
 * removes causes a compile error here.
 */
export const eventFields = {
  'response.created': ofResponse,
  'response.queued': ofResponse,
  'response.in_progress': ofResponse,
  'response.completed': ofResponse,
  'response.incomplete': ofResponse,
  'response.failed': ofResponse,
  'response.output_item.added': { output_index: index, item },
  'response.output_item.done': { output_index: index, item },
  'response.content_part.added': { ...ofPart, part: contentPart },
  'response.content_part.done': { ...ofPart, part: contentPart },
  'response.output_text.delta': { ...ofPart, delta: text, logprobs },
  'response.output_text.done': { ...ofPart, text, logprobs },
  'response.output_text.annotation.added': {
    ...ofPart,
    annotation_index: index,
    annotation: annotation.nullable(),
  },
  'response.refusal.delta': { ...ofPart, delta: text },
  'response.refusal.done': { ...ofPart, refusal: text },
  'response.reasoning_text.delta': { ...ofPart, delta: text },
  'response.reasoning_text.done': { ...ofPart, text },
  'response.reasoning_summary_part.added': { ...ofSummary, part: summaryPart },
  'response.reasoning_summary_part.done': { ...ofSummary, part: summaryPart },
  'response.reasoning_summary_text.delta': { ...ofSummary, delta: text },
  'response.reasoning_summary_text.done': { ...ofSummary, text },
  'response.function_call_arguments.delta': { ...ofItem, delta: text },
  'response.function_call_arguments.done': { ...ofItem, arguments: text },
  'response.custom_tool_call_input.delta': { ...ofItem, delta: text },
  'response.custom_tool_call_input.done': { ...ofItem, input: text },
  'response.web_search_call.in_progress': ofItem,
  'response.web_search_call.searching': ofItem,
  'response.web_search_call.completed': ofItem,
  'response.file_search_call.in_progress': ofItem,
  'response.file_search_call.searching': ofItem,
  'response.file_search_call.completed': ofItem,
  'response.code_interpreter_call.in_progress': ofItem,
  'response.code_interpreter_call.interpreting': ofItem,
  'response.code_interpreter_call.completed': ofItem,
  'response.code_interpreter_call_code.delta': { ...ofItem, delta: text },
  'response.code_interpreter_call_code.done': { ...ofItem, code: text },
  'response.image_generation_call.in_progress': ofItem,
  'response.image_generation_call.generating': ofItem,
  'response.image_generation_call.partial_image': {
    ...ofItem,
    partial_image_index: index,
    partial_image_b64: text,
  },
  'response.image_generation_call.completed': ofItem,
  'response.mcp_list_tools.in_progress': ofItem,
  'response.mcp_list_tools.completed': ofItem,
  'response.mcp_list_tools.failed': ofItem,
  'response.mcp_call.in_progress': ofItem,
  'response.mcp_call.completed': ofItem,
  'response.mcp_call.failed': ofItem,
  'response.mcp_call_arguments.delta': { ...ofItem, delta: text },
  'response.mcp_call_arguments.done': { ...ofItem, arguments: text },
  'response.shell_call_command.added': { ...ofCommand, command: text },
  'response.shell_call_command.delta': { ...ofCommand, delta: text },
  'response.shell_call_command.done': { ...ofCommand, command: text },
  'response.shell_call_output_content.delta': {
    ...ofItem,
    command_index: index,
    delta: z.looseObject({ stdout: text.optional(), stderr: text.optional() }),
  },
  'response.shell_call_output_content.done': {
    ...ofItem,
    command_index: index,
    output: z.array(shellOutput),
  },
  'response.compaction.compacting': ofItem,
  'response.audio.delta': { delta: text },
  'response.audio.done': {},
  'response.audio.transcript.delta': { delta: text },
  'response.audio.transcript.done': {},
} satisfies Record<Exclude<ResponseStreamEvent['type'], 'error'>, z.ZodRawShape>

/** The fields of events of OpenAI that the SDK's types lack. */
const unlisted = {
  keepalive: {},
  'response.apply_patch_call_operation_diff.delta': { ...ofItem, delta: text },
  'response.apply_patch_call_operation_diff.done': { ...ofItem, diff: text },
}

/** The fields of events that other servers alone send. */
const foreign = {
  // The names on Amazon Bedrock for the part of a reasoning in full.
  'response.reasoning_part.added': { ...ofPart, part: contentPart },
  'response.reasoning_part.done': { ...ofPart, part: contentPart },
}

/** The types of all events but errors. */
export const eventTypes: readonly string[] = Object.keys({
  ...eventFields,
  ...unlisted,
  ...foreign,
})

/** The types of the events that other servers alone send. */
export const foreignEvents: ReadonlySet<string> = new Set(Object.keys(foreign))

/** The fields of an error: nested on the wire, flat in the SDK's types. */
const errorFields = { message: text, code: text.nullish(), param: text.nullish() }
const nestedError = z.looseObject({ error: z.looseObject(errorFields) })
const flatError = z.looseObject(errorFields)

const errorEvent = z
  .looseObject({ type: z.literal('error'), sequence_number: index })
  .superRefine((event, context) => {
    const { error } = ('error' in event ? nestedError : flatError).safeParse(event)
    for (const { message, path } of error?.issues ?? []) {
      context.addIssue({ code: 'custom', message, path })
    }
  })

/** Makes the schema of one event, of the fields of each type. */
export function responseEventOf(fields: Readonly<Record<string, z.ZodRawShape>>): z.ZodType {
  const kinds = Object.entries({ ...fields, ...unlisted, ...foreign }).map(([type, shape]) =>
    z.looseObject({ type: z.literal(type), sequence_number: index, ...shape }),
  )
  return oneOf('type', [...kinds, errorEvent])
}

/** The schema of one event in the stream of a response. */
export const responseEvent = responseEventOf(eventFields)
