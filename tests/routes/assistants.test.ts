import { beta, deliver, inOrder, reply } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { clientOf } from './client.js'
import { ask, Scripted } from './support.js'

const { assistants, threads } = beta
const { messages, runs } = threads

it('creates an assistant that agrees with the request', async () => {
  const client = clientOf(assistants.create())
  const response = await ask(assistants.create(), { url: '/assistants', body: { model: 'gpt-5' } })
  const tutor = await client.beta.assistants.create({
    model: 'gpt-5',
    name: 'Tutor',
    instructions: null,
    tools: [{ type: 'file_search' }],
    tool_resources: { file_search: { vector_stores: [{ file_ids: ['file-a'] }] } },
    temperature: 0.5,
  })

  expect(response.headers.get('x-ratelimit-limit-requests')).toBeNull()
  expect(await response.text()).toBe(
    '{"id":"asst_1","object":"assistant","created_at":1700000000,"name":null,"description":null,"model":"gpt-5",' +
      '"instructions":null,"tools":[],"top_p":1,"temperature":1,"reasoning_effort":null,"tool_resources":{},' +
      '"metadata":{},"response_format":"auto"}',
  )
  expect(tutor).toMatchObject({
    id: 'asst_1',
    name: 'Tutor',
    tools: [{ type: 'file_search' }],
    tool_resources: { file_search: { vector_store_ids: ['vs_1'] } },
    temperature: 0.5,
  })
  expect(tutor.tool_resources?.file_search).not.toHaveProperty('vector_stores')
})

it('retrieves, updates and deletes the assistant of the path', async () => {
  const client = clientOf(
    assistants.retrieve({ name: 'Tutor' }),
    assistants.update(),
    assistants.delete(),
  )
  const retrieved = await client.beta.assistants.retrieve('asst_9')

  expect(retrieved).toMatchObject({ id: 'asst_9', name: 'Tutor', model: 'gpt-4o' })
  expect(await client.beta.assistants.update('asst_9', { model: 'gpt-5' })).toMatchObject({
    id: 'asst_9',
    model: 'gpt-5',
  })
  expect(await client.beta.assistants.delete('asst_9')).toEqual({
    id: 'asst_9',
    object: 'assistant.deleted',
    deleted: true,
  })
})

it('lists assistants page by page', async () => {
  const client = clientOf(assistants.list([{ name: 'A' }, { id: 'asst_x', name: 'B' }, {}]))
  const listed = []
  for await (const { id, name } of client.beta.assistants.list({ limit: 1 }))
    listed.push([id, name])

  expect(listed).toEqual([
    ['asst_1', 'A'],
    ['asst_x', 'B'],
    ['asst_3', null],
  ])
})

it('creates a thread, with a body and without', async () => {
  const client = clientOf(threads.create())
  const metadata = { user: 'ada' }
  const tool_resources = { file_search: { vector_store_ids: ['vs_7'] } }

  expect(await client.beta.threads.create()).toEqual({
    id: 'thread_1',
    object: 'thread',
    created_at: 1700000000,
    metadata: {},
    tool_resources: { code_interpreter: { file_ids: [] } },
  })
  expect(await client.beta.threads.create({ metadata, tool_resources })).toMatchObject({
    id: 'thread_2',
    metadata,
    tool_resources,
  })
})

it('retrieves, updates and deletes the thread of the path', async () => {
  const metadata = { user: 'ada' }
  const client = clientOf(threads.retrieve({ metadata }), threads.update(), threads.delete())

  expect(await client.beta.threads.retrieve('thread_9')).toMatchObject({ id: 'thread_9', metadata })
  expect(await client.beta.threads.update('thread_9', { metadata })).toMatchObject({
    id: 'thread_9',
    metadata,
  })
  expect(await client.beta.threads.delete('thread_9')).toEqual({
    id: 'thread_9',
    object: 'thread.deleted',
    deleted: true,
  })
})

it('leaves POST /threads/runs to the route that creates a thread and its run', async () => {
  const update = threads.update()
  const client = clientOf(update, threads.createAndRun('Hello there'))

  expect(await client.beta.threads.createAndRun({ assistant_id: 'asst_7' })).toMatchObject({
    object: 'thread.run',
    assistant_id: 'asst_7',
  })
  expect(update.calls).toEqual([])
})

