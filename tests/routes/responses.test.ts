import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { responses, responseWriter, type ResponseEvent, type WireResponse } from 'msw-openai/routes'
import { decode, EventStream, respond, StreamError } from 'msw-openai/streaming'
import { createResponse } from '../../src/routes/responses/endpoint.js'
import { carried, inspect, padded, problems, Scripted, type Notes } from './support.js'

const { endpoint } = responses.create
const { event: schema } = createResponse.wire

const ofItem = { item_id: 'item_1', output_index: 0 }
const ofPart = { ...ofItem, content_index: 0 }
const ofSummary = { ...ofItem, summary_index: 0 }
const ofCommand = { output_index: 0, command_index: 0 }

const token = { token: 'Hi', logprob: -0.25, bytes: [72, 105] }
const outputText = {
  type: 'output_text',
  text: 'Hi',
  annotations: [
    { type: 'url_citation', url: 'https://example.com', title: 'Hi', start_index: 0, end_index: 2 },
    { type: 'file_citation', file_id: 'file_1', filename: 'a.txt', index: 0 },
    {
      type: 'container_file_citation',
      container_id: 'cntr_1',
      file_id: 'file_1',
      filename: 'a.txt',
      start_index: 0,
      end_index: 2,
    },
    { type: 'file_path', file_id: 'file_1', index: 0 },
  ],
  logprobs: [{ ...token, top_logprobs: [token] }],
} as const
const printed = { stdout: 'a.txt', stderr: '', outcome: { type: 'exit', exit_code: 0 } } as const
const timedOut = { stdout: '', stderr: '', outcome: { type: 'timeout' } } as const
const usage: NonNullable<WireResponse['usage']> = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
  output_tokens: 3,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 12,
}

const response = {
  id: 'resp_1',
  object: 'response',
  created_at: 1700000000,
  status: 'in_progress',
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  model: 'gpt-5',
  output: [],
  parallel_tool_calls: true,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  usage: null,
} satisfies WireResponse

/** A response with all fields that it may have at its end. */
const rich: WireResponse = {
  ...response,
  status: 'incomplete',
  error: { code: 'server_error', message: 'Sorry' },
  incomplete_details: { reason: 'max_output_tokens' },
  instructions: 'Be brief.',
  metadata: { topic: 'weather' },
  output: [
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      status: 'incomplete',
      content: [{ type: 'refusal', refusal: 'No.' }],
    },
  ],
  tools: [{ type: 'web_search' }],
  background: false,
  completed_at: 1700000002,
  conversation: { id: 'conv_1' },
  max_output_tokens: 16,
  max_tool_calls: 1,
  previous_response_id: 'resp_0',
  reasoning: { effort: 'low' },
  service_tier: 'default',
  text: {},
  top_logprobs: 0,
  truncation: 'disabled',
  usage,
}

const richNotes: Notes = {
  optional:
    'status incomplete_details.reason metadata.topic background completed_at conversation max_output_tokens max_tool_calls previous_response_id reasoning service_tier text top_logprobs truncation usage',
  open: 'reasoning.effort usage.input_tokens_details.cache_write_tokens',
}

type Noted<Value> = readonly [
  fields: Omit<Value, 'type' | 'sequence_number'>,
  notes?: Notes | undefined,
]

type Item<Type extends ResponseOutputItem['type']> = Extract<ResponseOutputItem, { type: Type }>

