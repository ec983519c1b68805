import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import { cutText, type By } from '../protocol/cut-text.js'
import { contentPart } from './content-part.js'
import { defined } from '../protocol/defaults.js'
import type { UnnumberedEvent } from './unnumbered.js'

/** How an item is told. */
export interface Telling {
  /** How its text, its arguments, its code or its commands are cut; by `word` unless given. */
  readonly by?: By | undefined
  /** What an image looks like on the way, as base64. */
  readonly partialImages?: readonly string[] | undefined
}

/** Gives a new id that begins so. */
export type NewId = (prefix: string) => string

interface Place {
  item_id: string
  output_index: number
}

type Events = Generator<UnnumberedEvent>

/** What there is to know about one kind of output item. */
interface Lifecycle<Item> {
  /** What its ids begin with. */
  readonly prefix: string
  /** What one gets that lacks it. */
  defaults?(newId: NewId): Partial<Item>
  /** What it is when it has only begun; all that it will be unless given. */
  begin?(item: Item): Partial<Item>
  /** What happens to it before it is done. */
  events?(item: Item, at: Place, telling: Telling): Events
}

type OutputItem<Type> = Extract<ResponseOutputItem, { type: Type }>

const begun = { status: 'in_progress' } as const
const done = { status: 'completed' } as const

/** What an MCP server is asked is not streamed, but sent in one delta. */
const WHOLE = /[^]+/

const lifecycles: {
  readonly [Type in ResponseOutputItem['type']]: Lifecycle<OutputItem<Type>>
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
    defaults: (newId) => ({ ...done, arguments: '{}', call_id: newId('call') }),
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
    // The SDK's type does not know its status.
    defaults: (newId): object => ({ ...done, call_id: newId('call'), input: '' }),
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
    *events({ status, size, quality, background, output_format }, at, { partialImages = [] }) {
      const look: object = defined({ size, quality, background, output_format })
      yield { type: 'response.image_generation_call.in_progress', ...at }
      yield { type: 'response.image_generation_call.generating', ...at }
      for (const [partial_image_index, partial_image_b64] of partialImages.entries()) {
        const image = { partial_image_index, partial_image_b64, ...look }
        yield { type: 'response.image_generation_call.partial_image', ...at, ...image }
      }
      if (status === 'completed') yield { type: 'response.image_generation_call.completed', ...at }
    },
  },
  computer_call: {
    prefix: 'cu',
    defaults: (newId) => ({ ...done, call_id: newId('call'), pending_safety_checks: [] }),
    begin: (item) => ({ ...item, ...begun }),
  },
  computer_call_output: { prefix: 'cuo', defaults: () => done },
  local_shell_call: {
    prefix: 'lsh',
    defaults: (newId) => ({ ...done, call_id: newId('call') }),
    begin: (item) => ({ ...item, ...begun, action: { ...item.action, command: [] } }),
  },
  local_shell_call_output: { prefix: 'lsho', defaults: () => done },
  shell_call: {
    prefix: 'sh',
    defaults: (newId) => ({ ...done, call_id: newId('call'), environment: null }),
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
    defaults: (newId) => ({ ...done, call_id: newId('call') }),
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
    defaults: (newId) => ({ call_id: newId('call') }),
    begin: (item) => ({ ...item, code: '' }),
  },
  program_output: { prefix: 'cmo', defaults: () => done },
}

/** The lifecycle of the items of a type. One that is newer than this table has no events of its own. */
export function lifecycleOf(type: ResponseOutputItem['type']): Lifecycle<ResponseOutputItem> {
  return lifecycles[type] ?? { prefix: 'item' }
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
