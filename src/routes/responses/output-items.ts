import type {
  ResponseFunctionWebSearch,
  ResponseOutputItem,
} from 'openai/resources/responses/responses'
import { cutText, type By } from '../protocol/cut-text.js'
import { defined, type Partially } from '../protocol/defaults.js'
import type { NextId } from '../protocol/ids.js'
import { contentPart } from './content-part.js'
import type { UnnumberedEvent } from './response-event-schema.js'
import { orderedByName, orderedItem } from './wire-order.js'

/** Options for the events of an item. */
export interface ItemOptions {
  /** The way to cut the text, the arguments, the code or the commands into deltas; `word` unless given. */
  readonly by?: By | undefined
  /** The previews of an image, in base64; none unless given. */
  readonly partial_images?: readonly string[] | undefined
}

interface Place {
  item_id: string
  output_index: number
}

type Events = Generator<UnnumberedEvent>

/** The rules for one type of output item. */
interface ItemLifecycle<Item> {
  /** The prefix of the item's id. */
  readonly prefix: string
  /** True for an item with a `call_id`. */
  readonly isCall?: true
  /** Gives the default fields of an item. */
  defaults?(): Partial<Item>
  /** Makes the item at its beginning; the whole item unless given. */
  begin?(item: Item): Partial<Item>
  /** Makes the events between the beginning and the end of an item; none unless given. */
  events?(item: Item, place: Place, options: ItemOptions): Events
}

type OutputItem<Type> = Extract<ResponseOutputItem, { type: Type }>

const begun = { status: 'in_progress' } as const
const done = { status: 'completed' } as const

/** Cuts nothing: the arguments of an MCP call are one delta. */
const WHOLE = /[^]+/