/** One item of each type that the SDK knows. */
const items: { [Type in ResponseOutputItem['type']]: Noted<Item<Type>> } = {
  message: [
    {
      id: 'msg_1',
      role: 'assistant',
      status: 'completed',
      content: [
        { ...outputText, annotations: [...outputText.annotations], logprobs: [] },
        { type: 'refusal', refusal: 'No.' },
      ],
      phase: 'final_answer',
    },
    { optional: 'phase content.0.logprobs' },
  ],
  reasoning: [
    {
      id: 'rs_1',
      summary: [{ type: 'summary_text', text: 'Thinking' }],
      content: [{ type: 'reasoning_text', text: 'Hm' }],
      encrypted_content: 'gAAA',
      status: 'completed',
    },
    { optional: 'content encrypted_content status' },
  ],
  function_call: [
    { id: 'fc_1', call_id: 'call_1', name: 'f', arguments: '{}', status: 'completed' },
    { optional: 'id status' },
  ],
  function_call_output: [{ id: 'fco_1', status: 'completed', output: 'Sunny' }],
  custom_tool_call: [
    { id: 'ctc_1', call_id: 'call_1', name: 'sql', input: '' },
    { optional: 'id' },
  ],
  custom_tool_call_output: [
    { id: 'cto_1', call_id: 'call_1', output: 'Done', status: 'completed' },
    { open: 'status' },
  ],
  web_search_call: [
    { id: 'ws_1', status: 'searching', action: { type: 'search' } },
    { optional: 'action' },
  ],
  file_search_call: [
    { id: 'fs_1', status: 'completed', queries: ['cats'], results: [{ file_id: 'file_1' }] },
    { optional: 'results', open: 'results.0.file_id' },
  ],
  code_interpreter_call: [
    {
      id: 'ci_1',
      status: 'interpreting',
      code: '6*7',
      container_id: 'cntr_1',
      outputs: [{ type: 'logs', logs: '42' }],
    },
  ],
  image_generation_call: [
    { id: 'ig_1', status: 'generating', result: null },
    { optional: 'result' },
  ],
  computer_call: [
    { id: 'cu_1', call_id: 'call_1', status: 'completed', pending_safety_checks: [{ id: 'sc_1' }] },
  ],
  computer_call_output: [
    {
      id: 'cuo_1',
      call_id: 'call_1',
      status: 'completed',
      output: { type: 'computer_screenshot' },
    },
  ],
  local_shell_call: [
    {
      id: 'lsh_1',
      call_id: 'call_1',
      status: 'completed',
      action: { type: 'exec', command: ['ls'], env: {} },
    },
  ],
  local_shell_call_output: [{ id: 'lsho_1', output: 'a.txt' }],
  shell_call: [
    {
      id: 'sh_1',
      call_id: 'call_1',
      status: 'completed',
      action: { commands: ['ls'], max_output_length: null, timeout_ms: 1000 },
      environment: { type: 'local' },
    },
    { optional: 'environment' },
  ],
  shell_call_output: [
    {
      id: 'sho_1',
      call_id: 'call_1',
      status: 'completed',
      max_output_length: 100,
      output: [printed, timedOut],
    },
  ],
  apply_patch_call: [
    {
      id: 'apc_1',
      call_id: 'call_1',
      status: 'completed',
      operation: { type: 'delete_file', path: 'a.txt' },
    },
  ],
  apply_patch_call_output: [{ id: 'apco_1', call_id: 'call_1', status: 'failed' }],
  mcp_call: [
    {
      id: 'mcp_1',
      name: 'ask',
      server_label: 'docs',
      arguments: '{}',
      output: 'Yes',
      status: 'calling',
    },
    { optional: 'output status' },
  ],
  mcp_list_tools: [
    {
      id: 'mcpl_1',
      server_label: 'docs',
      tools: [{ name: 'ask', input_schema: {} }],
      error: 'Down',
    },
    { optional: 'error', open: 'tools.0.input_schema' },
  ],
  mcp_approval_request: [{ id: 'mcpr_1', name: 'ask', server_label: 'docs', arguments: '{}' }],
  mcp_approval_response: [{ id: 'mcpa_1', approval_request_id: 'mcpr_1', approve: true }],
  tool_search_call: [
    { id: 'ts_1', call_id: null, status: 'completed', execution: 'server', arguments: {} },
    { open: 'arguments' },
  ],
  tool_search_output: [
    {
      id: 'tso_1',
      call_id: 'call_1',
      status: 'completed',
      execution: 'client',
      tools: [{ type: 'web_search' }],
    },
  ],
  additional_tools: [{ id: 'at_1', role: 'developer', tools: [{ type: 'web_search' }] }],
  compaction: [{ id: 'cmp_1', encrypted_content: 'gAAA' }],
  program: [{ id: 'prg_1', call_id: 'call_1', code: '6*7', fingerprint: 'fp_1' }],
  program_output: [{ id: 'prgo_1', call_id: 'call_1', status: 'completed', result: '42' }],
}

