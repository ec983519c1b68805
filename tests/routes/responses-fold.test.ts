import * as fc from 'fast-check'
import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import type { ResponseEvent, WireResponse } from 'msw-openai/routes'
import { completeResponse } from '../../src/routes/responses/complete.js'
import { createResponse } from '../../src/routes/responses/endpoint.js'
import { foldResponse } from '../../src/routes/responses/fold.js'
import { unfoldResponse } from '../../src/routes/responses/unfold.js'
import { responseWriter } from '../../src/routes/responses/response-writer.js'
import { anyText, problems } from './support.js'

const { wire } = createResponse

type Item<Type extends ResponseOutputItem['type']> = Extract<ResponseOutputItem, { type: Type }>

const text = anyText
const name = fc.constantFrom('ask', 'get_weather')
const id = fc.uuid()
const base = { id, call_id: id, name, server_label: name }
const status = fc.constantFrom('completed' as const, 'incomplete' as const)
const toolStatus = fc.constantFrom('completed' as const, 'failed' as const)
const completed = fc.constant('completed' as const)
const count = fc.nat({ max: 40 })
const schema = fc.constant({ type: 'object' })
const tools = fc.array(fc.record({ type: fc.constant('web_search' as const) }))

const token = { token: text, logprob: fc.constant(-0.25), bytes: fc.array(count) }
const outputText = fc.record({
  type: fc.constant('output_text' as const),
  text,
  annotations: fc.array(
    fc.oneof(
      fc.record({
        type: fc.constant('url_citation' as const),
        url: fc.webUrl(),
        title: text,
        start_index: count,
        end_index: count,
      }),
      fc.record({
        type: fc.constant('file_citation' as const),
        file_id: id,
        filename: name,
        index: count,
      }),
    ),
    { maxLength: 3 },
  ),
  logprobs: fc.array(fc.record({ ...token, top_logprobs: fc.array(fc.record(token)) })),
})
const refusal = fc.record({ type: fc.constant('refusal' as const), refusal: text })
const printed = fc.record({
  stdout: text,
  stderr: text,
  outcome: fc.constantFrom({ type: 'timeout' as const }, { type: 'exit' as const, exit_code: 1 }),
})

