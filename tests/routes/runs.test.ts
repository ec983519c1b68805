import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { beta } from 'msw-openai/routes'
import { respond, StreamError } from 'msw-openai/streaming'
import { below, carried, inspect, padded, problems, Scripted, type Notes } from './support.js'

const { endpoint } = beta.threads.runs.create
type DataOf<Name extends AssistantStreamEvent['event']> = Extract<
  AssistantStreamEvent,
  { event: Name }
>['data']

const metadata = { topic: 'weather' }
const usage = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 }

const thread: DataOf<'thread.created'> = {
  id: 'thread_1',
  object: 'thread',
  created_at: 1700000000,
  metadata,
  tool_resources: {},
}

const run: DataOf<'thread.run.created'> = {
  id: 'run_1',
  object: 'thread.run',
  created_at: 1700000000,
  assistant_id: 'asst_1',
  thread_id: 'thread_1',
  status: 'requires_action',
  started_at: 1700000001,
  expires_at: 1700000600,
  cancelled_at: null,
  failed_at: null,
  completed_at: null,
  required_action: {
    type: 'submit_tool_outputs',
    submit_tool_outputs: {
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{}' } },
      ],
    },
  },
  last_error: { code: 'server_error', message: 'Sorry' },
  incomplete_details: { reason: 'max_prompt_tokens' },
  model: 'gpt-4o',
  instructions: 'Be brief.',
  tools: [{ type: 'code_interpreter' }],
  metadata,
  usage,
  temperature: 1,
  top_p: 1,
  max_prompt_tokens: 1000,
  max_completion_tokens: null,
  truncation_strategy: { type: 'auto', last_messages: null },
  response_format: 'auto',
  tool_choice: 'auto',
  parallel_tool_calls: true,
}

const runNotes: Notes = {
  optional:
    'temperature top_p parallel_tool_calls metadata.topic ' +
    'incomplete_details.reason truncation_strategy.last_messages',
}

const step: DataOf<'thread.run.step.created'> & { expires_at: number } = {
  id: 'step_1',
  object: 'thread.run.step',
  created_at: 1700000000,
  run_id: 'run_1',
  assistant_id: 'asst_1',
  thread_id: 'thread_1',
  type: 'tool_calls',
  status: 'in_progress',
  cancelled_at: null,
  completed_at: null,
  failed_at: null,
  expired_at: null,
  expires_at: 1700000600,
  last_error: { code: 'rate_limit_exceeded', message: 'Sorry' },
  step_details: {
    type: 'tool_calls',
    tool_calls: [
      { id: 'call_1', type: 'function', function: { name: 'f', arguments: '', output: null } },
      {
        id: 'call_2',
        type: 'code_interpreter',
        code_interpreter: { input: '6*7', outputs: [{ type: 'logs', logs: '42' }] },
      },
      { id: 'call_3', type: 'file_search', file_search: {} },
    ],
  },
  usage,
  metadata,
}

const stepNotes: Notes = {
  optional: 'expired_at expires_at metadata metadata.topic',
}

const creation: DataOf<'thread.run.step.created'> = {
  ...step,
  type: 'message_creation',
  step_details: { type: 'message_creation', message_creation: { message_id: 'msg_1' } },
}

const stepDelta: DataOf<'thread.run.step.delta'> = {
  id: 'step_1',
  object: 'thread.run.step.delta',
  delta: {
    step_details: {
      type: 'tool_calls',
      tool_calls: [
        {
          index: 0,
          id: 'call_1',
          type: 'function',
          function: { name: 'f', arguments: '{}', output: null },
        },
        {
          index: 1,
          id: 'call_2',
          type: 'code_interpreter',
          code_interpreter: { input: '6*7', outputs: [{ index: 0, type: 'logs', logs: '42' }] },
        },
        { index: 2, id: 'call_3', type: 'file_search', file_search: {} },
      ],
    },
  },
}

const stepDeltaNotes: Notes = carried('delta.step_details.tool_calls', {
  optional:
    '0.id 0.function 0.function.name 0.function.arguments 0.function.output ' +
    '1.id 1.code_interpreter 1.code_interpreter.input 1.code_interpreter.outputs 2.id',
  open: '1.code_interpreter.outputs.0.logs 2.file_search',
})