type Event<Type extends ResponseEvent['type']> = Extract<ResponseEvent, { type: Type }>

/** One event of each type that the SDK knows. */
const events: { [Type in ResponseEvent['type']]: Noted<Event<Type>> } = {
  'response.created': [{ response }, { optional: 'response.status response.usage' }],
  'response.queued': [
    { response: { ...response, status: 'queued' } },
    { optional: 'response.status response.usage' },
  ],
  'response.in_progress': [{ response }, { optional: 'response.status response.usage' }],
  'response.completed': [{ response: rich }, carried('response', richNotes)],
  'response.incomplete': [{ response: rich }, carried('response', richNotes)],
  'response.failed': [{ response: rich }, carried('response', richNotes)],
  'response.output_item.added': [
    { output_index: 0, item: { type: 'function_call', ...items.function_call[0] } },
    { optional: 'item.id item.status' },
  ],
  'response.output_item.done': [
    { output_index: 0, item: { type: 'compaction', ...items.compaction[0] } },
  ],
  'response.content_part.added': [
    { ...ofPart, part: { type: 'output_text', text: '', annotations: [] } },
  ],
  'response.content_part.done': [{ ...ofPart, part: { type: 'refusal', refusal: 'No.' } }],
  'response.output_text.delta': [
    { ...ofPart, delta: 'Hi', logprobs: [{ token: 'Hi', logprob: -0.25 }] },
  ],
  'response.output_text.done': [{ ...ofPart, text: 'Hi', logprobs: [] }],
  'response.output_text.annotation.added': [
    { ...ofPart, annotation_index: 0, annotation: outputText.annotations[0] },
  ],
  'response.refusal.delta': [{ ...ofPart, delta: 'No' }],
  'response.refusal.done': [{ ...ofPart, refusal: 'No.' }],
  'response.reasoning_text.delta': [{ ...ofPart, delta: 'Hm' }],
  'response.reasoning_text.done': [{ ...ofPart, text: 'Hm' }],
  'response.reasoning_summary_part.added': [
    { ...ofSummary, part: { type: 'summary_text', text: '' } },
  ],
  'response.reasoning_summary_part.done': [
    { ...ofSummary, part: { type: 'summary_text', text: 'Hm' } },
  ],
  'response.reasoning_summary_text.delta': [{ ...ofSummary, delta: 'Hm' }],
  'response.reasoning_summary_text.done': [{ ...ofSummary, text: 'Hm' }],
  'response.function_call_arguments.delta': [{ ...ofItem, delta: '{' }],
  'response.function_call_arguments.done': [{ ...ofItem, arguments: '{}' }],
  'response.custom_tool_call_input.delta': [{ ...ofItem, delta: 'select' }],
  'response.custom_tool_call_input.done': [{ ...ofItem, input: 'select 1' }],
  'response.web_search_call.in_progress': [ofItem],
  'response.web_search_call.searching': [ofItem],
  'response.web_search_call.completed': [ofItem],
  'response.file_search_call.in_progress': [ofItem],
  'response.file_search_call.searching': [ofItem],
  'response.file_search_call.completed': [ofItem],
  'response.code_interpreter_call.in_progress': [ofItem],
  'response.code_interpreter_call.interpreting': [ofItem],
  'response.code_interpreter_call.completed': [ofItem],
  'response.code_interpreter_call_code.delta': [{ ...ofItem, delta: '6*' }],
  'response.code_interpreter_call_code.done': [{ ...ofItem, code: '6*7' }],
  'response.image_generation_call.in_progress': [ofItem],
  'response.image_generation_call.generating': [ofItem],
  'response.image_generation_call.partial_image': [
    { ...ofItem, partial_image_index: 0, partial_image_b64: 'AAAA' },
  ],
  'response.image_generation_call.completed': [ofItem],
  'response.mcp_list_tools.in_progress': [ofItem],
  'response.mcp_list_tools.completed': [ofItem],
  'response.mcp_list_tools.failed': [ofItem],
  'response.mcp_call.in_progress': [ofItem],
  'response.mcp_call.completed': [ofItem],
  'response.mcp_call.failed': [ofItem],
  'response.mcp_call_arguments.delta': [{ ...ofItem, delta: '{' }],
  'response.mcp_call_arguments.done': [{ ...ofItem, arguments: '{}' }],
  'response.shell_call_command.added': [{ ...ofCommand, command: 'l' }],
  'response.shell_call_command.delta': [{ ...ofCommand, delta: 's' }],
  'response.shell_call_command.done': [{ ...ofCommand, command: 'ls' }],
  'response.shell_call_output_content.delta': [
    { ...ofItem, command_index: 0, delta: { stdout: 'a', stderr: '' } },
    { optional: 'delta.stdout delta.stderr' },
  ],
  'response.shell_call_output_content.done': [
    { ...ofItem, command_index: 0, output: [printed, timedOut] },
  ],
  'response.compaction.compacting': [ofItem],
  'response.audio.delta': [{ delta: 'AAAA' }],
  'response.audio.done': [{}],
  'response.audio.transcript.delta': [{ delta: 'Hi' }],
  'response.audio.transcript.done': [{}],
  error: [{ message: 'Sorry', code: 'server_error', param: 'model' }, { optional: 'code param' }],
}

