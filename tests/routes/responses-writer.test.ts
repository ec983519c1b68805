import { expect, it } from 'vitest'
import type { ResponseEvent } from 'msw-openai/routes'
import { createResponse } from '../../src/routes/responses/endpoint.js'
import { responseWriter, type ResponseWriter } from '../../src/routes/responses/response-writer.js'
import { problems } from './support.js'

const { event: schema } = createResponse.wire

/** Gives the events of a writer between the beginning and the end of a response, without numbers. */
function written(write: (writer: ResponseWriter) => Iterable<ResponseEvent>) {
  const writer = responseWriter()
  const all = [...writer.begin(), ...write(writer), ...writer.completed()]
  expect(all.flatMap((event) => problems(schema, event))).toEqual([])
  expect(all.map((event) => event.sequence_number)).toEqual([...all.keys()])

  const events = all.slice(2, -1).map((event) => {
    const { sequence_number: _, ...rest } = event
    return rest
  })
  const items = events.flatMap((event) => ('item' in event ? [event.item] : []))
  return { events, types: events.map(({ type }) => type.replace('response.', '')), items }
}

const response = {
  id: 'resp_1',
  object: 'response',
  created_at: 1700000000,
  status: 'in_progress',
  background: false,
  completed_at: null,
  error: null,
  frequency_penalty: 0,
  incomplete_details: null,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  model: 'gpt-5',
  moderation: null,
  output: [],
  parallel_tool_calls: true,
  presence_penalty: 0,
  previous_response_id: null,
  prompt_cache_key: null,
  prompt_cache_retention: 'in_memory',
  reasoning: { context: 'current_turn', effort: 'medium', mode: 'standard', summary: null },
  safety_identifier: null,
  service_tier: 'auto',
  store: true,
  temperature: 1,
  text: { format: { type: 'text' }, verbosity: 'medium' },
  tool_choice: 'auto',
  tool_usage: {
    image_gen: {
      input_tokens: 0,
      input_tokens_details: { image_tokens: 0, text_tokens: 0 },
      output_tokens: 0,
      output_tokens_details: { image_tokens: 0, text_tokens: 0 },
      total_tokens: 0,
    },
    web_search: { num_requests: 0 },
  },
  tools: [],
  top_logprobs: 0,
  top_p: 1,
  truncation: 'disabled',
  usage: null,
  user: null,
  metadata: {},
}
const usage = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 2,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 11,
}
const ofPart = { item_id: 'msg_1', output_index: 0, content_index: 0 }

it('writes a whole response around one text', () => {
  const writer = responseWriter()
  const events = [
    ...writer.message('Hello there'),
    ...writer.completed({ usage: { input_tokens: 9, output_tokens: 2 } }),
  ]

  const message = { id: 'msg_1', type: 'message', status: 'completed', role: 'assistant' }
  const part = { type: 'output_text', annotations: [], logprobs: [], text: 'Hello there' }
  const item = { ...message, content: [part] }
  const expected = [
    { type: 'response.created', response },
    { type: 'response.in_progress', response },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { ...message, status: 'in_progress', content: [] },
    },
    { type: 'response.content_part.added', ...ofPart, part: { ...part, text: '' } },
    { type: 'response.output_text.delta', ...ofPart, delta: 'Hello', logprobs: [] },
    { type: 'response.output_text.delta', ...ofPart, delta: ' there', logprobs: [] },
    { type: 'response.output_text.done', ...ofPart, text: 'Hello there', logprobs: [] },
    { type: 'response.content_part.done', ...ofPart, part },
    { type: 'response.output_item.done', output_index: 0, item },
    {
      type: 'response.completed',
      response: {
        ...response,
        status: 'completed',
        completed_at: 1700000000,
        service_tier: 'default',
        output: [item],
        usage,
      },
    },
  ]
  expect(events).toStrictEqual(
    expected.map((event, sequence_number) => ({ ...event, sequence_number })),
  )
})

it('writes the same when the beginning is written out', () => {
  const short = responseWriter()
  const long = responseWriter()

  expect([...long.created(), ...long.inProgress(), ...long.message('Hi')]).toEqual([
    ...short.message('Hi'),
  ])
  expect([...long.completed()]).toEqual([...short.completed()])
})

