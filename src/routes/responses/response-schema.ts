import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import { z } from 'zod'
import {
  anyOfType,
  index,
  mismatch,
  oneOfTexts,
  oneOfTypes,
  textOrTyped,
  timestamp,
  tokenLogprob,
} from '../protocol/schema.js'

const id = z.string()
const call_id = z.string()
const name = z.string()
const text = z.string()

const progress = oneOfTexts(['in_progress', 'completed', 'incomplete'])
/** The status of a tool that OpenAI runs. */
const toolProgress = oneOfTexts([
  'in_progress',
  'searching',
  'interpreting',
  'generating',
  'calling',
  'completed',
  'incomplete',
  'failed',
])

/** The fields of each type of citation. */
export const annotationFields = {
  file_citation: { file_id: id, filename: name, index },
  url_citation: { url: z.string(), title: z.string(), start_index: index, end_index: index },
  container_file_citation: {
    container_id: id,
    file_id: id,
    filename: name,
    start_index: index,
    end_index: index,
  },
  file_path: { file_id: id, index },
}

/** The schema of a source that a text cites. */
export const annotation = oneOfTypes(annotationFields)

const outputText = {
  text,
  annotations: z.array(annotation),
  logprobs: z.array(tokenLogprob).optional(),
}

/** The schema of a part in the content of an item. */
export const contentPart = oneOfTypes({
  output_text: outputText,
  refusal: { refusal: z.string() },
  reasoning_text: { text },
})

/** The schema of a part in the summary of a reasoning item. */
export const summaryPart = oneOfTypes({ summary_text: { text } })

/** The schema of the output of one shell command. */
export const shellOutput = z.looseObject({
  stdout: z.string(),
  stderr: z.string(),
  outcome: oneOfTypes({ timeout: {}, exit: { exit_code: z.int() } }),
})

/** The fields of each type of output item. An item that the SDK adds or removes causes a compile error here. */
export const itemFields = {
  message: {
    id,
    role: oneOfTexts(['assistant']),
    status: progress,
    content: z.array(oneOfTypes({ output_text: outputText, refusal: { refusal: z.string() } })),
    phase: oneOfTexts(['commentary', 'final_answer']).nullish(),
  },
  reasoning: {
    id,
    summary: z.array(summaryPart),
    content: z.array(oneOfTypes({ reasoning_text: { text } })).optional(),
    encrypted_content: z.string().nullish(),
    status: progress.optional(),
  },
  function_call: {
    id: id.optional(),
    call_id,
    name,
    arguments: z.string(),
    status: progress.optional(),
  },
  function_call_output: {
    id,
    status: progress,
    output: z.union([text, z.array(anyOfType)], { error: mismatch('string or array') }),
  },
  custom_tool_call: { id: id.optional(), call_id, name, input: z.string() },
  custom_tool_call_output: {
    id,
    call_id,
    status: progress,
    output: z.union([text, z.array(anyOfType)], { error: mismatch('string or array') }),
  },
  // The action is missing while the search runs.
  web_search_call: {
    id,
    status: toolProgress,
    action: oneOfTypes({
      search: { query: text.optional(), queries: z.array(text).optional() },
      open_page: { url: text.nullish() },
      find_in_page: { pattern: text, url: text },
      // The name in openai 5.
      find: { pattern: text, url: text },
    }).optional(),
  },
  file_search_call: {
    id,
    status: toolProgress,
    queries: z.array(z.string()),
    results: z.array(z.looseObject({})).nullish(),
  },
  code_interpreter_call: {
    id,
    status: toolProgress,
    code: z.string().nullable(),
    container_id: id,
    outputs: z.array(oneOfTypes({ logs: { logs: text }, image: { url: text } })).nullable(),
  },
  // The result is missing while the image is drawn.
  image_generation_call: { id, status: toolProgress, result: z.string().nullish() },
  computer_call: {
    id,
    call_id,
    status: progress,
    pending_safety_checks: z.array(z.looseObject({ id })),
  },
  computer_call_output: { id, call_id, status: toolProgress, output: anyOfType },
  local_shell_call: {
    id,
    call_id,
    status: progress,
    action: oneOfTypes({
      exec: { command: z.array(text), env: z.record(z.string(), z.string()) },
    }),
  },
  local_shell_call_output: { id, output: z.string() },
  shell_call: {
    id,
    call_id,
    status: progress,
    action: z.looseObject({
      commands: z.array(z.string()),
      max_output_length: index.nullable(),
      timeout_ms: index.nullable(),
    }),
    // Recordings of 2025 have no environment.
    environment: anyOfType.nullish(),
  },
  shell_call_output: {
    id,
    call_id,
    status: progress,
    max_output_length: index.nullable(),
    output: z.array(shellOutput),
  },
  apply_patch_call: {
    id,
    call_id,
    status: progress,
    operation: oneOfTypes({
      create_file: { path: name, diff: text },
      update_file: { path: name, diff: text },
      delete_file: { path: name },
    }),
  },
  apply_patch_call_output: { id, call_id, status: oneOfTexts(['completed', 'failed']) },
  mcp_call: {
    id,
    name,
    server_label: name,
    arguments: z.string(),
    output: z.string().nullish(),
    // The SDK's type was a string first, and is an object now.
    error: textOrTyped.nullish(),
    status: toolProgress.optional(),
  },
  mcp_list_tools: {
    id,
    server_label: name,
    tools: z.array(z.looseObject({ name, input_schema: z.unknown() })),
    // A text in the SDK's type. Servers also send an object, as in `mcp_call`.
    error: textOrTyped.nullish(),
  },
  mcp_approval_request: { id, name, server_label: name, arguments: z.string() },
  mcp_approval_response: { id, approval_request_id: id, approve: z.boolean() },
  tool_search_call: {
    id,
    call_id: call_id.nullable(),
    status: progress,
    execution: z.string(),
    arguments: z.unknown(),
  },
  tool_search_output: {
    id,
    call_id: call_id.nullable(),
    status: progress,
    execution: z.string(),
    tools: z.array(anyOfType),
  },
  additional_tools: { id, role: z.string(), tools: z.array(anyOfType) },
  compaction: { id, encrypted_content: z.string() },
  program: { id, call_id, code: z.string(), fingerprint: z.string() },
  program_output: { id, call_id, status: progress, result: z.string() },
} satisfies Record<ResponseOutputItem['type'], z.ZodRawShape>