const lifecycles: {
  readonly [Type in ResponseOutputItem['type']]: ItemLifecycle<OutputItem<Type>>
} = {
  message: {
    prefix: 'msg',
    defaults: () => ({ ...done, content: [], role: 'assistant' }),
    begin: (item) => ({ ...item, ...begun, content: [] }),
    *events({ content }, place, { by }) {
      for (const [content_index, part] of content.entries()) {
        yield* contentPart(part, { ...place, content_index }, by)
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
    *events({ summary, content = [] }, place, { by }) {
      for (const [summary_index, { text }] of summary.entries()) {
        yield* summaryPart(text, { ...place, summary_index }, by)
      }
      for (const [content_index, part] of content.entries()) {
        yield* contentPart(part, { ...place, content_index }, by)
      }
    },
  },
  function_call: {
    prefix: 'fc',
    isCall: true,
    defaults: () => ({ ...done, arguments: '{}' }),
    begin: (item) => ({ ...item, ...begun, arguments: '' }),
    *events({ arguments: args }, place, { by }) {
      for (const delta of cutText(args, by)) {
        yield { type: 'response.function_call_arguments.delta', ...place, delta }
      }
      yield { type: 'response.function_call_arguments.done', ...place, arguments: args }
    },
  },
  function_call_output: { prefix: 'fco', defaults: () => done },
  custom_tool_call: {
    prefix: 'ctc',
    isCall: true,
    // The SDK's type lacks the status.
    defaults: (): object => ({ ...done, input: '' }),
    begin: (item) => ({ ...item, ...('status' in item && begun), input: '' }),
    *events({ input }, place, { by }) {
      for (const delta of cutText(input, by)) {
        yield { type: 'response.custom_tool_call_input.delta', ...place, delta }
      }
      yield { type: 'response.custom_tool_call_input.done', ...place, input }
    },
  },
  custom_tool_call_output: { prefix: 'ctco', defaults: () => done },
  web_search_call: {
    prefix: 'ws',
    defaults: () => ({ ...done, action: { type: 'search' } }),
    begin: ({ id, type, action }) => ({
      id,
      type,
      ...begun,
      ...(action && { action: begunAction(action) }),
    }),
    *events({ status }, place) {
      yield { type: 'response.web_search_call.in_progress', ...place }
      yield { type: 'response.web_search_call.searching', ...place }
      if (status === 'completed') yield { type: 'response.web_search_call.completed', ...place }
    },
  },
  file_search_call: {
    prefix: 'fs',
    defaults: () => ({ ...done, queries: [], results: null }),
    begin: (item) => ({ ...item, ...begun, queries: [], ...(item.results && { results: null }) }),
    *events({ status }, place) {
      yield { type: 'response.file_search_call.in_progress', ...place }
      yield { type: 'response.file_search_call.searching', ...place }
      if (status === 'completed') yield { type: 'response.file_search_call.completed', ...place }
    },
  },
  code_interpreter_call: {
    prefix: 'ci',
    defaults: () => ({ ...done, code: '', container_id: 'cntr_1', outputs: null }),
    begin: (item) => ({ ...item, ...begun, code: '', outputs: item.outputs && [] }),
    *events({ code, status }, place, { by }) {
      yield { type: 'response.code_interpreter_call.in_progress', ...place }
      for (const delta of cutText(code ?? '', by)) {
        yield { type: 'response.code_interpreter_call_code.delta', ...place, delta }
      }
      yield { type: 'response.code_interpreter_call_code.done', ...place, code: code ?? '' }
      yield { type: 'response.code_interpreter_call.interpreting', ...place }
      if (status === 'completed')
        yield { type: 'response.code_interpreter_call.completed', ...place }
    },
  },
  image_generation_call: {
    prefix: 'ig',
    defaults: () => ({ ...done, result: null }),
    begin: ({ id, type }) => ({ id, type, ...begun }),
    *events({ status, size, quality, background, output_format }, place, { partial_images = [] }) {
      const look: object = defined({ size, quality, background, output_format })
      yield { type: 'response.image_generation_call.in_progress', ...place }
      yield { type: 'response.image_generation_call.generating', ...place }
      for (const [partial_image_index, partial_image_b64] of partial_images.entries()) {
        const image = { partial_image_index, partial_image_b64, ...look }
        yield { type: 'response.image_generation_call.partial_image', ...place, ...image }
      }
      if (status === 'completed')
        yield { type: 'response.image_generation_call.completed', ...place }
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
    *events({ output }, place) {
      for (const [command_index, printed] of output.entries()) {
        const { stdout, stderr } = printed
        const delta = { stdout, ...(stderr && { stderr }) }
        yield { type: 'response.shell_call_output_content.delta', ...place, command_index, delta }
        yield {
          type: 'response.shell_call_output_content.done',
          ...place,
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
    *events({ operation }, place, { by }) {
      if (!operation || !('diff' in operation)) return
      const { diff } = operation
      for (const delta of cutText(diff, by)) {
        yield { type: 'response.apply_patch_call_operation_diff.delta', ...place, delta }
      }
      yield { type: 'response.apply_patch_call_operation_diff.done', ...place, diff }
    },
  },
  apply_patch_call_output: { prefix: 'apco', defaults: () => done },
  mcp_list_tools: {
    prefix: 'mcpl',
    defaults: () => ({ tools: [] }),
    begin: ({ id, type, server_label }) => ({ id, type, server_label, tools: [] }),
    *events({ error }, place) {
      yield { type: 'response.mcp_list_tools.in_progress', ...place }
      yield { type: `response.mcp_list_tools.${error ? 'failed' : 'completed'}`, ...place }
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
    *events({ arguments: args, error, status = 'completed' }, place, { by = WHOLE }) {
      yield { type: 'response.mcp_call.in_progress', ...place }
      for (const delta of cutText(args, by)) {
        yield { type: 'response.mcp_call_arguments.delta', ...place, delta }
      }
      yield { type: 'response.mcp_call_arguments.done', ...place, arguments: args }
      const failed = error || status === 'failed'
      if (failed) yield { type: 'response.mcp_call.failed', ...place }
      else if (status === 'completed') yield { type: 'response.mcp_call.completed', ...place }
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
  compaction: { prefix: 'cmp' },
  program: {
    prefix: 'cm',
    isCall: true,
    begin: (item) => ({ ...item, code: '' }),
  },
  program_output: {
    prefix: 'cmo',
    defaults: () => done,
    begin: (item) => ({ ...item, result: '' }),
  },
}

/** Makes the action of a search of the web at its beginning: the queries come with the end. */
function begunAction(action: ResponseFunctionWebSearch['action']) {
  return action.type === 'search' ? { type: action.type } : action
}

/** Finds the rules for a type of item. A type that the table lacks has no events of its own. */
function lifecycleOf(type: ResponseOutputItem['type']): ItemLifecycle<ResponseOutputItem> {
  return Object.hasOwn(lifecycles, type) ? lifecycles[type] : { prefix: 'item' }
}

function* summaryPart(text: string, place: Place & { summary_index: number }, by?: By): Events {
  const type = 'summary_text' as const
  yield { type: 'response.reasoning_summary_part.added', ...place, part: { type, text: '' } }
  for (const delta of cutText(text, by)) {
    yield { type: 'response.reasoning_summary_text.delta', ...place, delta }
  }
  yield { type: 'response.reasoning_summary_text.done', ...place, text }
  yield { type: 'response.reasoning_summary_part.done', ...place, part: { type, text } }
}

function* shellCommand(
  command: string,
  place: { output_index: number; command_index: number },
  by?: By,
): Events {
  yield { type: 'response.shell_call_command.added', ...place, command: '' }
  for (const delta of cutText(command, by)) {
    yield { type: 'response.shell_call_command.delta', ...place, delta }
  }
  yield { type: 'response.shell_call_command.done', ...place, command }
}

/** Makes the events of one item of the output, from the beginning to the end. */
export function* itemEvents(
  item: ResponseOutputItem,
  output_index: number,
  options: ItemOptions = {},
): Events {
  const { begin, events } = lifecycleOf(item.type)
  // At its beginning, an item lacks fields that the SDK's types require.
  const added = (begin?.(item) ?? item) as ResponseOutputItem

  yield { type: 'response.output_item.added', output_index, item: added }
  if (events) yield* events(item, { item_id: item.id ?? '', output_index }, options)
  yield { type: 'response.output_item.done', output_index, item }
}

/**
 * Completes an item: the id and the other fields with a default. An item without a type is a
 * message.
 *
 * @param more Default fields of this item alone.
 */
export function completeItem(
  given: Partially<ResponseOutputItem>,
  nextId: NextId,
  more: object = {},
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
    ...more,
    ...fields,
  }
  const { content } = fields
  const isMessage = type === 'message' && Array.isArray(content)
  const whole = { ...item, ...(isMessage && { content: content.map(completePart) }) }
  // The author gives the fields without a default. The schema of the events checks them.
  return orderedItem(whole as ResponseOutputItem)
}

function completePart(part: { readonly type?: string | undefined }): object {
  if ((part.type ?? 'output_text') !== 'output_text') return part
  return orderedByName({ type: 'output_text', annotations: [], logprobs: [], ...defined(part) })
}

/** Lists the ids of the items of an output, and the `call_id` of each call. */
export function* idsOf(output: Iterable<Partially<ResponseOutputItem>>): Generator<unknown> {
  for (const item of output) {
    yield item.id
    if ('call_id' in item) yield item.call_id
  }
}