const creationDelta: DataOf<'thread.run.step.delta'> = {
  ...stepDelta,
  delta: {
    step_details: { type: 'message_creation', message_creation: { message_id: 'msg_1' } },
  },
}

const message: DataOf<'thread.message.created'> = {
  id: 'msg_1',
  object: 'thread.message',
  created_at: 1700000000,
  assistant_id: 'asst_1',
  thread_id: 'thread_1',
  run_id: 'run_1',
  status: 'completed',
  incomplete_details: { reason: 'max_tokens' },
  incomplete_at: null,
  completed_at: 1700000002,
  role: 'assistant',
  content: [
    {
      type: 'text',
      text: {
        value: 'Here【0】',
        annotations: [
          {
            type: 'file_citation',
            text: '【0】',
            start_index: 4,
            end_index: 7,
            file_citation: { file_id: 'file_1' },
          },
        ],
      },
    },
    { type: 'image_file', image_file: { file_id: 'file_2' } },
    { type: 'image_url', image_url: { url: 'https://example.com/cat.png' } },
    { type: 'refusal', refusal: 'No.' },
  ],
  metadata,
  attachments: [{ file_id: 'file_1' }],
}

const messageNotes: Notes = {
  optional: 'attachments metadata.topic',
  open: 'attachments.0.file_id',
}

const messageDelta: DataOf<'thread.message.delta'> = {
  id: 'msg_1',
  object: 'thread.message.delta',
  delta: {
    role: 'assistant',
    content: [
      {
        index: 0,
        type: 'text',
        text: { value: 'Here', annotations: [{ index: 0, type: 'file_path' }] },
      },
      { index: 1, type: 'image_file', image_file: { file_id: 'file_2' } },
      { index: 2, type: 'image_url', image_url: { url: 'https://example.com/cat.png' } },
      { index: 3, type: 'refusal', refusal: 'No.' },
    ],
  },
}

const messageDeltaNotes: Notes = {
  optional: `delta.role delta.content ${below(
    'delta.content',
    '0.text 0.text.value 0.text.annotations 1.image_file 1.image_file.file_id 2.image_url 2.image_url.url 3.refusal',
  )}`,
}

const error: DataOf<'error'> = {
  message: 'Sorry',
  type: 'server_error',
  param: null,
  code: 'server_error',
}

const events: { [Name in AssistantStreamEvent['event']]: [data: DataOf<Name>, notes: Notes] } = {
  'thread.created': [thread, { optional: 'metadata.topic' }],
  'thread.run.created': [run, runNotes],
  'thread.run.queued': [run, runNotes],
  'thread.run.in_progress': [run, runNotes],
  'thread.run.requires_action': [run, runNotes],
  'thread.run.completed': [run, runNotes],
  'thread.run.incomplete': [run, runNotes],
  'thread.run.failed': [run, runNotes],
  'thread.run.cancelling': [run, runNotes],
  'thread.run.cancelled': [run, runNotes],
  'thread.run.expired': [run, runNotes],
  'thread.run.step.created': [step, stepNotes],
  'thread.run.step.in_progress': [creation, stepNotes],
  'thread.run.step.delta': [
    stepDelta,
    {
      ...stepDeltaNotes,
      optional: `delta.step_details delta.step_details.tool_calls ${stepDeltaNotes.optional}`,
    },
  ],
  'thread.run.step.completed': [step, stepNotes],
  'thread.run.step.failed': [step, stepNotes],
  'thread.run.step.cancelled': [step, stepNotes],
  'thread.run.step.expired': [step, stepNotes],
  'thread.message.created': [message, messageNotes],
  'thread.message.in_progress': [message, messageNotes],
  'thread.message.delta': [messageDelta, messageDeltaNotes],
  'thread.message.completed': [message, messageNotes],
  'thread.message.incomplete': [message, messageNotes],
  error: [error, {}],
}

const table = Object.entries(events).map(([event, [data, notes]]) => ({ event, data, notes }))

it.each(table)('takes $event, and keeps fields nobody knows', ({ event, data }) => {
  for (const given of [{ event, data }, padded({ event, data })]) {
    expect(endpoint.wire.event.safeParse(given)).toEqual({ success: true, data: given })
  }
})

