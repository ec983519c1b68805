import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import { cutText, type By } from '../protocol/cut-text.js'
import { defined, type Partially } from '../protocol/defaults.js'
import type { NextId } from '../protocol/ids.js'
import { contentPart } from './content-part.js'
import type { UnnumberedEvent } from './response-event-schema.js'

/** The events of an item that its fields do not decide. */
export interface ItemOptions {
  /** How the text, the arguments, the code or the commands are cut into deltas; by `word` unless given. */
  readonly by?: By | undefined
  /** Previews of an image, as base64. */
  readonly partial_images?: readonly string[] | undefined
}

interface Place {
  item_id: string
  output_index: number
}

type Events = Generator<UnnumberedEvent>

/** One kind of output item, from its beginning to its end. */
interface ItemLifecycle<Item> {
  /** The prefix of the ids. */
  readonly prefix: string
  /** True for an item with a `call_id` that counts up unless given. */
  readonly isCall?: true
  /** Gives the fields of an item that has none of its own. */
  defaults?(): Partial<Item>
  /** Makes the item that has only begun; the whole item unless given. */
  begin?(item: Item): Partial<Item>
  /** Writes the events between the beginning and the end. */
  events?(item: Item, at: Place, options: ItemOptions): Events
}

type OutputItem<Type> = Extract<ResponseOutputItem, { type: Type }>

const begun = { status: 'in_progress' } as const
const done = { status: 'completed' } as const

/** Cuts nothing: the arguments for an MCP server are sent in one delta. */
const WHOLE = /[^]+/