it('queues a response in the background', () => {
  const writer = responseWriter({ background: true })

  expect([...writer.message(''), ...writer.completed()]).toMatchObject([
    { type: 'response.created', response: { status: 'queued', background: true } },
    { type: 'response.queued', response: { status: 'queued' } },
    { type: 'response.in_progress', response: { status: 'in_progress' } },
    { type: 'response.output_item.added' },
    { type: 'response.content_part.added' },
    { type: 'response.output_text.done', text: '' },
    { type: 'response.content_part.done' },
    { type: 'response.output_item.done' },
    { type: 'response.completed', response: { status: 'completed', background: true } },
  ])
})

it('starts from what it is given', () => {
  const [created] = responseWriter({
    model: 'gpt-5-mini',
    id: 'resp_7',
    instructions: 'Be brief.',
    tools: [{ type: 'web_search' }],
    conversation: { id: 'conv_1' },
  }).begin()

  expect(created).toMatchObject({
    response: {
      ...response,
      model: 'gpt-5-mini',
      id: 'resp_7',
      instructions: 'Be brief.',
      tools: [{ type: 'web_search' }],
      conversation: { id: 'conv_1' },
    },
  })
})

it('sends an annotation after the delta that it ends in', () => {
  const file = { type: 'file_citation', file_id: 'file_1', filename: 'a.txt', index: 8 } as const
  const url = { type: 'url_citation', url: 'https://example.com', title: 'Hi' } as const
  const annotations = [file, { ...url, start_index: 0, end_index: 99 }]

  const { events } = written((writer) => writer.message('It is so.', { by: 4, annotations }))

  expect(events.slice(2, -3)).toMatchObject([
    { delta: 'It i' },
    { delta: 's so' },
    { type: 'response.output_text.annotation.added', ...ofPart, annotation_index: 0 },
    { delta: '.' },
    { annotation_index: 1, annotation: annotations[1] },
  ])
  expect(events.slice(-2)).toMatchObject([{ part: { annotations } }, { item: {} }])
})

it('sends the citation of a file in a container behind the whole text', () => {
  const file = { container_id: 'cntr_1', file_id: 'cfile_1', filename: 'plot.png' }
  const annotation = {
    type: 'container_file_citation',
    ...file,
    start_index: 0,
    end_index: 4,
  } as const

  const { events } = written((writer) =>
    writer.message('Here it is.', { annotations: [annotation] }),
  )

  expect(events.slice(2, -2)).toMatchObject([
    { delta: 'Here' },
    { delta: ' it' },
    { delta: ' is.' },
    { type: 'response.output_text.annotation.added', annotation },
    { type: 'response.output_text.done' },
  ])
})

it('sends a token in the delta that it begins in', () => {
  const token = { logprob: -0.25, bytes: [], top_logprobs: [] }
  const logprobs = ['bow', 'ls', ' of'].map((text) => ({ ...token, token: text }))

  const { events } = written((writer) => writer.message('bowls of ', { by: 'word', logprobs }))

  expect(events.slice(2)).toMatchObject([
    { delta: 'bowls', logprobs: [{ token: 'bow' }, { token: 'ls' }] },
    { delta: ' of ', logprobs: [{ token: ' of' }] },
    { text: 'bowls of ', logprobs },
    { type: 'response.content_part.done', part: { text: 'bowls of ', logprobs: [] } },
    { item: { content: [{ logprobs }] } },
  ])
})

it('says in which phase a message is', () => {
  const { items } = written((writer) => writer.message('Let me look.', { phase: 'commentary' }))

  expect(items).toMatchObject([
    { phase: 'commentary', status: 'in_progress' },
    { phase: 'commentary', status: 'completed' },
  ])
})

it('writes a refusal', () => {
  expect(written((writer) => writer.refusal('No, sorry.')).events.slice(1, -1)).toEqual([
    {
      type: 'response.content_part.added',
      ...ofPart,
      part: { type: 'refusal', refusal: '' },
    },
    { type: 'response.refusal.delta', ...ofPart, delta: 'No,' },
    { type: 'response.refusal.delta', ...ofPart, delta: ' sorry.' },
    { type: 'response.refusal.done', ...ofPart, refusal: 'No, sorry.' },
    {
      type: 'response.content_part.done',
      ...ofPart,
      part: { type: 'refusal', refusal: 'No, sorry.' },
    },
  ])
})