it.each(table)('reports where a damaged $event is wrong', ({ event, data, notes }) => {
  const { found, expected } = inspect(endpoint.wire.event, { event, data }, carried('data', notes))

  expect(found).toEqual(expected)
})

it('takes a step delta of a message', () => {
  const event = { event: 'thread.run.step.delta', data: creationDelta }

  expect(endpoint.wire.event.safeParse(event)).toEqual({ success: true, data: event })
})

it.each([
  ['a run', { ...run, instructions: null, temperature: null, top_p: null, usage: null }],
  ['a run of 2024', { ...run, parallel_tool_calls: undefined }],
  ['a run with a chosen tool', { ...run, tool_choice: { type: 'file_search' } }],
  ['a run with a chosen format', { ...run, response_format: { type: 'json_object' } }],
])('takes %s as it is on the wire', (_, data) => {
  expect(problems(endpoint.wire.event, { event: 'thread.run.created', data })).toEqual([])
})

it.each([
  ['thread.run.created', { ...run, status: 'done' }, 'data.status'],
  ['thread.run.step.created', { ...step, status: 'queued' }, 'data.status'],
  ['thread.message.created', { ...message, status: 'failed' }, 'data.status'],
  ['thread.message.created', { ...message, role: 'system' }, 'data.role'],
  ['thread.message.created', { ...message, content: [{ type: 'audio' }] }, 'data.content.0.type'],
  ['thread.message.created', run, 'data.object'],
  ['thread.run.created', message, 'data.object'],
])('refuses %s with something it never has', (event, data, path) => {
  expect(problems(endpoint.wire.event, { event, data })).toContain(path)
})

it.each(['thread.deleted', 'done', '', undefined])('names %j, which is no event', (event) => {
  const { error: refusal } = endpoint.wire.event.safeParse({ event, data: run })

  expect(refusal?.issues).toMatchObject([
    {
      path: ['event'],
      message:
        event === undefined
          ? 'Invalid input: expected the name of the event, on an event line, received undefined'
          : `Unknown event: ${JSON.stringify(event)}`,
    },
  ])
})

it('tells of a status nobody knows what was expected and received', () => {
  const event = { event: 'thread.message.created', data: { ...message, status: 'failed' } }

  expect(endpoint.wire.event.safeParse(event).error?.issues).toMatchObject([
    {
      message:
        'Invalid input: expected "in_progress", "incomplete" or "completed", received "failed"',
    },
  ])
})

const delta = (value: string): AssistantStreamEvent => ({
  event: 'thread.message.delta',
  data: {
    id: 'msg_1',
    object: 'thread.message.delta',
    delta: { content: [{ index: 0, type: 'text', text: { value } }] },
  },
})

const { runs } = beta.threads
const endpoints = [runs.create, runs.submitToolOutputs, beta.threads.createAndRun].map(
  (factory) => factory.endpoint,
)

it.each(endpoints)('$name puts the name of an event beside its bare data', async (each) => {
  const script = new Scripted([{ event: 'thread.created', data: thread } as const, delta('Hé\n')])

  expect(await respond(each, script).text()).toBe(
    [
      'event: thread.created',
      'data: {"id":"thread_1","object":"thread","created_at":1700000000,"metadata":{"topic":"weather"},"tool_resources":{}}',
      '',
      'event: thread.message.delta',
      'data: {"id":"msg_1","object":"thread.message.delta","delta":{"content":[{"index":0,"type":"text","text":{"value":"Hé\\n"}}]}}',
      '',
      'event: done',
      'data: [DONE]',
      '',
      '',
    ].join('\n'),
  )
})

it.each(endpoints)('$name sends an error in a nested event, and is done', async (each) => {
  const script = new Scripted(
    [delta('Hi')],
    new StreamError({ message: 'Sorry', code: 'overloaded', param: 'model' }),
  )

  expect(await respond(each, script).text()).toBe(
    [
      'event: thread.message.delta',
      'data: {"id":"msg_1","object":"thread.message.delta","delta":{"content":[{"index":0,"type":"text","text":{"value":"Hi"}}]}}',
      '',
      'event: error',
      'data: {"error":{"message":"Sorry","type":"server_error","param":"model","code":"overloaded"}}',
      '',
      'event: done',
      'data: [DONE]',
      '',
      '',
    ].join('\n'),
  )
})