/** The schema of an item in the output of a response. */
export const item = oneOfTypes(itemFields)

/** The schema of the status of a response. */
export const status = oneOfTexts([
  'completed',
  'failed',
  'in_progress',
  'cancelled',
  'queued',
  'incomplete',
])

const usage = z.looseObject({
  input_tokens: index,
  input_tokens_details: z.looseObject({ cached_tokens: index }),
  output_tokens: index,
  output_tokens_details: z.looseObject({ reasoning_tokens: index }),
  total_tokens: index,
})

/** The schema of a response inside an event. */
export const response = z.looseObject({
  id: z.string(),
  object: oneOfTexts(['response']),
  created_at: timestamp,
  status: status.optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
  incomplete_details: z.looseObject({ reason: z.string().optional() }).nullable(),
  instructions: z
    .union([z.string(), z.array(z.looseObject({}))], { error: mismatch('string, array or null') })
    .nullable(),
  metadata: z.record(z.string(), z.string()).nullable(),
  model: z.string(),
  output: z.array(item),
  parallel_tool_calls: z.boolean(),
  temperature: z.number().nullable(),
  tool_choice: textOrTyped,
  tools: z.array(anyOfType),
  top_p: z.number().nullable(),
  background: z.boolean().nullish(),
  completed_at: timestamp.nullish(),
  conversation: z.looseObject({ id: z.string() }).nullish(),
  max_output_tokens: index.nullish(),
  max_tool_calls: index.nullish(),
  previous_response_id: z.string().nullish(),
  reasoning: z.looseObject({}).nullish(),
  service_tier: z.string().nullish(),
  text: z.looseObject({}).optional(),
  top_logprobs: index.nullish(),
  truncation: z.string().nullish(),
  // Null until the response has ended, although the SDK's type excludes null.
  usage: usage.nullish(),
})