/** As it is on the wire, unlike the SDK's type. */
const nested = {
  type: 'error',
  sequence_number: 2,
  error: { type: 'server_error', code: 'server_error', message: 'Sorry', param: 'model' },
}

/** Events on the wire that the SDK's types do not know. */
const unlisted: Record<string, Noted<object>> = {
  keepalive: [{}],
  'response.apply_patch_call_operation_diff.delta': [{ ...ofItem, delta: '+' }],
  'response.apply_patch_call_operation_diff.done': [{ ...ofItem, diff: '+a' }],
  'response.reasoning_part.added': [{ ...ofPart, part: { type: 'reasoning_text', text: '' } }],
  'response.reasoning_part.done': [{ ...ofPart, part: { type: 'reasoning_text', text: 'Hm' } }],
}

const table = Object.entries({ ...events, ...unlisted }).map(([type, [fields, notes]]) => ({
  type,
  event: { type, sequence_number: 7, ...fields },
  notes,
}))

it.each(table)('takes $type, and keeps fields nobody knows', ({ event }) => {
  for (const given of [event, padded(event)]) {
    expect(schema.safeParse(given)).toEqual({ success: true, data: given })
  }
})

it.each(table)('reports the place where a damaged $type is wrong', ({ event, notes }) => {
  const { found, expected } = inspect(schema, event, notes)

  expect(found).toEqual(expected)
})

const parts: Array<[what: string, event: object, notes: Notes]> = [
  [
    'text part',
    { type: 'response.content_part.done', sequence_number: 1, ...ofPart, part: outputText },
    { optional: 'part.logprobs' },
  ],
  [
    'reasoning part',
    {
      type: 'response.content_part.done',
      sequence_number: 1,
      ...ofPart,
      part: { type: 'reasoning_text', text: 'Hm' },
    },
    {},
  ],
]

it.each(parts)('reports the place where a damaged %s is wrong', (_, event, notes) => {
  const { found, expected } = inspect(schema, event, notes)

  expect(found).toEqual(expected)
})

const carriers = Object.entries(items).map(([type, [fields, notes]]) => {
  const item = { type, ...fields }
  const event = { type: 'response.output_item.done', sequence_number: 1, output_index: 0, item }
  return { type, event, notes: carried('item', notes) }
})

it.each(carriers)(
  'reports the place where a damaged item of type $type is wrong',
  ({ event, notes }) => {
    expect(schema.safeParse(event)).toEqual({ success: true, data: event })
    const { found, expected } = inspect(schema, event, notes)

    expect(found).toEqual(expected)
  },
)