/** Any item of each type that the SDK knows. */
const items: { [Type in ResponseOutputItem['type']]: fc.Arbitrary<Omit<Item<Type>, 'type'>> } = {
  message: fc.record({
    id,
    role: fc.constant('assistant'),
    status,
    content: fc.array(fc.oneof(outputText, refusal), { maxLength: 3 }),
  }),
  reasoning: fc.record(
    {
      id,
      summary: fc.array(fc.record({ type: fc.constant('summary_text'), text }), { maxLength: 3 }),
      content: fc.array(fc.record({ type: fc.constant('reasoning_text'), text })),
      encrypted_content: fc.option(text),
      status,
    },
    { requiredKeys: ['id', 'summary'] },
  ),
  function_call: fc.record({ id, call_id: id, name, arguments: text, status }),
  function_call_output: fc.record({ id, call_id: id, status, output: text }),
  custom_tool_call: fc.record({ id, call_id: id, name, input: text }),
  custom_tool_call_output: fc.record({ id, call_id: id, status, output: text }),
  web_search_call: fc.record({
    id,
    status: toolStatus,
    action: fc.record({ type: fc.constant('search'), query: text, queries: fc.array(text) }),
  }),
  file_search_call: fc.record({
    id,
    status: toolStatus,
    queries: fc.array(text),
    results: fc.oneof(fc.constant(null), fc.array(fc.record({ file_id: id, text }))),
  }),
  code_interpreter_call: fc.record({
    id,
    status: toolStatus,
    code: fc.option(text),
    container_id: id,
    outputs: fc.option(fc.array(fc.record({ type: fc.constant('logs'), logs: text }))),
  }),
  image_generation_call: fc.record({
    id,
    status: toolStatus,
    result: fc.option(fc.base64String()),
  }),
  computer_call: fc.record({
    id,
    call_id: id,
    status,
    type: fc.constant('computer_call'),
    pending_safety_checks: fc.constant([]),
  }),
  computer_call_output: fc.record({
    id,
    call_id: id,
    status,
    output: fc.constant({ type: 'computer_screenshot' }),
  }),
  local_shell_call: fc.record({
    id,
    call_id: id,
    status,
    action: fc.record({
      type: fc.constant('exec'),
      command: fc.array(text),
      env: fc.constant({}),
    }),
  }),
  local_shell_call_output: fc.record({ id, call_id: id, output: text }),
  shell_call: fc.record({
    id,
    call_id: id,
    status,
    action: fc.record({
      commands: fc.array(text),
      max_output_length: fc.option(count),
      timeout_ms: fc.option(count),
    }),
    environment: fc.constant(null),
  }),
  shell_call_output: fc.record({
    id,
    call_id: id,
    status,
    max_output_length: fc.option(count),
    output: fc.array(printed),
  }),
  apply_patch_call: fc.record({
    id,
    call_id: id,
    status: completed,
    operation: fc.oneof(
      fc.record({ type: fc.constant('update_file' as const), path: text, diff: text }),
      fc.record({ type: fc.constant('delete_file' as const), path: text }),
    ),
  }),
  apply_patch_call_output: fc.record({ id, call_id: id, status: toolStatus }),
  mcp_call: fc.record(
    { ...base, arguments: text, output: fc.option(text), error: fc.constant(null), status },
    { requiredKeys: ['id', 'name', 'server_label', 'arguments'] },
  ),
  mcp_list_tools: fc.record(
    {
      id,
      server_label: name,
      tools: fc.array(fc.record({ name, input_schema: schema })),
      error: fc.option(text),
    },
    { requiredKeys: ['id', 'server_label', 'tools'] },
  ),
  mcp_approval_request: fc.record({ id, name, server_label: name, arguments: text }),
  mcp_approval_response: fc.record({ id, approval_request_id: id, approve: fc.boolean() }),
  tool_search_call: fc.record({
    id,
    call_id: fc.option(id),
    status,
    execution: fc.constantFrom('server', 'client'),
    arguments: schema,
  }),
  tool_search_output: fc.record({
    id,
    call_id: fc.option(id),
    status,
    execution: fc.constantFrom('server', 'client'),
    tools,
  }),
  additional_tools: fc.record({ id, role: fc.constant('developer'), tools }),
  compaction: fc.record({ id, encrypted_content: text }),
  program: fc.record({ id, call_id: id, code: text, fingerprint: text }),
  program_output: fc.record({ id, call_id: id, status, result: text }),
}

const output = fc.array(
  fc.oneof(
    ...Object.entries(items).map(([type, fields]) =>
      // Paired with its own fields by the table.
      fc
        .record({ item: fields })
        .map(({ item }) => structuredClone({ ...item, type }) as ResponseOutputItem),
    ),
  ),
  { maxLength: 4 },
)
const usage = fc.record({
  input_tokens: count,
  input_tokens_details: fc.record({ cached_tokens: count, cache_write_tokens: count }),
  output_tokens: count,
  output_tokens_details: fc.record({ reasoning_tokens: count }),
  total_tokens: count,
})
const required = {
  id,
  object: fc.constant('response' as const),
  created_at: count,
  instructions: fc.option(text),
  metadata: fc.constantFrom(null, {}, { topic: 'weather' }),
  model: name,
  output,
  parallel_tool_calls: fc.boolean(),
  temperature: fc.option(fc.constant(0.5)),
  tool_choice: fc.constant('auto' as const),
  tools,
  top_p: fc.option(fc.constant(0.5)),
}
const optional = {
  background: fc.boolean(),
  completed_at: fc.option(count),
  service_tier: fc.constantFrom('default' as const, 'flex' as const),
  usage: fc.option(usage),
}
const ends = fc.constantFrom(
  { status: 'completed' as const, error: null, incomplete_details: null },
  {
    status: 'incomplete' as const,
    error: null,
    incomplete_details: { reason: 'content_filter' as const },
  },
  {
    status: 'failed' as const,
    error: { code: 'server_error' as const, message: 'Sorry' },
    incomplete_details: null,
  },
)
const requiredKeys = [
  'id',
  'object',
  'created_at',
  'instructions',
  'metadata',
  'model',
  'output',
  'parallel_tool_calls',
  'temperature',
  'tool_choice',
  'tools',
  'top_p',
] as const
/** Any response that has ended. */
const response: fc.Arbitrary<WireResponse> = fc
  .tuple(fc.record({ ...required, ...optional }, { requiredKeys: [...requiredKeys] }), ends)
  .map(([fields, end]) => structuredClone({ ...fields, ...end }))