it('writes no events of reasoning without a summary', () => {
  expect(written((writer) => writer.reasoning('', { encrypted_content: 'gAAA' })).events).toEqual(
    ['response.output_item.added', 'response.output_item.done'].map((type) => ({
      type,
      output_index: 0,
      item: { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: 'gAAA' },
    })),
  )
})

it('writes a summary of reasoning in parts', () => {
  const { events } = written((writer) => writer.reasoning(['First', 'Then this']))

  const part = { type: 'summary_text', text: 'Then this' }
  const at = { item_id: 'rs_1', output_index: 0, summary_index: 1 }
  expect(events.slice(5, -1)).toEqual([
    { type: 'response.reasoning_summary_part.added', ...at, part: { ...part, text: '' } },
    { type: 'response.reasoning_summary_text.delta', ...at, delta: 'Then' },
    { type: 'response.reasoning_summary_text.delta', ...at, delta: ' this' },
    { type: 'response.reasoning_summary_text.done', ...at, text: 'Then this' },
    { type: 'response.reasoning_summary_part.done', ...at, part },
  ])
  expect(events.at(-1)).toMatchObject({
    item: { summary: [{ type: 'summary_text', text: 'First' }, part] },
  })
})

it('writes reasoning in the open', () => {
  expect(written((writer) => writer.reasoningText('Hm, well')).types).toEqual([
    'output_item.added',
    'content_part.added',
    'reasoning_text.delta',
    'reasoning_text.delta',
    'reasoning_text.done',
    'content_part.done',
    'output_item.done',
  ])
})

it('writes a function call, with arguments given as an object or as a text', () => {
  const at = { item_id: 'fc_1', output_index: 0 }
  expect(written((writer) => writer.toolCall('f', { city: 'New York' })).events).toEqual([
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: {
        id: 'fc_1',
        type: 'function_call',
        status: 'in_progress',
        arguments: '',
        call_id: 'call_1',
        name: 'f',
      },
    },
    { type: 'response.function_call_arguments.delta', ...at, delta: '{"city":"New' },
    { type: 'response.function_call_arguments.delta', ...at, delta: ' York"}' },
    { type: 'response.function_call_arguments.done', ...at, arguments: '{"city":"New York"}' },
    {
      type: 'response.output_item.done',
      output_index: 0,
      item: {
        id: 'fc_1',
        type: 'function_call',
        status: 'completed',
        arguments: '{"city":"New York"}',
        call_id: 'call_1',
        name: 'f',
      },
    },
  ])
  expect(
    written((writer) => writer.toolCall('f', '{ "city"', { call_id: 'call_x' })).items[1],
  ).toEqual(expect.objectContaining({ arguments: '{ "city"', call_id: 'call_x' }))
})

it('gives a call its own id, and its item another', () => {
  const ids = { id: 'call_x', item_id: 'fc_x', status: 'incomplete' } as const
  const [, item] = written((writer) => writer.toolCall('f', {}, ids)).items
  const [, named] = written((writer) => writer.toolCall('f', {}, { call_id: 'call_y' })).items
  const [, custom] = written((writer) =>
    writer.customToolCall('sql', '', { ...ids, item_id: 'c' }),
  ).items

  expect(item).toMatchObject({ id: 'fc_x', call_id: 'call_x', status: 'incomplete' })
  expect(named).toMatchObject({ id: 'fc_1', call_id: 'call_y' })
  expect(custom).toMatchObject({ id: 'c', call_id: 'call_x', status: 'incomplete' })
  for (const each of [item, named, custom]) expect(each).not.toHaveProperty('item_id')
})

it('writes several calls, one after the other', () => {
  const { items, types } = written((writer) =>
    writer.toolCalls([
      { name: 'f', arguments: { city: 'Paris' }, by: 'grapheme' },
      { name: 'sql', input: 'SELECT 1' },
      { name: 'g', id: 'call_1' },
    ]),
  )

  expect(items.filter((_, index) => index % 2 === 1)).toMatchObject([
    { type: 'function_call', name: 'f', arguments: '{"city":"Paris"}', call_id: 'call_2' },
    { type: 'custom_tool_call', name: 'sql', input: 'SELECT 1', call_id: 'call_3' },
    { type: 'function_call', name: 'g', arguments: '{}', call_id: 'call_1' },
  ])
  expect(types.filter((type) => type === 'function_call_arguments.delta')).toHaveLength(17)
})