const lifecycles: {
  readonly [Type in ResponseOutputItem['type']]: ItemLifecycle<OutputItem<Type>>
} = {
  message: {
    prefix: 'msg',
    defaults: () => ({ ...done, content: [], role: 'assistant' }),
    begin: (item) => ({ ...item, ...begun, content: [] }),
    *events({ content }, at, { by }) {
      for (const [content_index, part] of content.entries()) {
        yield* contentPart(part, { ...at, content_index }, by)
      }
    },
  },
  reasoning: {
    prefix: 'rs',
    defaults: () => ({ summary: [] }),
    begin: (item) => ({
      ...item,
      ...(item.status && begun),
      ...(item.content && { content: [] }),
      summary: [],
    }),
    *events({ summary, content = [] }, at, { by }) {
      for (const [summary_index, { text }] of summary.entries()) {
        yield* summaryPart(text, { ...at, summary_index }, by)
      }
      for (const [content_index, part] of content.entries()) {
        yield* contentPart(part, { ...at, content_index }, by)
      }
    },
  },
  function_call: {
    prefix: 'fc',
    isCall: true,
    defaults: () => ({ ...done, arguments: '{}' }),
    begin: (item) => ({ ...item, ...begun, arguments: '' }),
    *events({ arguments: args }, at, { by }) {
      for (const delta of cutText(args, by)) {
        yield { type: 'response.function_call_arguments.delta', ...at, delta }
      }
      yield { type: 'response.function_call_arguments.done', ...at, arguments: args }
    },
  },
  function_call_output: { prefix: 'fco', defaults: () => done },
  custom_tool_call: {
    prefix: 'ctc',
    isCall: true,
    // The SDK's type lacks the status.
    defaults: (): object => ({ ...done, input: '' }),
    begin: (item) => ({ ...item, ...('status' in item && begun), input: '' }),
    *events({ input }, at, { by }) {
      for (const delta of cutText(input, by)) {
        yield { type: 'response.custom_tool_call_input.delta', ...at, delta }
      }
      yield { type: 'response.custom_tool_call_input.done', ...at, input }
    },
  },
  custom_tool_call_output: { prefix: 'ctco', defaults: () => done },
  web_search_call: {
    prefix: 'ws',
    defaults: () => ({ ...done, action: { type: 'search' } }),
    begin: ({ id, type }) => ({ id, type, ...begun }),
    *events({ status }, at) {
      yield { type: 'response.web_search_call.in_progress', ...at }
      yield { type: 'response.web_search_call.searching', ...at }
      if (status === 'completed') yield { type: 'response.web_search_call.completed', ...at }
    },
  },
  file_search_call: {
    prefix: 'fs',
    defaults: () => ({ ...done, queries: [], results: null }),
    begin: (item) => ({ ...item, ...begun, queries: [], ...(item.results && { results: null }) }),
    *events({ status }, at) {
      yield { type: 'response.file_search_call.in_progress', ...at }
      yield { type: 'response.file_search_call.searching', ...at }
      if (status === 'completed') yield { type: 'response.file_search_call.completed', ...at }
    },
  },
  code_interpreter_call: {
    prefix: 'ci',
    defaults: () => ({ ...done, code: '', container_id: 'cntr_1', outputs: null }),
    begin: (item) => ({ ...item, ...begun, code: '', outputs: null }),
    *events({ code, status }, at, { by }) {
      yield { type: 'response.code_interpreter_call.in_progress', ...at }
      for (const delta of cutText(code ?? '', by)) {
        yield { type: 'response.code_interpreter_call_code.delta', ...at, delta }
      }
      yield { type: 'response.code_interpreter_call_code.done', ...at, code: code ?? '' }
      yield { type: 'response.code_interpreter_call.interpreting', ...at }
      if (status === 'completed') yield { type: 'response.code_interpreter_call.completed', ...at }
    },
  },
  image_generation_call: {
    prefix: 'ig',
    defaults: () => ({ ...done, result: null }),
    begin: ({ id, type }) => ({ id, type, ...begun }),
    *events({ status, size, quality, background, output_format }, at, { partial_images = [] }) {
      const look: object = defined({ size, quality, background, output_format })
      yield { type: 'response.image_generation_call.in_progress', ...at }
      yield { type: 'response.image_generation_call.generating', ...at }
      for (const [partial_image_index, partial_image_b64] of partial_images.entries()) {
        const image = { partial_image_index, partial_image_b64, ...look }
        yield { type: 'response.image_generation_call.partial_image', ...at, ...image }
      }
      if (status === 'completed') yield { type: 'response.image_generation_call.completed', ...at }
    },
  },
  computer_call: {
    prefix: 'cu',
    isCall: true,
    defaults: () => ({ ...done, pending_safety_checks: [] }),
    begin: (item) => ({ ...item, ...begun }),
  },
  computer_call_output: { prefix: 'cuo', defaults: () => done },
  local_shell_call: {
    prefix: 'lsh',
    isCall: true,
    defaults: () => done,
    begin: (item) => ({ ...item, ...begun, action: { ...item.action, command: [] } }),
  },
  local_shell_call_output: { prefix: 'lsho', defaults: () => done },
  shell_call: {
    prefix: 'sh',
    isCall: true,
    defaults: () => ({ ...done, environment: null }),
    begin: (item) => ({
      ...item,
      ...begun,
      action: { commands: [], max_output_length: null, timeout_ms: null },
    }),
    *events({ action }, { output_index }, { by }) {
      for (const [command_index, command] of (action?.commands ?? []).entries()) {
        yield* shellCommand(command, { output_index, command_index }, by)
      }
    },
  },
  shell_call_output: {
    prefix: 'sho',
    defaults: () => ({ ...done, max_output_length: null, output: [] }),
    begin: (item) => ({ ...item, output: [] }),
    *events({ output }, at) {
      for (const [command_index, printed] of output.entries()) {
        const { stdout, stderr } = printed
        const delta = { stdout, ...(stderr && { stderr }) }
        yield { type: 'response.shell_call_output_content.delta', ...at, command_index, delta }
        yield {
          type: 'response.shell_call_output_content.done',
          ...at,
          command_index,
          output: [printed],
        }
      }
    },
  },
  apply_patch_call: {
    prefix: 'apc',
    isCall: true,
    defaults: () => done,
    begin: (item) => ({
      ...item,
      ...begun,
      operation:
        item.operation && 'diff' in item.operation
          ? { ...item.operation, diff: '' }
          : item.operation,
    }),
    *events({ operation }, at, { by }) {
      if (!operation || !('diff' in operation)) return
      const { diff } = operation
      for (const delta of cutText(diff, by)) {
        yield { type: 'response.apply_patch_call_operation_diff.delta', ...at, delta }
      }
      yield { type: 'response.apply_patch_call_operation_diff.done', ...at, diff }
    },
  },
  apply_patch_call_output: { prefix: 'apco', defaults: () => done },
  mcp_list_tools: {
    prefix: 'mcpl',
    defaults: () => ({ tools: [] }),
    begin: ({ id, type, server_label }) => ({ id, type, server_label, tools: [] }),
    *events({ error }, at) {
      yield { type: 'response.mcp_list_tools.in_progress', ...at }
      yield { type: `response.mcp_list_tools.${error ? 'failed' : 'completed'}`, ...at }
    },
  },
  mcp_call: {
    prefix: 'mcp',
    defaults: () => ({
      ...done,
      approval_request_id: null,
      arguments: '{}',
      error: null,
      output: null,
    }),
    begin: (item) => ({
      ...item,
      ...begun,
      arguments: '',
      ...('error' in item && { error: null }),
      ...('output' in item && { output: null }),
    }),
    *events({ arguments: args, error, status = 'completed' }, at, { by = WHOLE }) {
      yield { type: 'response.mcp_call.in_progress', ...at }
      for (const delta of cutText(args, by)) {
        yield { type: 'response.mcp_call_arguments.delta', ...at, delta }
      }
      yield { type: 'response.mcp_call_arguments.done', ...at, arguments: args }
      const failed = error || status === 'failed'
      if (failed) yield { type: 'response.mcp_call.failed', ...at }
      else if (status === 'completed') yield { type: 'response.mcp_call.completed', ...at }
    },
  },
  mcp_approval_request: { prefix: 'mcpr', defaults: () => ({ arguments: '{}' }) },
  mcp_approval_response: { prefix: 'mcpa' },
  tool_search_call: {
    prefix: 'tsc',
    defaults: () => ({ ...done, arguments: {}, call_id: null, execution: 'server' }),
    begin: (item) => ({ ...item, ...begun, arguments: {} }),
  },
  tool_search_output: {
    prefix: 'tso',
    defaults: () => ({ ...done, call_id: null, execution: 'server', tools: [] }),
    begin: (item) => ({ ...item, ...begun }),
  },
  additional_tools: { prefix: 'at', defaults: () => ({ tools: [] }) },
  compaction: {
    prefix: 'cmp',
    *events(_, at) {
      yield { type: 'response.compaction.compacting', ...at }
    },
  },
  program: {
    prefix: 'cm',
    isCall: true,
    begin: (item) => ({ ...item, code: '' }),
  },
  program_output: { prefix: 'cmo', defaults: () => done },
}

