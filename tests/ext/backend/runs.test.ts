import { reply } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type { ConversationMessage } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { answerSchema } from '../../core/openapi/answer-schemas.js'
import { clientOf } from './client-of.js'
import { newThread, textsOf } from './new-thread.js'

const getWeather = { type: 'function', function: { name: 'get_weather' } } as const
const asking = reply({ toolCalls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] })

/** Gives the time after which a client asks again, in milliseconds. */
const pollTimeOf = async (request: { asResponse(): Promise<Response> }) =>
  (await request.asResponse()).headers.get('openai-poll-after-ms')

it('carries a run on a step further with each poll', async () => {
  const client = clientOf(createBackend({ answer: 'Yes.' }))
  const { assistant_id, thread_id } = await newThread(client)
  const { id, status } = await client.beta.threads.runs.create(thread_id, { assistant_id })
  const poll = () => client.beta.threads.runs.retrieve(id, { thread_id })

  expect(status).toBe('queued')
  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?'])
  expect(await poll()).toMatchObject({ status: 'in_progress' })
  expect(await poll()).toMatchObject({ status: 'completed', expires_at: null })
  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', 'Yes.'])
  expect((await client.beta.threads.runs.list(thread_id)).data).toEqual([await poll()])
})

it('lets clients poll without a wait, until a run is over', async () => {
  const client = clientOf(createBackend({ answer: 'Yes.' }))
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads

  expect(await pollTimeOf(runs.create(thread_id, { assistant_id }))).toBe('0')
  expect(await pollTimeOf(runs.retrieve('run_1', { thread_id }))).toBe('0')
  expect(await pollTimeOf(runs.retrieve('run_1', { thread_id }))).toBe(null)
})

it('takes an assistant with a function from its creation to the listed messages', async () => {
  const said: Array<readonly ConversationMessage[]> = []
  const openai = createBackend({
    answer({ conversation }) {
      said.push(conversation)
      return conversation.at(-1)?.role === 'tool' ? 'It is sunny in Paris.' : asking
    },
  })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client, { tools: [getWeather] })
  const { runs } = client.beta.threads
  const run = await runs.createAndPoll(thread_id, { assistant_id })
  const tool_outputs = [{ tool_call_id: 'call_1', output: 'sunny' }]
  const over = await runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs })

  expect(run).toMatchObject({
    status: 'requires_action',
    required_action: { submit_tool_outputs: { tool_calls: [{ id: 'call_1' }] } },
  })
  expect(over).toMatchObject({ id: run.id, status: 'completed', required_action: null })
  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', 'It is sunny in Paris.'])
  const { data } = await runs.steps.list(run.id, { thread_id, order: 'asc' })
  expect(data).toMatchObject([
    {
      status: 'completed',
      step_details: { tool_calls: [{ id: 'call_1', function: { output: 'sunny' } }] },
    },
    { status: 'completed', step_details: { message_creation: { message_id: 'msg_2' } } },
  ])
  expect(await runs.steps.retrieve('step_2', { thread_id, run_id: run.id })).toEqual(data[1])
  expect(said).toEqual([
    [{ role: 'user', text: 'Is it sunny?' }],
    [
      { role: 'user', text: 'Is it sunny?' },
      {
        role: 'assistant',
        toolCalls: [{ id: 'call_1', name: 'get_weather', arguments: '{"city":"Paris"}' }],
      },
      { role: 'tool', callId: 'call_1', text: 'sunny' },
    ],
  ])
})

it('remembers in the second run of a thread all that was said in the first', async () => {
  const openai = createBackend({
    answer: ({ conversation }) =>
      conversation.length < 3 ? asking : `You have said ${conversation.length} things.`,
  })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  const { messages, runs } = client.beta.threads
  const first = await runs.createAndPoll(thread_id, { assistant_id })
  const tool_outputs = [{ tool_call_id: 'call_1', output: 'sunny' }]
  await runs.submitToolOutputsAndPoll(first.id, { thread_id, tool_outputs })
  await messages.create(thread_id, { role: 'user', content: 'Sure?' })
  const second = await runs.createAndPoll(thread_id, { assistant_id })

  expect(second).toMatchObject({ id: 'run_2', status: 'completed' })
  expect(openai.routes.beta.threads.runs.create.calls[1]?.conversation).toEqual([
    { role: 'user', text: 'Is it sunny?' },
    {
      role: 'assistant',
      toolCalls: [{ id: 'call_1', name: 'get_weather', arguments: '{"city":"Paris"}' }],
    },
    { role: 'tool', callId: 'call_1', text: 'sunny' },
    { role: 'assistant', text: 'You have said 3 things.' },
    { role: 'user', text: 'Sure?' },
  ])
  const ids = openai.store.messages
    .of(thread_id)
    .list()
    .map((message) => message.id)
  expect(new Set(ids).size).toBe(4)
})

