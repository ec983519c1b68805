import { continueRun, EventStream, reply, runWriter } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { RunSubmitToolOutputsParams } from 'openai/resources/beta/threads/runs/runs'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'
import { newThread, textsOf } from './new-thread.js'

const toolCalls = [{ name: 'get_weather' }, { name: 'get_time' }]
const tool_outputs = [
  { tool_call_id: 'call_1', output: 'sunny' },
  { tool_call_id: 'call_2', output: 'noon' },
]

it('refuses outputs of a run that requires none', async () => {
  const client = clientOf(createBackend())
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  const { id } = await runs.createAndPoll(thread_id, { assistant_id })

  await expect(runs.submitToolOutputs(id, { thread_id, tool_outputs })).rejects.toThrow(
    '400 Runs in status "completed" do not accept tool outputs.',
  )
})

it('refuses outputs of other calls than the required ones', async () => {
  const openai = createBackend({ answer: reply({ toolCalls }) })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  const { id } = await runs.createAndPoll(thread_id, { assistant_id })
  const submit = (...ids: string[]) =>
    runs.submitToolOutputs(id, {
      thread_id,
      tool_outputs: ids.map((tool_call_id) => ({ tool_call_id, output: '' })),
    })

  await expect(submit()).rejects.toThrow(
    "400 Expected tool outputs for call_ids ['call_1', 'call_2'], got []",
  )
  await expect(submit('call_1', 'x')).rejects.toThrow(
    "400 Expected tool outputs for call_ids ['call_1', 'call_2'], got ['call_1', 'x']",
  )
  expect(openai.store.runs.list()).toMatchObject([{ status: 'requires_action' }])
})

it('asks again for outputs until the model has enough', async () => {
  const openai = createBackend({
    answer: ({ conversation }) =>
      conversation.length < 7 ? reply({ toolCalls }) : `${conversation.length} things`,
  })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  const ids: string[] = []
  let run = await runs.createAndPoll(thread_id, { assistant_id })
  while (run.required_action) {
    const outputs = run.required_action.submit_tool_outputs.tool_calls.map((call) => ({
      tool_call_id: call.id,
      output: 'yes',
    }))
    ids.push(...outputs.map((output) => output.tool_call_id))
    run = await runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs: outputs })
  }

  expect(ids).toEqual(['call_1', 'call_2', 'call_3', 'call_4'])
  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', '7 things'])
})

it('takes outputs for a run that the test has put into the store', async () => {
  const openai = createBackend({ answer: 'Thanks.' })
  const { id: thread_id } = openai.store.threads.put({})
  const tool_calls = [{ id: 'call_7', function: { name: 'get_weather' } }]
  const { id } = openai.store.runs
    .of(thread_id)
    .put({ required_action: { submit_tool_outputs: { tool_calls } } })
  const outputs = [{ tool_call_id: 'call_7', output: 'sunny' }]
  const client = clientOf(openai)
  const run = await client.beta.threads.runs.submitToolOutputsAndPoll(id, {
    thread_id,
    tool_outputs: outputs,
  })

  expect(run).toMatchObject({ status: 'completed' })
  expect(await textsOf(client, thread_id)).toEqual(['Thanks.'])
  expect(openai.store.steps.of(id).list()).toMatchObject([
    { status: 'completed', step_details: { tool_calls: [{ function: { output: 'sunny' } }] } },
    { type: 'message_creation' },
  ])
})

class Asking extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    yield* runWriter().toolCalls(toolCalls)
  }
}

class Answered extends EventStream<AssistantStreamEvent> {
  constructor(readonly outputs: RunSubmitToolOutputsParams.ToolOutput[]) {
    super()
  }
  *generate(): Generator<AssistantStreamEvent> {
    const run = continueRun(new Asking(), this.outputs)
    yield* run.message('It is noon.')
    yield* run.completed()
  }
}

class Greeting extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const run = runWriter()
    yield* run.message('It is noon.')
    yield* run.completed()
  }
}

it.each([new Answered(tool_outputs), new Greeting()])(
  'continues a run with the script $constructor.name',
  async (script) => {
    const openai = createBackend({
      answer: ({ conversation }) => (conversation.at(-1)?.role === 'tool' ? script : new Asking()),
    })
    const client = clientOf(openai)
    const { assistant_id, thread_id } = await newThread(client)
    const { runs } = client.beta.threads
    const { id } = await runs.createAndPoll(thread_id, { assistant_id })
    const stream = runs.submitToolOutputsStream(id, { thread_id, tool_outputs })
    const names: string[] = []
    for await (const { event } of stream) names.push(event)

    expect(names.slice(0, 3)).toEqual([
      'thread.run.step.completed',
      'thread.run.queued',
      'thread.run.in_progress',
    ])
    expect(names.filter((name) => name === 'thread.run.step.completed')).toHaveLength(2)
    expect(await stream.finalRun()).toMatchObject({ id, status: 'completed' })
    expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', 'It is noon.'])
  },
)

it('leaves the run as it was where a Response is the answer', async () => {
  const openai = createBackend({
    answer: ({ conversation }) =>
      conversation.at(-1)?.role === 'tool' ? Response.json({}, { status: 418 }) : new Asking(),
  })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  const run = await runs.createAndPoll(thread_id, { assistant_id })
  const steps = openai.store.steps.list()

  await expect(runs.submitToolOutputs(run.id, { thread_id, tool_outputs })).rejects.toThrow('418')
  expect(openai.store.runs.list()).toEqual([run])
  expect(openai.store.steps.list()).toEqual(steps)
})