it('folds what it unfolds', () => {
  fc.assert(
    fc.property(response, (whole) => {
      expect(foldResponse(unfoldResponse(whole))).toStrictEqual(whole)
    }),
  )
})

it('folds the output from what was streamed of a response that has not ended', () => {
  fc.assert(
    fc.property(response, (whole) => {
      const cut = [...unfoldResponse(whole)].slice(0, -1)

      expect(foldResponse(cut)).toStrictEqual({
        ...foldResponse(cut.slice(0, 2)),
        output: whole.output,
        status: 'in_progress',
      })
    }),
  )
})

it('joins the pieces of items that were not done', () => {
  fc.assert(
    fc.property(output, (whole) => {
      const events = [...unfoldResponse(completeResponse({ output: whole }))].slice(0, -1)
      const undone = events.filter(({ type }) => !type.endsWith('.done'))

      expect(foldResponse(undone).output.map(textOf)).toEqual(whole.map(textOf))
    }),
  )
})

/** Gives the text of an item; that of a shell's output is there once the item is done. */
function textOf(item: ResponseOutputItem): unknown {
  switch (item.type) {
    case 'message':
      return item.content.map((part) =>
        part.type === 'refusal' ? part.refusal : [part.text, part.annotations],
      )
    case 'reasoning':
      return [...item.summary, ...(item.content ?? [])]
    case 'function_call':
    case 'mcp_call':
      return item.arguments
    case 'custom_tool_call':
      return item.input
    case 'code_interpreter_call':
      return item.code ?? ''
    case 'shell_call':
      return item.action.commands
    case 'apply_patch_call':
      return item.operation
    default:
      return item.id
  }
}

it('unfolds events that the endpoint sends, numbered without a gap', () => {
  fc.assert(
    fc.property(response, (whole) => {
      const events = [...unfoldResponse(whole)]

      expect(events.flatMap((event) => problems(wire.event, event))).toEqual([])
      expect(events.map((event) => event.sequence_number)).toEqual([...events.keys()])
    }),
  )
})

it('folds what a writer has written to the response that it ends with', () => {
  const writer = responseWriter({ model: 'gpt-5' })
  const events = [
    ...writer.reasoning('Hm'),
    ...writer.message('Hello there'),
    ...writer.toolCall('f', { city: 'Paris' }),
  ]
  const [end] = writer.completed({ usage: { input_tokens: 9, output_tokens: 2 } })

  expect(foldResponse([...events, end!])).toBe(Reflect.get(end!, 'response'))
  expect(foldResponse(events)).toMatchObject({
    status: 'in_progress',
    output: [{ id: 'rs_1' }, { id: 'msg_1', content: [{ text: 'Hello there' }] }, { id: 'fc_1' }],
  })
})

it('folds the response that failed after an error', () => {
  const writer = responseWriter()

  expect(foldResponse(writer.failed({ message: 'Sorry' }))).toMatchObject({
    status: 'failed',
    error: { code: 'server_error', message: 'Sorry' },
  })
})