it.each([
  ['a nested error', nested],
  ['a nested error without a code', { ...nested, error: { message: 'Sorry' } }],
  [
    'a flat error of nulls',
    { type: 'error', sequence_number: 2, message: 'Sorry', code: null, param: null },
  ],
])('takes %s', (_, event) => {
  expect(schema.safeParse(event)).toEqual({ success: true, data: event })
})

it.each([
  ['instructions of several messages', { instructions: [{ role: 'developer', content: 'Hi' }] }],
  ['a chosen tool', { tool_choice: { type: 'web_search' } }],
  ['no usage at all', { usage: undefined }],
  ['no metadata', { metadata: null }],
  ['neither temperature nor top_p', { temperature: null, top_p: null }],
  ['the text that the SDK adds', { output_text: 'Hi' }],
])('takes a response with %s', (_, fields) => {
  const event = {
    type: 'response.completed',
    sequence_number: 1,
    response: { ...response, ...fields },
  }

  expect(problems(schema, event)).toEqual([])
})

it.each([
  ['no message', { error: { code: null } }, 'error.message'],
  ['a wrong message', { error: { message: 5 } }, 'error.message'],
  ['a wrong code', { error: { message: 'Sorry', code: 5 } }, 'error.code'],
  ['a wrong param', { error: { message: 'Sorry', param: 5 } }, 'error.param'],
  ['a text for an error', { error: 'Sorry' }, 'error'],
  ['nothing to say', {}, 'message'],
])('refuses an error with %s', (_, fields, path) => {
  expect(problems(schema, { type: 'error', sequence_number: 2, ...fields })).toEqual([path])
})

it.each([
  ['response.created', { response: { ...response, status: 'done' } }, 'response.status'],
  ['response.created', { response: { ...response, object: 'thread.run' } }, 'response.object'],
  [
    'response.output_item.done',
    { output_index: -1, item: carriers[0]?.event.item },
    'output_index',
  ],
  ['response.content_part.added', { ...ofPart, part: { type: 'audio' } }, 'part.type'],
])('refuses %s with something it never has', (type, fields, path) => {
  expect(problems(schema, { type, sequence_number: 1, ...fields })).toEqual([path])
})

it.each(['response.done', 'response.reasoning.delta', '', undefined])(
  'names %j, which is no event',
  (type) => {
    const { error } = schema.safeParse({ type, sequence_number: 1, ...ofItem })

    expect(error?.issues).toMatchObject([
      {
        path: ['type'],
        message:
          type === undefined
            ? 'Invalid input: expected string, received undefined'
            : `Unknown type: ${JSON.stringify(type)}`,
      },
    ])
  },
)

it('names an output item of an unknown type', () => {
  const { error } = schema.safeParse({
    type: 'response.output_item.done',
    sequence_number: 1,
    output_index: 0,
    item: { type: 'telepathy_call', id: 'tc_1' },
  })

  expect(error?.issues).toMatchObject([
    { path: ['item', 'type'], message: 'Unknown type: "telepathy_call"' },
  ])
})

const created: ResponseEvent = { type: 'response.created', sequence_number: 0, response }
const delta: ResponseEvent = {
  type: 'response.output_text.delta',
  sequence_number: 1,
  ...ofPart,
  delta: 'Hé\n',
  logprobs: [],
}

const CREATED =
  'event: response.created\n' +
  'data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":1700000000,"status":"in_progress","error":null,"incomplete_details":null,"instructions":null,"metadata":{},"model":"gpt-5","output":[],"parallel_tool_calls":true,"temperature":1,"tool_choice":"auto","tools":[],"top_p":1,"usage":null}}\n\n'
const DELTA =
  'event: response.output_text.delta\n' +
  'data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"item_1","output_index":0,"content_index":0,"delta":"Hé\\n","logprobs":[]}\n\n'

it('names every record by its type, and has no terminator', async () => {
  const script = new Scripted<ResponseEvent>([created, delta])

  expect(await respond(endpoint, script).text()).toBe(CREATED + DELTA)
})

