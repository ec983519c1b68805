import { cutAfter, deliver, LiveEventStream, reply, runWriter } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'
import { newThread, textsOf } from './new-thread.js'

const asking = reply({ toolCalls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] })

/** Lists the names of the events of a stream, without repeats. */
async function namesOf(stream: AsyncIterable<AssistantStreamEvent>): Promise<string[]> {
  const names: string[] = []
  for await (const { event } of stream) if (event !== names.at(-1)) names.push(event)
  return names
}

it('streams a run, and keeps what it says', async () => {
  const openai = createBackend({ answer: 'Yes, it is.' })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  const stream = client.beta.threads.runs.stream(thread_id, { assistant_id })

  expect(await namesOf(stream)).toEqual([
    'thread.run.created',
    'thread.run.queued',
    'thread.run.in_progress',
    'thread.run.step.created',
    'thread.run.step.in_progress',
    'thread.message.created',
    'thread.message.in_progress',
    'thread.message.delta',
    'thread.message.completed',
    'thread.run.step.completed',
    'thread.run.completed',
  ])
  expect(openai.store.runs.list()).toEqual([await stream.finalRun()])
  expect(openai.store.messages.list().slice(1)).toEqual(await stream.finalMessages())
  expect(openai.store.steps.list()).toEqual(await stream.finalRunSteps())
})

it('streams a thread that is created with its run', async () => {
  const openai = createBackend({ answer: 'Yes.' })
  const client = clientOf(openai)
  const { id: assistant_id } = await client.beta.assistants.create({ model: 'gpt-5' })
  const thread = { messages: [{ role: 'user' as const, content: 'Hello' }] }
  const stream = client.beta.threads.createAndRunStream({ assistant_id, thread })
  const events: AssistantStreamEvent[] = []
  for await (const event of stream) events.push(event)

  expect(events[0]).toEqual({ event: 'thread.created', data: openai.store.threads.list()[0] })
  expect(events[1]).toMatchObject({ event: 'thread.run.created', data: { id: 'run_1' } })
  expect(await stream.finalRun()).toMatchObject({ status: 'completed', thread_id: 'thread_1' })
})

it('streams the end of the step that called a function, and then the rest of the run', async () => {
  const client = clientOf(
    createBackend({
      answer: ({ conversation }) => (conversation.at(-1)?.role === 'tool' ? 'Sunny.' : asking),
    }),
  )
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  const run = await runs.stream(thread_id, { assistant_id }).finalRun()
  const tool_outputs = [{ tool_call_id: 'call_1', output: 'sunny' }]
  const stream = runs.submitToolOutputsStream(run.id, { thread_id, tool_outputs })

  expect(run.status).toBe('requires_action')
  expect((await namesOf(stream)).slice(0, 4)).toEqual([
    'thread.run.step.completed',
    'thread.run.queued',
    'thread.run.in_progress',
    'thread.run.step.created',
  ])
  expect(await stream.finalRun()).toMatchObject({ id: run.id, status: 'completed' })
  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', 'Sunny.'])
})

it('applies the stages, the status and the headers of an answer to its stream', async () => {
  const headers = { 'x-shard': '7' }
  const answer = deliver('Yes.', { through: [cutAfter(2)], status: 201, headers })
  const client = clientOf(createBackend({ answer }))
  const { assistant_id, thread_id } = await newThread(client)
  const request = client.beta.threads.runs.create(thread_id, { assistant_id, stream: true })
  const { data, response } = await request.withResponse()

  expect([response.status, response.headers.get('x-shard')]).toEqual([201, '7'])
  await expect(namesOf(data)).rejects.toThrow('terminated')
})

it('goes on with the polls once the client of the stream has left', async () => {
  const client = clientOf(createBackend({ answer: 'Yes, it is.' }))
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  const stream = await runs.create(thread_id, { assistant_id, stream: true })
  for await (const { event } of stream) if (event === 'thread.message.delta') break

  expect(await runs.retrieve('run_1', { thread_id })).toMatchObject({ status: 'completed' })
  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', 'Yes, it is.'])
})

it('refuses a second run and a new message while a stream is open', async () => {
  const live = new LiveEventStream<AssistantStreamEvent>()
  const client = clientOf(createBackend({ answer: live }))
  const { assistant_id, thread_id } = await newThread(client)
  const { messages, runs } = client.beta.threads
  const stream = runs.stream(thread_id, { assistant_id })
  const run = runWriter()
  await live.emit(run.message('Yes.'))

  await expect(runs.create(thread_id, { assistant_id })).rejects.toThrow(
    '400 Thread thread_1 already has an active run run_1.',
  )
  await expect(messages.create(thread_id, { role: 'user', content: 'Hi' })).rejects.toThrow(
    "400 Can't add messages to thread_1 while a run run_1 is active.",
  )
  await live.emit(run.completed())
  await live.end()
  expect(await stream.finalRun()).toMatchObject({ status: 'completed' })
  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', 'Yes.'])
})

it('keeps each part of a message before the client has it', async () => {
  const live = new LiveEventStream<AssistantStreamEvent>()
  const client = clientOf(createBackend({ answer: live }))
  const { assistant_id, thread_id } = await newThread(client)
  const stream = client.beta.threads.runs.stream(thread_id, { assistant_id })
  const run = runWriter()
  const [...events] = run.message('Yes, it is.')
  await live.emit(events.slice(0, -3))

  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', 'Yes, it'])
  await live.emit([...events.slice(-3), ...run.completed()])
  await live.end()
  await stream.done()
})

it('carries a live run on with the polls', async () => {
  const live = new LiveEventStream<AssistantStreamEvent>()
  const client = clientOf(createBackend({ answer: live }))
  const { assistant_id, thread_id } = await newThread(client)
  const polled = client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  const run = runWriter()
  await live.emit(run.message('Yes.'))
  await live.emit(run.completed())
  void live.end()

  expect(await polled).toMatchObject({ status: 'completed' })
  expect(await live.closed).toBe('completed')
})