it('passes over ids that are given', () => {
  const { items } = written(function* (writer) {
    yield* writer.toolCall('f', {}, { id: 'call_1', item_id: 'fc_1' })
    yield* writer.toolCall('g')
    yield* writer.message('Hi', { id: 'msg_x' })
    yield* writer.message('Ho')
  })

  expect(items.filter((_, index) => index % 2 === 1)).toMatchObject([
    { id: 'fc_1', call_id: 'call_1' },
    { id: 'fc_2', call_id: 'call_2' },
    { id: 'msg_x' },
    { id: 'msg_1' },
  ])
})

it('gives every event in an iterable, and writes the event once that is read', () => {
  const writer = responseWriter()
  const end = writer.completed()

  expect([...writer.message('Hi'), ...end].at(-1)).toMatchObject({
    response: { output: [{ id: 'msg_1' }] },
  })
})

it('writes the call of a custom tool', () => {
  expect(written((writer) => writer.customToolCall('sql', 'SELECT 1')).types).toEqual([
    'output_item.added',
    'custom_tool_call_input.delta',
    'custom_tool_call_input.delta',
    'custom_tool_call_input.done',
    'output_item.done',
  ])
})

it('writes a search of the web', () => {
  const sources = [{ type: 'url' as const, url: 'https://example.com' }]
  const { types, items } = written((writer) => writer.webSearch(['cats', 'dogs'], { sources }))

  expect(types.slice(1, -1)).toEqual([
    'web_search_call.in_progress',
    'web_search_call.searching',
    'web_search_call.completed',
  ])
  const action = { type: 'search', queries: ['cats', 'dogs'], query: 'cats', sources }
  expect(items).toStrictEqual([
    { id: 'ws_1', type: 'web_search_call', status: 'in_progress', action: { type: 'search' } },
    { id: 'ws_1', type: 'web_search_call', status: 'completed', action },
  ])
})

it('writes a search of files', () => {
  const { types, items } = written((writer) => writer.fileSearch('cats', [{ file_id: 'file_1' }]))

  expect(types.slice(1, -1)).toEqual([
    'file_search_call.in_progress',
    'file_search_call.searching',
    'file_search_call.completed',
  ])
  expect(items).toMatchObject([
    { queries: [], results: null },
    { queries: ['cats'], results: [{ file_id: 'file_1' }] },
  ])
})

it('writes a run of code', () => {
  const outputs = [{ type: 'logs' as const, logs: '42' }]
  const { types, items } = written((writer) => writer.codeInterpreter('6 *7', { outputs }))

  expect(types.slice(1, -1)).toEqual([
    'code_interpreter_call.in_progress',
    'code_interpreter_call_code.delta',
    'code_interpreter_call_code.delta',
    'code_interpreter_call_code.done',
    'code_interpreter_call.interpreting',
    'code_interpreter_call.completed',
  ])
  expect(items).toMatchObject([
    { code: '', container_id: 'cntr_1', outputs: [] },
    { code: '6 *7', container_id: 'cntr_1', outputs },
  ])
})

it('writes an image', () => {
  const { types, items, events } = written((writer) =>
    writer.imageGeneration('AAAA', { partial_images: ['AA', 'AB'], size: '1024x1024' }),
  )

  expect(types.slice(1, -1)).toEqual([
    'image_generation_call.in_progress',
    'image_generation_call.generating',
    'image_generation_call.partial_image',
    'image_generation_call.partial_image',
    'image_generation_call.completed',
  ])
  expect(events[4]).toStrictEqual({
    type: 'response.image_generation_call.partial_image',
    item_id: 'ig_1',
    output_index: 0,
    partial_image_index: 1,
    partial_image_b64: 'AB',
    size: '1024x1024',
  })
  expect(items[1]).toMatchObject({ result: 'AAAA', size: '1024x1024' })
})

it('writes the tools of an MCP server', () => {
  const tools = [{ name: 'ask', input_schema: {} }]

  expect(written((writer) => writer.mcpListTools('docs', tools)).types.slice(1, -1)).toEqual([
    'mcp_list_tools.in_progress',
    'mcp_list_tools.completed',
  ])
  expect(written((writer) => writer.mcpListTools('docs', [], { error: 'Down' })).types[2]).toBe(
    'mcp_list_tools.failed',
  )
})

