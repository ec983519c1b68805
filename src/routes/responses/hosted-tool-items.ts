import type { ResponseFunctionWebSearch } from 'openai/resources/responses/responses'
import { cutText } from '../protocol/cut-text.js'
import { defined } from '../protocol/defaults.js'
import { begun, done, type ItemLifecycle, type OutputItem } from './item-lifecycle.js'

/** Cuts nothing: the arguments of an MCP call are one delta. */
const WHOLE = /[^]+/

/** The types of items of the tools that the API itself runs. */
type HostedToolItem =
  | 'web_search_call'
  | 'file_search_call'
  | 'code_interpreter_call'
  | 'image_generation_call'
  | 'mcp_list_tools'
  | 'mcp_call'
  | 'mcp_approval_request'
  | 'tool_search_call'
  | 'tool_search_output'
  | 'additional_tools'

/** The rules for the items of tools that the API itself runs. */
export const hostedToolItems: {
  readonly [Type in HostedToolItem]: ItemLifecycle<OutputItem<Type>>
} = {
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
}

/** Makes the action of a search of the web at its beginning: the queries come with the end. */
function begunAction(action: ResponseFunctionWebSearch['action']) {
  return action.type === 'search' ? { type: action.type } : action
}