it('creates a message that agrees with the request', async () => {
  const client = clientOf(messages.create())
  const attachments = [{ file_id: 'file-a', tools: [{ type: 'file_search' as const }] }]
  const message = await client.beta.threads.messages.create('thread_7', {
    role: 'user',
    content: 'Hello?',
    attachments,
    metadata: { lang: 'en' },
  })
  const image = { type: 'image_file' as const, image_file: { file_id: 'file-b' } }
  const several = await client.beta.threads.messages.create('thread_7', {
    role: 'assistant',
    content: [{ type: 'text', text: 'Look:' }, image],
  })

  expect(message).toEqual({
    id: 'msg_1',
    object: 'thread.message',
    created_at: 1700000000,
    assistant_id: null,
    thread_id: 'thread_7',
    run_id: null,
    status: 'completed',
    incomplete_details: null,
    incomplete_at: null,
    completed_at: 1700000000,
    role: 'user',
    content: [{ type: 'text', text: { value: 'Hello?', annotations: [] } }],
    attachments,
    metadata: { lang: 'en' },
  })
  expect(several).toMatchObject({
    id: 'msg_2',
    role: 'assistant',
    assistant_id: null,
    content: [{ type: 'text', text: { value: 'Look:', annotations: [] } }, image],
  })
})

const text = (value: string) => ({ content: [{ text: { value } }] })

it('retrieves, updates and deletes the message of the path', async () => {
  const client = clientOf(
    messages.retrieve(text('Hi')),
    messages.update({ status: 'incomplete' }),
    messages.delete(),
  )
  const thread = { thread_id: 'thread_7' }
  const metadata = { seen: 'yes' }

  expect(await client.beta.threads.messages.retrieve('msg_9', thread)).toMatchObject({
    ...thread,
    id: 'msg_9',
    role: 'assistant',
    run_id: 'run_1',
    content: [{ type: 'text', text: { value: 'Hi', annotations: [] } }],
  })
  expect(await client.beta.threads.messages.update('msg_9', { ...thread, metadata })).toMatchObject(
    { id: 'msg_9', metadata, status: 'incomplete', incomplete_at: 1700000000 },
  )
  expect(await client.beta.threads.messages.delete('msg_9', thread)).toEqual({
    id: 'msg_9',
    object: 'thread.message.deleted',
    deleted: true,
  })
})

it('lists messages page by page', async () => {
  const client = clientOf(
    messages.list([text('Hi'), { role: 'user', ...text('Hello?') }, { role: 'user' }]),
  )
  const listed = []
  for await (const { id, run_id } of client.beta.threads.messages.list('thread_7', { limit: 2 })) {
    listed.push([id, run_id])
  }

  expect(listed).toEqual([
    ['msg_1', 'run_1'],
    ['msg_2', null],
    ['msg_3', null],
  ])
})

it('lists the messages of a run', async () => {
  const client = clientOf(
    messages.list([{ run_id: 'run_8' }, text('Hi'), { role: 'user' }, { run_id: 'run_7' }]),
  )
  const { data } = await client.beta.threads.messages.list('thread_7', { run_id: 'run_7' })

  expect(data.map(({ id }) => id)).toEqual(['msg_2', 'msg_4'])
})

it('retrieves, updates and cancels the run of the path', async () => {
  const client = clientOf(runs.retrieve(), runs.update(), runs.cancel())
  const thread = { thread_id: 'thread_7' }
  const metadata = { user: 'ada' }
  const retrieved = await client.beta.threads.runs.retrieve('run_9', thread)

  expect(retrieved).toMatchObject({ ...thread, id: 'run_9', status: 'completed' })
  expect(retrieved).not.toHaveProperty('messages')
  expect(await client.beta.threads.runs.update('run_9', { ...thread, metadata })).toMatchObject({
    id: 'run_9',
    metadata,
  })
  expect(await client.beta.threads.runs.cancel('run_9', thread)).toMatchObject({
    id: 'run_9',
    status: 'cancelling',
    completed_at: null,
  })
})

const asking = {
  required_action: { submit_tool_outputs: { tool_calls: [{ function: { name: 'get_time' } }] } },
}

it('lists runs page by page', async () => {
  const client = clientOf(runs.list([{ status: 'in_progress' }, asking, {}]))
  const listed = []
  for await (const run of client.beta.threads.runs.list('thread_7', { limit: 2 })) listed.push(run)

  expect(listed).toMatchObject([
    { id: 'run_1', thread_id: 'thread_7', status: 'in_progress' },
    {
      id: 'run_2',
      status: 'requires_action',
      required_action: { submit_tool_outputs: { tool_calls: [{ id: 'call_2_1' }] } },
    },
    { id: 'run_3', status: 'completed' },
  ])
})

it('makes the retrieved run of a reply', async () => {
  const toolCalls = [{ name: 'get_time', arguments: { city: 'Paris' } }]
  const usage = { input: 5, output: 7 }
  const client = clientOf(
    runs.retrieve(inOrder(reply({ toolCalls }), reply({ text: 'Hi', usage }))),
  )
  const retrieve = () => client.beta.threads.runs.retrieve('run_9', { thread_id: 'thread_7' })
  const required = await retrieve()
  const done = await retrieve()

  expect(required).toMatchObject({
    id: 'run_9',
    status: 'requires_action',
    required_action: {
      submit_tool_outputs: {
        tool_calls: [
          { id: 'call_9_1', function: { name: 'get_time', arguments: '{"city":"Paris"}' } },
        ],
      },
    },
  })
  expect(done).toMatchObject({ id: 'run_9', usage: { total_tokens: 12 } })
  expect(done).not.toHaveProperty('steps')
})