it('writes a call of an MCP server, whose arguments are whole unless cut', () => {
  const { types, items } = written((writer) =>
    writer.mcpCall('docs', 'ask', { q: 'Is it?' }, 'Yes'),
  )

  expect(types.slice(1, -1)).toEqual([
    'mcp_call.in_progress',
    'mcp_call_arguments.delta',
    'mcp_call_arguments.done',
    'mcp_call.completed',
  ])
  const call = { id: 'mcp_1', type: 'mcp_call', server_label: 'docs', name: 'ask' }
  const rest = { approval_request_id: null, error: null }
  expect(items).toStrictEqual([
    { ...call, ...rest, status: 'in_progress', arguments: '', output: null },
    { ...call, ...rest, status: 'completed', arguments: '{"q":"Is it?"}', output: 'Yes' },
  ])
})

it('writes a call of an MCP server that fails', () => {
  const error = { type: 'mcp_tool_execution_error', content: 'Down' } as const
  const { types, items } = written((writer) => writer.mcpCall('docs', 'ask', {}, null, { error }))

  expect(types.at(-2)).toBe('mcp_call.failed')
  expect(items).toMatchObject([{ error: null }, { status: 'failed', error }])
})

it('writes a question for approval', () => {
  const { types, items } = written((writer) => writer.mcpApprovalRequest('docs', 'ask', { q: 1 }))

  expect(types).toEqual(['output_item.added', 'output_item.done'])
  expect(items[0]).toMatchObject({ id: 'mcpr_1', arguments: '{"q":1}' })
})

it('writes commands for a shell', () => {
  const { items, events } = written((writer) =>
    writer.shellCall(['ls -a', 'pwd'], { timeout_ms: 100 }),
  )

  const at = { output_index: 0, command_index: 0 }
  expect(events.slice(1, 5)).toStrictEqual([
    { type: 'response.shell_call_command.added', ...at, command: '' },
    { type: 'response.shell_call_command.delta', ...at, delta: 'ls' },
    { type: 'response.shell_call_command.delta', ...at, delta: ' -a' },
    { type: 'response.shell_call_command.done', ...at, command: 'ls -a' },
  ])
  expect(items).toMatchObject([
    { action: { commands: [], timeout_ms: null } },
    { action: { commands: ['ls -a', 'pwd'], max_output_length: null, timeout_ms: 100 } },
  ])
})

it('writes a compaction, and the output of a program, without events of their own', () => {
  const { types, items } = written(function* (writer) {
    yield* writer.item({ type: 'compaction', encrypted_content: 'gAAA' })
    yield* writer.item({ type: 'program_output', call_id: 'call_1', result: '42' })
  })

  expect(types).toEqual([
    'output_item.added',
    'output_item.done',
    'output_item.added',
    'output_item.done',
  ])
  expect(items).toMatchObject([
    { encrypted_content: 'gAAA' },
    { encrypted_content: 'gAAA' },
    { status: 'completed', result: '' },
    { status: 'completed', result: '42' },
  ])
})

it('writes items that overlap', () => {
  const { events, types, items } = written((writer) =>
    writer.interleave(
      writer.mcpListTools('docs', [{ name: 'ask', input_schema: {} }]),
      writer.mcpListTools('wiki', []),
    ),
  )

  expect(
    types.map((type, at) => `${type} ${String(Reflect.get(events[at]!, 'output_index'))}`),
  ).toEqual([
    'output_item.added 0',
    'mcp_list_tools.in_progress 0',
    'output_item.added 1',
    'mcp_list_tools.in_progress 1',
    'mcp_list_tools.completed 0',
    'mcp_list_tools.completed 1',
    'output_item.done 0',
    'output_item.done 1',
  ])
  expect(items.map((item) => item.id)).toEqual(['mcpl_1', 'mcpl_2', 'mcpl_1', 'mcpl_2'])
})