it('gives a run the fields of its assistant, and those of its request before them', async () => {
  const client = clientOf(createBackend({ answer: 'Yes.' }))
  const instructions = 'Be brief.'
  const { assistant_id, thread_id } = await newThread(client, { instructions, tools: [getWeather] })
  const { runs } = client.beta.threads
  const usual = await runs.createAndPoll(thread_id, {
    assistant_id,
    additional_instructions: 'Be kind.',
  })
  const other = await runs.createAndPoll(thread_id, {
    assistant_id,
    instructions: 'Be long.',
    model: 'gpt-4o',
    tools: [],
    tool_choice: 'none',
    response_format: { type: 'json_object' },
    metadata: { user: 'ada' },
  })

  expect(usual).toMatchObject({
    model: 'gpt-5',
    instructions: 'Be brief.\nBe kind.',
    tools: [getWeather],
  })
  expect(other).toMatchObject({
    model: 'gpt-4o',
    instructions: 'Be long.',
    tools: [],
    tool_choice: 'none',
    response_format: { type: 'json_object' },
    metadata: { user: 'ada' },
  })
})

it('adds the messages of the request to the thread', async () => {
  const client = clientOf(createBackend({ answer: 'Yes.' }))
  const { assistant_id, thread_id } = await newThread(client)
  const additional_messages = [{ role: 'user' as const, content: 'In Paris.' }]
  await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id, additional_messages })

  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', 'In Paris.', 'Yes.'])
})

it('creates a thread and its run in one request', async () => {
  const openai = createBackend({ answer: ({ conversation }) => `${conversation.length} message` })
  const client = clientOf(openai)
  const { id: assistant_id } = await client.beta.assistants.create({ model: 'gpt-5' })
  const thread = { messages: [{ role: 'user' as const, content: 'Hello' }] }
  const run = await client.beta.threads.createAndRunPoll({ assistant_id, thread })

  expect(run).toMatchObject({ status: 'completed', thread_id: 'thread_1' })
  expect(await textsOf(client, run.thread_id)).toEqual(['Hello', '1 message'])
})

it('keeps the metadata of a run that is carried on', async () => {
  const client = clientOf(createBackend({ answer: 'Yes.' }))
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  const { id } = await runs.create(thread_id, { assistant_id })
  await runs.update(id, { thread_id, metadata: { user: 'ada' } })

  expect(await runs.poll(id, { thread_id })).toMatchObject({
    status: 'completed',
    metadata: { user: 'ada' },
  })
})

it('refuses a second run and a new message while a run is active', async () => {
  const client = clientOf(createBackend())
  const { assistant_id, thread_id } = await newThread(client)
  const { messages, runs } = client.beta.threads
  await runs.create(thread_id, { assistant_id })

  await expect(runs.create(thread_id, { assistant_id })).rejects.toThrow(
    '400 Thread thread_1 already has an active run run_1.',
  )
  await expect(messages.create(thread_id, { role: 'user', content: 'Hi' })).rejects.toThrow(
    "400 Can't add messages to thread_1 while a run run_1 is active.",
  )
  await runs.poll('run_1', { thread_id })
  expect(await runs.createAndPoll(thread_id, { assistant_id })).toMatchObject({ id: 'run_2' })
})

it('starts one of many runs that are created at once', async () => {
  const client = clientOf(createBackend())
  const { assistant_id, thread_id } = await newThread(client)
  const requests = Array.from({ length: 20 }, () =>
    client.beta.threads.runs.create(thread_id, { assistant_id }),
  )
  const results = await Promise.allSettled(requests)

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

it('refuses an unknown assistant, run and step', async () => {
  const openai = createBackend()
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  const { threads } = client.beta
  const { id: run_id } = await threads.runs.create(thread_id, { assistant_id })
  await threads.runs.poll(run_id, { thread_id })

  const noAssistant = "404 No assistant found with id 'asst_9'."
  const unknown = { assistant_id: 'asst_9' }
  await expect(threads.runs.create(thread_id, unknown)).rejects.toThrow(noAssistant)
  await expect(threads.createAndRun(unknown)).rejects.toThrow(noAssistant)
  expect(openai.store.threads.list()).toHaveLength(1)
  const noRun = "404 No run found with id 'run_9'."
  await expect(threads.runs.retrieve('run_9', { thread_id })).rejects.toThrow(noRun)
  await expect(threads.runs.cancel('run_9', { thread_id })).rejects.toThrow(noRun)
  await expect(threads.runs.steps.list('run_9', { thread_id })).rejects.toThrow(noRun)
  await expect(threads.runs.steps.retrieve('step_9', { thread_id, run_id })).rejects.toThrow(
    "404 No run step found with id 'step_9'.",
  )
})

it('answers as the published schemas say', async () => {
  const openai = createBackend({ answer: asking })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client, { instructions: 'Be brief.' })
  const { runs } = client.beta.threads
  const run = await runs.createAndPoll(thread_id, { assistant_id })

  const answers = [
    ['/threads/:thread_id/runs/:run_id', run],
    ['/threads/:thread_id/messages/:message_id', openai.store.messages.list()[0]],
  ] as const
  for (const [route, answer] of answers) {
    const validate = answerSchema('GET', route)
    expect([route, validate?.(answer), validate?.errors]).toEqual([route, true, null])
  }
})

it('gives every run its own play again after a reset', async () => {
  const openai = createBackend({ answer: 'Yes.' })
  const client = clientOf(openai)
  const before = await newThread(client)
  await client.beta.threads.runs.create(before.thread_id, { assistant_id: before.assistant_id })
  openai.reset()
  const { assistant_id, thread_id } = await newThread(client)
  const run = await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })

  expect(run).toMatchObject({ id: 'run_1', status: 'completed' })
  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', 'Yes.'])
})
