import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import { cutText, type By } from '../protocol/cut-text.js'
import { contentPart } from './content-part.js'
import { hostedToolItems } from './hosted-tool-items.js'
import {
  begun,
  done,
  type Events,
  type ItemLifecycle,
  type OutputItem,
  type Place,
} from './item-lifecycle.js'

const lifecycles: {
  readonly [Type in ResponseOutputItem['type']]: ItemLifecycle<OutputItem<Type>>
} = {
  ...hostedToolItems,
  computer_call: {
    prefix: 'cu',
    isCall: true,
    defaults: () => ({ ...done, pending_safety_checks: [] }),
    begin: (item) => ({ ...item, ...begun }),
  },
  computer_call_output: { prefix: 'cuo', defaults: () => done },
  mcp_approval_response: { prefix: 'mcpa' },
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

/** Finds the rules for a type of item. A type that the table lacks has no events of its own. */
export function lifecycleOf(type: ResponseOutputItem['type']): ItemLifecycle<ResponseOutputItem> {
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