it('begins the response before items that overlap, and lists them by their index at its end', () => {
  const writer = responseWriter()
  const events = [
    ...writer.interleave(writer.message('One two three'), writer.toolCalls([{ name: 'f' }])),
    ...writer.message('Last'),
    ...writer.completed(),
  ]

  expect(events.slice(0, 2)).toMatchObject([
    { type: 'response.created' },
    { type: 'response.in_progress' },
  ])
  const done = events.flatMap((event) =>
    event.type === 'response.output_item.done' ? event.output_index : [],
  )
  expect(done).toEqual([1, 0, 2])
  expect(events.at(-1)).toMatchObject({
    response: { output: [{ id: 'msg_1' }, { id: 'fc_1' }, { id: 'msg_2' }] },
  })
})

it('takes overlapping items that the author writes by hand', () => {
  const writer = responseWriter()
  const item = { type: 'compaction', encrypted_content: 'gAAA' } as const
  const at = (output_index: number) => ({
    output_index,
    item: { id: `cmp_${output_index}`, ...item },
  })
  const events = [
    ...writer.begin(),
    ...[0, 1].flatMap((n) => [...writer.event({ type: 'response.output_item.added', ...at(n) })]),
    ...[1, 0].flatMap((n) => [...writer.event({ type: 'response.output_item.done', ...at(n) })]),
    ...writer.completed(),
  ]

  expect(events.at(-1)).toMatchObject({
    response: { output: [{ id: 'cmp_0' }, { id: 'cmp_1' }] },
  })
})

it('writes any other item by its fields', () => {
  const { items } = written((writer) =>
    writer.item({ type: 'tool_search_call', arguments: { paths: ['f'] } }),
  )

  expect(items).toMatchObject([
    { id: 'tsc_1', status: 'in_progress', arguments: {} },
    { id: 'tsc_1', status: 'completed', call_id: null, arguments: { paths: ['f'] } },
  ])
})

it('does not say that something was completed which was not', () => {
  const { types } = written((writer) => writer.webSearch('cats', { status: 'failed' }))

  expect(types.slice(1)).toEqual([
    'web_search_call.in_progress',
    'web_search_call.searching',
    'output_item.done',
  ])
})

it('counts ids and indexes, and keeps everything for the end', () => {
  const writer = responseWriter()
  const events = [
    ...writer.reasoning(),
    ...writer.message('One'),
    ...writer.toolCall('f', {}),
    ...writer.message('Two'),
    ...writer.toolCall('g', {}),
  ]
  const done = events.filter((event) => event.type === 'response.output_item.done')

  expect(done.map(({ output_index }) => output_index)).toEqual([0, 1, 2, 3, 4])
  expect(done.map(({ item }) => item.id)).toEqual(['rs_1', 'msg_1', 'fc_1', 'msg_2', 'fc_2'])
  expect([...writer.completed()]).toMatchObject([
    { response: { output: done.map(({ item }) => item) } },
  ])
})

it('pads deltas when asked, as OpenAI does', () => {
  const writer = responseWriter({ include_obfuscation: true })
  const events = [
    ...writer.message('Hello there, everybody of you', {
      by: ['Hello there, eve', 'rybody of you'],
    }),
  ]

  expect(events.filter((event) => 'obfuscation' in event)).toMatchObject([
    { delta: 'Hello there, eve', obfuscation: '' },
    { delta: 'rybody of you', obfuscation: '012' },
  ])
})

it('numbers events of the author', () => {
  const writer = responseWriter()
  const begun = [...writer.begin()]

  expect([...writer.event({ type: 'keepalive' })]).toEqual([
    { type: 'keepalive', sequence_number: 2 },
  ])
  expect(begun).toHaveLength(2)
  expect([...writer.message('Hi')][0]).toMatchObject({ sequence_number: 3 })
})

it('keeps items of the author for the end', () => {
  const writer = responseWriter()
  const item = { id: 'cmp_1', type: 'compaction', encrypted_content: 'gAAA' } as const
  const events = [
    ...writer.begin(),
    ...writer.event({ type: 'response.output_item.added', output_index: 0, item }),
    ...writer.event({ type: 'response.output_item.done', output_index: 0, item }),
    ...writer.message('Hi'),
  ]

  expect(events[4]).toMatchObject({ type: 'response.output_item.added', output_index: 1 })
  expect([...writer.completed()]).toMatchObject([{ response: { output: [item, { id: 'msg_1' }] } }])
})