it('sends an error in a nested event, and fails the response of the error', async () => {
  const script = new Scripted<ResponseEvent>(
    [created, delta],
    new StreamError({ message: 'Sorry', code: 'rate_limit_exceeded' }),
  )

  expect(await respond(endpoint, script).text()).toBe(
    `${CREATED}${DELTA}event: error\n` +
      'data: {"type":"error","error":{"message":"Sorry","type":"server_error","param":null,"code":"rate_limit_exceeded"},"sequence_number":2}\n\n' +
      'event: response.failed\n' +
      'data: {"type":"response.failed","response":{"id":"resp_1","object":"response","created_at":1700000000,"status":"failed","error":{"code":"rate_limit_exceeded","message":"Sorry"},"incomplete_details":null,"instructions":null,"metadata":{},"model":"gpt-5","output":[],"parallel_tool_calls":true,"temperature":1,"tool_choice":"auto","tools":[],"top_p":1,"usage":null},"sequence_number":3}\n\n',
  )
})

it('writes an error after events that are damaged', () => {
  const sent = { last: delta, remembered: [created] }
  const records = createResponse.wire.error?.(new StreamError({ message: 'Sorry' }), sent)
  // Damage is no event of the type, which an unchecked event may be.
  const damaged = [null, 'Hello', { type: 'response.completed', response: null }] as never[]

  expect(records?.map(({ event }) => event)).toEqual(['error', 'response.failed'])
  expect(damaged.map((event) => createResponse.wire.remembers?.(event))).toEqual([
    false,
    false,
    false,
  ])
  expect(damaged.map((event) => createResponse.wire.isFinal?.(event))).toEqual([false, false, true])
})

it.each<[when: string, sent: ResponseEvent[], before: string, sequence: number]>([
  ['before the first event', [], '', 0],
  ['in the rest of a stream, which has no response', [delta], DELTA, 2],
])('sends only an error %s', async (_, sent, before, sequence) => {
  const script = new Scripted(sent, new StreamError({ message: 'Sorry' }))

  expect(await respond(endpoint, script).text()).toBe(
    `${before}event: error\n` +
      `data: {"type":"error","error":{"message":"Sorry","type":"server_error","param":null,"code":null},"sequence_number":${sequence}}\n\n`,
  )
})

it('sends an error that every reader of the stream accepts', async () => {
  const script = new Scripted<ResponseEvent>([created], new StreamError({ message: 'Sorry' }))
  const sent: object[] = []
  for await (const { data } of decode(respond(endpoint, script).body ?? []))
    sent.push(JSON.parse(data))

  expect(sent.map((event) => problems(schema, event))).toEqual([[], [], []])
})

it('sends the output that a failed response has streamed', async () => {
  class Failing extends EventStream<ResponseEvent> {
    *generate(): Generator<ResponseEvent> {
      const w = responseWriter()
      yield* w.message('It is')
      yield* w.event({ type: 'keepalive' })
      throw new StreamError({ message: 'Overloaded' })
    }
  }
  const streamed = respond(endpoint, new Failing())
  const records = await Array.fromAsync(decode(streamed.body!))
  const sent = records.map(({ data }): { type: string; sequence_number: number } =>
    JSON.parse(data),
  )

  expect(sent.map(({ sequence_number }) => sequence_number)).toEqual(sent.map((_, index) => index))
  expect(sent.at(-1)).toMatchObject({
    type: 'response.failed',
    response: { status: 'failed', output: [{ content: [{ text: 'It is' }] }] },
  })
})

const write = () => [...responseWriter().message('abc', { by: ['ab'] })]

it('says what is wrong with pieces at the author’s line', () => {
  expect(write).toThrow('the pieces join to "ab"')
  expect(caught(write).stack).toContain('responses.test.ts')
})

it.each([
  ['resp_1', 'call_1'],
  ['resp_2', 'call_2_1'],
])('gives the calls of %s ids that no other turn has', (id, call_id) => {
  const sent = [...responseWriter({ id }).toolCall('get_weather', {})]

  expect(sent.at(-1)).toMatchObject({ item: { call_id } })
})

function caught(attempt: () => unknown): Error {
  try {
    attempt()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('Expected an error.')
}