it('says what it misses', () => {
  const [begun] = [...responseWriter().created()]
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0, sequence_number: 1 }
  const delta: ResponseEvent = {
    type: 'response.output_text.delta',
    ...at,
    delta: 'Hi',
    logprobs: [],
  }
  const added: ResponseEvent = {
    type: 'response.output_item.added',
    output_index: 0,
    sequence_number: 1,
    item: { type: 'message', id: 'msg_1', role: 'assistant', status: 'in_progress', content: [] },
  }

  expect(() => foldResponse([])).toThrow('Failed to fold a response: no event carries one.')
  expect(() => foldResponse([begun!, delta])).toThrow(
    'Failed to fold response.output_text.delta: its output_index is 0, where nothing is. Expected response.output_item.added before it.',
  )
  expect(() => foldResponse([begun!, added, delta])).toThrow(
    'its content_index is 0, where nothing is. Expected response.content_part.added before it.',
  )
})

it('does not change the events that it folds', () => {
  const events = [...responseWriter().message('Hello there')]
  const before = structuredClone(events)
  foldResponse(events.slice(0, -1))

  expect(events).toEqual(before)
})

it('does not end what is in progress, or queued', () => {
  const running = completeResponse({ status: 'in_progress', output: [{ content: [] }] })
  const queued = completeResponse({ status: 'queued', background: true })

  expect(foldResponse(unfoldResponse(running))).toStrictEqual(running)
  expect(foldResponse(unfoldResponse(queued))).toStrictEqual(queued)
  expect([...unfoldResponse(queued)].map(({ type }) => type)).toEqual([
    'response.created',
    'response.queued',
  ])
})

it('refuses to unfold a response that was cancelled', () => {
  expect(() => [...unfoldResponse(completeResponse({ status: 'cancelled' }))]).toThrow(
    'Failed to unfold response resp_1: no event reports that it is cancelled.',
  )
})

it('makes a whole response of a text', () => {
  const message = {
    id: 'msg_1',
    type: 'message',
    status: 'completed',
    content: [{ type: 'output_text', annotations: [], logprobs: [], text: 'Hi' }],
    role: 'assistant',
  }
  const body = {
    model: 'gpt-5-mini',
    instructions: 'Be brief.',
    input: 'Hello?',
    stream: true,
    temperature: null,
  } as const

  expect(completeResponse('Hi', { body })).toMatchObject({
    model: 'gpt-5-mini',
    instructions: 'Be brief.',
    temperature: 1,
    status: 'completed',
    output: [message],
  })
  expect(completeResponse('Hi', { body })).not.toHaveProperty('input')
  expect(completeResponse('Hi')).toStrictEqual(endOf(responseWriter(), 'Hi'))
})

function endOf(writer: ReturnType<typeof responseWriter>, said: string): WireResponse {
  return foldResponse([...writer.message(said), ...writer.completed()])
}

it('completes the items of a response', () => {
  const { output: whole } = completeResponse({
    output: [
      { content: [{ text: 'Hi' }, { type: 'refusal', refusal: 'No.' }] },
      { type: 'function_call', name: 'f' },
      { type: 'function_call', name: 'g', id: 'fc_x', call_id: undefined },
      { type: 'reasoning' },
    ],
  })

  expect(whole).toMatchObject([
    {
      id: 'msg_1',
      type: 'message',
      content: [
        { type: 'output_text', text: 'Hi', annotations: [], logprobs: [] },
        { type: 'refusal', refusal: 'No.' },
      ],
    },
    { id: 'fc_1', call_id: 'call_1', status: 'completed', name: 'f', arguments: '{}' },
    { id: 'fc_x', call_id: 'call_2', name: 'g' },
    { id: 'rs_1', summary: [] },
  ])
})

it('finds the status of a response by its other fields', () => {
  const failed = { error: { code: 'server_error', message: 'Sorry' } } as const

  expect(completeResponse(failed)).toMatchObject({ status: 'failed', completed_at: null })
  expect(completeResponse({ incomplete_details: { reason: 'content_filter' } })).toMatchObject({
    status: 'incomplete',
    usage: { total_tokens: 0 },
  })
  expect(completeResponse({ status: 'failed' })).toMatchObject({ error: { code: 'server_error' } })
  expect(completeResponse({ usage: { input_tokens: 9, output_tokens: 2 } })).toMatchObject({
    usage: { total_tokens: 11, output_tokens_details: { reasoning_tokens: 0 } },
  })
})