it('retrieves and lists the steps of a run', async () => {
  const tool_calls = [{ function: { name: 'get_time' } }]
  const client = clientOf(
    runs.steps.retrieve({ step_details: { tool_calls } }),
    runs.steps.list([{}, { status: 'in_progress' }, {}]),
  )
  const run = { thread_id: 'thread_7', run_id: 'run_7' }
  const listed = []
  for await (const step of client.beta.threads.runs.steps.list('run_7', { ...run, limit: 1 })) {
    listed.push(step)
  }

  expect(await client.beta.threads.runs.steps.retrieve('step_9', run)).toMatchObject({
    ...run,
    id: 'step_9',
    type: 'tool_calls',
    step_details: { tool_calls: [{ id: 'call_9_1', type: 'function' }] },
  })
  expect(listed).toMatchObject([
    { ...run, id: 'step_1', type: 'message_creation', status: 'completed', expires_at: null },
    { ...run, id: 'step_2', status: 'in_progress', expires_at: 1700000600, usage: null },
    { ...run, id: 'step_3' },
  ])
})

it('polls a run to its end', async () => {
  const retrieve = runs.retrieve(
    inOrder({ status: 'queued' }, { status: 'in_progress' }, { status: 'completed' }),
  )
  const client = clientOf(runs.create({ status: 'queued' }), retrieve)
  const run = await client.beta.threads.runs.createAndPoll('thread_7', { assistant_id: 'asst_7' })

  expect(run).toMatchObject({ id: 'run_1', thread_id: 'thread_7', status: 'completed' })
  expect(retrieve.calls).toHaveLength(3)
})

it('polls a run of a new thread, and a run that continues', async () => {
  const retrieve = runs.retrieve(
    inOrder({ status: 'in_progress' }, asking, { status: 'queued' }, {}),
  )
  const client = clientOf(
    threads.createAndRun({ status: 'queued' }),
    runs.submitToolOutputs({ status: 'queued' }),
    retrieve,
  )
  const { id, thread_id, status } = await client.beta.threads.createAndRunPoll({
    assistant_id: 'asst_7',
  })
  const tool_outputs = [{ tool_call_id: 'call_1', output: '12:00' }]
  const ended = await client.beta.threads.runs.submitToolOutputsAndPoll(id, {
    thread_id,
    tool_outputs,
  })

  expect(status).toBe('requires_action')
  expect(ended).toMatchObject({ id, thread_id, status: 'completed' })
})

it.each([
  ['queued', '0'],
  ['in_progress', '0'],
  ['cancelling', '0'],
  ['requires_action', null],
  ['completed', null],
  ['expired', null],
] as const)('says when to ask again for a run that is %s: %s', async (status, expected) => {
  const url = '/threads/thread_7/runs'
  const answers = await Promise.all([
    ask(runs.create({ status }), { url, body: { assistant_id: 'asst_7' } }),
    ask(runs.retrieve({ status }), { url: `${url}/run_7`, method: 'GET' }),
    ask(runs.cancel({ status }), { url: `${url}/run_7/cancel`, body: '' }),
  ])

  expect(answers.map(({ headers }) => headers.get('openai-poll-after-ms'))).toEqual([
    expected,
    expected,
    expected,
  ])
})

it('says when to ask again for a run of a script, unless the author says so', async () => {
  const url = '/threads/thread_7/runs'
  const body = { assistant_id: 'asst_7' }
  const data = await (await ask(runs.create({ status: 'queued' }), { url, body })).json()
  const script = new Scripted([{ event: 'thread.run.queued' as const, data }])
  const folded = await ask(runs.create(script), { url, body })
  const own = deliver({ status: 'queued' } as const, { headers: { 'openai-poll-after-ms': '20' } })
  const slow = await ask(runs.create(own), { url, body })
  const stream = await ask(runs.create('Hi'), { url, body: { ...body, stream: true } })

  expect(folded.headers.get('openai-poll-after-ms')).toBe('0')
  expect(slow.headers.get('openai-poll-after-ms')).toBe('20')
  expect(stream.headers.get('openai-poll-after-ms')).toBeNull()
})

it.each([
  [assistants.create(), '/assistants', {}, 'model'],
  [messages.create(), '/threads/thread_1/messages', { content: 'Hi' }, 'role'],
  [messages.create(), '/threads/thread_1/messages', { role: 'user' }, 'content'],
])('refuses a request of $endpoint.name without what it needs', async (route, url, body, param) => {
  const response = await ask(route, { url, body })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    error: { message: `Missing required parameter: '${param}'.`, param },
  })
})