/** Finds the lifecycle of the items of a type. Items newer than this table have no events of their own. */
function lifecycleOf(type: ResponseOutputItem['type']): ItemLifecycle<ResponseOutputItem> {
  return Object.hasOwn(lifecycles, type) ? lifecycles[type] : { prefix: 'item' }
}

function* summaryPart(text: string, at: Place & { summary_index: number }, by?: By): Events {
  const type = 'summary_text' as const
  yield { type: 'response.reasoning_summary_part.added', ...at, part: { type, text: '' } }
  for (const delta of cutText(text, by)) {
    yield { type: 'response.reasoning_summary_text.delta', ...at, delta }
  }
  yield { type: 'response.reasoning_summary_text.done', ...at, text }
  yield { type: 'response.reasoning_summary_part.done', ...at, part: { type, text } }
}

function* shellCommand(
  command: string,
  at: { output_index: number; command_index: number },
  by?: By,
): Events {
  yield { type: 'response.shell_call_command.added', ...at, command: '' }
  for (const delta of cutText(command, by)) {
    yield { type: 'response.shell_call_command.delta', ...at, delta }
  }
  yield { type: 'response.shell_call_command.done', ...at, command }
}

/** Writes the events of one item of the output, from its beginning to its end. */
export function* itemEvents(
  item: ResponseOutputItem,
  output_index: number,
  options: ItemOptions = {},
): Events {
  const { begin, events } = lifecycleOf(item.type)
  // An item that has only begun lacks fields that the SDK's types require.
  const added = (begin?.(item) ?? item) as ResponseOutputItem

  yield { type: 'response.output_item.added', output_index, item: added }
  if (events) yield* events(item, { item_id: item.id ?? '', output_index }, options)
  yield { type: 'response.output_item.done', output_index, item }
}

/**
 * Completes an item: its id, and the other fields that have a default. An item without a type is a message.
 *
 * @param otherwise Defaults of this item alone.
 */
export function completeItem(
  given: Partially<ResponseOutputItem>,
  nextId: NextId,
  otherwise: object = {},
): ResponseOutputItem {
  const { type = 'message', ...rest } = given
  const { prefix, isCall = false, defaults } = lifecycleOf(type)
  const fields: Readonly<Record<string, unknown>> = defined(rest)
  const item = {
    id: fields['id'] ?? nextId(prefix),
    type,
    ...defaults?.(),
    ...(isCall && !('call_id' in fields) && { call_id: nextId('call') }),
    ...(fields['error'] ? { status: 'failed' } : {}),
    ...otherwise,
    ...fields,
  }
  const { content } = fields
  const isMessage = type === 'message' && Array.isArray(content)
  // Fields without a default are the author's to give. The schema checks them when they are sent.
  return { ...item, ...(isMessage && { content: content.map(completePart) }) } as ResponseOutputItem
}

function completePart(part: { readonly type?: string | undefined }): object {
  if ((part.type ?? 'output_text') !== 'output_text') return part
  return { type: 'output_text', annotations: [], logprobs: [], ...defined(part) }
}

/** Gives the ids of the items of an output, and of the calls among them. */
export function* idsOf(output: Iterable<Partially<ResponseOutputItem>>): Generator<unknown> {
  for (const item of output) {
    yield item.id
    if ('call_id' in item) yield item.call_id
  }
}