it('ends what was cut short', () => {
  const writer = responseWriter()
  const events = [...writer.message('Once upon', { status: 'incomplete' })]

  expect(events.at(-1)).toMatchObject({ item: { status: 'incomplete' } })
  expect([
    ...writer.incomplete('max_output_tokens', { usage: { output_tokens: 2 } }),
  ]).toMatchObject([
    {
      type: 'response.incomplete',
      response: {
        status: 'incomplete',
        completed_at: null,
        error: null,
        incomplete_details: { reason: 'max_output_tokens' },
        output: [{ id: 'msg_1', status: 'incomplete' }],
        usage: { output_tokens: 2, total_tokens: 2 },
      },
    },
  ])
})

it('fails with an error event first', () => {
  const writer = responseWriter()
  const error = {
    code: 'insufficient_quota',
    message: 'Quota exceeded',
    type: 'insufficient_quota',
  }

  expect([...writer.failed(error)].slice(2)).toStrictEqual([
    { type: 'error', sequence_number: 2, error: { ...error, param: null } },
    {
      type: 'response.failed',
      sequence_number: 3,
      response: {
        ...response,
        status: 'failed',
        error: { code: 'insufficient_quota', message: 'Quota exceeded' },
      },
    },
  ])
})

it('fails without one when asked, and in the middle of an item', () => {
  const writer = responseWriter()
  const events: ResponseEvent[] = []
  for (const event of writer.message('Once upon a time')) {
    events.push(event)
    if (event.type === 'response.output_text.delta') break
  }
  events.push(...writer.failed({ message: 'Sorry' }, { alone: true }))

  expect(events.slice(-2)).toMatchObject([
    { type: 'response.output_text.delta', delta: 'Once' },
    { type: 'response.failed', response: { error: { code: 'server_error' }, output: [] } },
  ])
})

it('refuses whatever comes after the end, at the author’s line', () => {
  const writer = responseWriter()
  function* generate() {
    yield* writer.message('Hi')
    yield* writer.completed()
    yield* writer.message('And')
  }

  let error: unknown
  try {
    void [...generate()]
  } catch (thrown) {
    error = thrown
  }
  expect(error).toBeInstanceOf(TypeError)
  expect(error).toMatchObject({
    message:
      'Failed to write response.output_item.added: the response has ended. Create the writer inside generate(), so that each play has its own.',
    stack: expect.stringMatching(/at generate .*responses-writer\.test\.ts/),
  })
  expect(() => [...writer.completed()]).toThrow('the response has ended')
  expect(() => [...writer.event({ type: 'keepalive' })]).toThrow('the response has ended')
})

it('refuses an end without a beginning', () => {
  expect(() => [...responseWriter().completed()]).toThrow(
    'Failed to write response.completed: the response has not begun.',
  )
  expect(() => [...responseWriter().inProgress()]).toThrow('the response has not begun')

  const writer = responseWriter()
  void [...writer.created()]
  expect(() => [...writer.incomplete('content_filter')]).toThrow(
    'response.in_progress comes before it',
  )
})

it('refuses a beginning that comes too late, or twice', () => {
  const writer = responseWriter()
  void [...writer.created()]
  expect(() => [...writer.created()]).toThrow('response.created has been written')

  void [...writer.begin()]
  expect(() => [...writer.queued()]).toThrow('response.in_progress has been written')
})

it('refuses what begins, or ends, before an item is done', () => {
  const writer = responseWriter()
  const message = writer.message('Hi')
  for (let count = 0; count < 4; count++) message.next()

  expect(() => writer.toolCall('f', {}).next()).toThrow(
    'Failed to write response.output_item.added: item 0 is not done. Yield all of its events before the next item, or write both with interleave(),',
  )
  expect(() => [...writer.completed()]).toThrow('item 0 is not done')
})

it('refuses an event of an item that is not open', () => {
  const writer = responseWriter()
  const delta = { type: 'response.function_call_arguments.delta', item_id: 'fc_1' } as const
  void [...writer.message('Hi')]

  expect(() => [...writer.event({ ...delta, output_index: 1, delta: '{' })]).toThrow(
    'Failed to write response.function_call_arguments.delta: item 1 is not open.',
  )
  expect(() => [...writer.event({ ...delta, output_index: 0, delta: '{' })]).toThrow(
    'item 0 is not open',
  )
})
