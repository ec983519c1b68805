import { createBackend, type BackendOptions } from 'msw-openai/backend'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const include = ['step_details.tool_calls[*].file_search.results[*].content' as const]
const content = 'How many days does a refund take?'

/** Makes an assistant that searches a vector store with one file, and a thread with a question. */
async function start(options?: BackendOptions) {
  const openai = createBackend(options)
  const client = clientOf(openai)
  const file = await client.files.create({
    file: new File(['Refunds take 14 days.'], 'refunds.md'),
    purpose: 'assistants',
  })
  const assistant = await client.beta.assistants.create({
    model: 'gpt-5',
    tools: [{ type: 'file_search' }],
    tool_resources: { file_search: { vector_stores: [{ file_ids: [file.id] }] } },
  })
  const thread = await client.beta.threads.create({ messages: [{ role: 'user', content }] })
  return { openai, client, assistant_id: assistant.id, thread_id: thread.id }
}

const quoted = {
  value: 'According to refunds.md: Refunds take 14 days【4:0†refunds.md】.',
  annotations: [
    {
      type: 'file_citation',
      text: '【4:0†refunds.md】',
      start_index: 45,
      end_index: 61,
      file_citation: { file_id: 'file-1' },
    },
  ],
}
const result = { file_id: 'file-1', file_name: 'refunds.md', score: expect.any(Number) }
const contents = [{ type: 'text', text: 'Refunds take 14 days.' }]

it('answers a thread from the files of its assistant', async () => {
  const { client, assistant_id, thread_id } = await start()
  const { messages, runs } = client.beta.threads

  const run = await runs.createAndPoll(thread_id, { assistant_id })
  const listed = await messages.list(thread_id, { order: 'asc' })
  const steps = await runs.steps.list(run.id, { thread_id, order: 'asc' })

  expect(run.status).toBe('completed')
  expect(listed.data.map((message) => message.content)).toEqual([
    [{ type: 'text', text: { value: content, annotations: [] } }],
    [{ type: 'text', text: quoted }],
  ])
  expect(steps.data.map(({ status, step_details }) => ({ status, step_details }))).toEqual([
    {
      status: 'completed',
      step_details: {
        type: 'tool_calls',
        tool_calls: [
          {
            id: expect.stringMatching(/^call_/),
            type: 'file_search',
            file_search: {
              ranking_options: { ranker: 'default_2024_08_21', score_threshold: 0 },
              results: [{ ...result, attributes: {} }],
            },
          },
        ],
      },
    },
    {
      status: 'completed',
      step_details: {
        type: 'message_creation',
        message_creation: { message_id: listed.data[1]?.id },
      },
    },
  ])
})

it('gives the contents of results to requests that include them', async () => {
  const { client, assistant_id, thread_id } = await start()
  const { runs } = client.beta.threads
  const run = await runs.createAndPoll(thread_id, { assistant_id })
  const { data } = await runs.steps.list(run.id, { thread_id, include, order: 'asc' })
  const of = { thread_id, run_id: run.id }

  const withContents = await runs.steps.retrieve(data[0]?.id ?? '', { ...of, include })
  const without = await runs.steps.retrieve(data[0]?.id ?? '', of)

  expect(data[0]).toEqual(withContents)
  expect(withContents.step_details).toMatchObject({
    tool_calls: [{ file_search: { results: [{ ...result, content: contents }] } }],
  })
  expect(JSON.stringify(without)).not.toContain('content"')
})

it.each([
  ['without contents', {}, [{ ...result, attributes: {} }]],
  ['with the included contents', { include }, [{ ...result, attributes: {}, content: contents }]],
])('streams the search before the answer, %s', async (_, options, results) => {
  const { client, assistant_id, thread_id } = await start()

  const events: AssistantStreamEvent[] = []
  const stream = client.beta.threads.runs.stream(thread_id, { assistant_id, ...options })
  for await (const event of stream) events.push(event)

  const names = events.map(({ event }) => event.replace(/^thread\./, ''))
  expect(names.filter((name, index) => name !== names[index - 1])).toEqual([
    'run.created',
    'run.queued',
    'run.in_progress',
    'run.step.created',
    'run.step.in_progress',
    'run.step.delta',
    'run.step.completed',
    'run.step.created',
    'run.step.in_progress',
    'message.created',
    'message.in_progress',
    'message.delta',
    'message.completed',
    'run.step.completed',
    'run.completed',
  ])
  const ended = events.find(({ event }) => event === 'thread.run.step.completed')
  expect(ended?.data).toMatchObject({
    step_details: { tool_calls: [{ type: 'file_search', file_search: { results } }] },
  })
  expect((await stream.finalMessages())[0]?.content).toEqual([{ type: 'text', text: quoted }])
})

it('keeps the words of a test, and cites the file', async () => {
  const { client, assistant_id, thread_id } = await start({ answer: 'Two weeks.' })

  await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })

  const { data } = await client.beta.threads.messages.list(thread_id)
  expect(data[0]?.content).toMatchObject([{ text: { value: 'Two weeks【4:0†refunds.md】.' } }])
})

it('searches the files that the messages of a thread attach', async () => {
  const { openai, client, assistant_id, thread_id } = await start()
  const attach = async (text: string, name: string) => {
    const file = new File([text], name)
    const { id: file_id } = await client.files.create({ file, purpose: 'assistants' })
    return { file_id, tools: [{ type: 'file_search' as const }] }
  }
  const { messages, runs } = client.beta.threads
  const add = async (text: string, name: string) =>
    messages.create(thread_id, {
      role: 'user',
      content: 'When does the shop open?',
      attachments: [await attach(text, name)],
    })

  await add('The cellar is open on Mondays.', 'cellar.md')
  const message = await add('The shop opens at nine.', 'hours.md')
  await runs.createAndPoll(thread_id, { assistant_id })

  const thread = await client.beta.threads.retrieve(thread_id)
  expect(thread.tool_resources?.file_search).toEqual({ vector_store_ids: ['vs_2'] })
  expect(openai.store.vectorStores.get('vs_2')).toMatchObject({
    expires_after: { anchor: 'last_active_at', days: 7 },
    file_counts: { total: 2 },
  })
  expect(message.attachments).toMatchObject([{ file_id: 'file-3' }])
  const { data } = await messages.list(thread_id, { limit: 1 })
  expect(data[0]?.content).toMatchObject([
    { text: { value: 'According to hours.md: The shop opens at nine【4:0†hours.md】.' } },
  ])
})

it('searches the file that the first message of a thread attaches', async () => {
  const { client, assistant_id } = await start()
  const attachments = [{ file_id: 'file-1', tools: [{ type: 'file_search' as const }] }]

  const thread = await client.beta.threads.create({
    messages: [{ role: 'user', content, attachments }],
  })
  await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })

  expect(thread.tool_resources?.file_search?.vector_store_ids).toEqual(['vs_2'])
})

it('searches after the output of a function', async () => {
  const { client, assistant_id, thread_id } = await start()
  const { messages, runs } = client.beta.threads
  const now = { type: 'function', function: { name: 'now' } } as const
  const tools = [{ type: 'file_search' } as const, now]
  const asking = await runs.createAndPoll(thread_id, { assistant_id, tools })
  const [call] = asking.required_action?.submit_tool_outputs.tool_calls ?? []

  const run = await runs.submitToolOutputsAndPoll(asking.id, {
    thread_id,
    tool_outputs: [{ tool_call_id: call?.id ?? '', output: 'noon' }],
  })

  const steps = await runs.steps.list(run.id, { thread_id, order: 'asc' })
  expect(steps.data.map(({ step_details }) => step_details)).toMatchObject([
    { tool_calls: [{ type: 'function', function: { output: 'noon' } }] },
    { tool_calls: [{ type: 'file_search' }] },
    { type: 'message_creation' },
  ])
  const { data } = await messages.list(thread_id, { limit: 1 })
  expect(data[0]?.content).toMatchObject([
    { text: { value: `now returned: noon\n${quoted.value}` } },
  ])
})

it('keeps an answer in JSON as it is', async () => {
  const { client, assistant_id, thread_id } = await start({ answer: '{"days":14}' })
  const response_format = { type: 'json_object' } as const

  await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id, response_format })

  const { data } = await client.beta.threads.messages.list(thread_id, { limit: 1 })
  expect(data[0]?.content).toMatchObject([{ text: { value: '{"days":14}', annotations: [] } }])
})

it('refuses a message that attaches an unknown file', async () => {
  const { openai, client, thread_id } = await start()
  const attachments = [{ file_id: 'file-9', tools: [{ type: 'file_search' as const }] }]

  await expect(
    client.beta.threads.messages.create(thread_id, { role: 'user', content, attachments }),
  ).rejects.toThrow('404 No such File object: file-9')
  await expect(
    client.beta.threads.create({ messages: [{ role: 'user', content, attachments }] }),
  ).rejects.toThrow('404 No such File object: file-9')
  expect(openai.store.messages.list()).toHaveLength(1)
  expect(openai.store.threads.list()).toHaveLength(1)
})

it('refuses a run whose vector store was deleted', async () => {
  const { openai, client, assistant_id, thread_id } = await start()
  await client.vectorStores.delete('vs_1')

  await expect(client.beta.threads.runs.create(thread_id, { assistant_id })).rejects.toThrow(
    "404 No vector store found with id 'vs_1'.",
  )
  expect(openai.store.runs.of(thread_id).list()).toEqual([])
})

it('searches nothing without a vector store, and where the run allows no tool', async () => {
  const { client, assistant_id, thread_id } = await start()
  const { runs } = client.beta.threads
  const none = await runs.createAndPoll(thread_id, { assistant_id, tool_choice: 'none' })
  await client.beta.assistants.update(assistant_id, {
    tool_resources: { file_search: { vector_store_ids: [] } },
  })
  const empty = await runs.createAndPoll(thread_id, { assistant_id })

  for (const { id } of [none, empty]) {
    const { data } = await runs.steps.list(id, { thread_id })
    expect(data.map(({ type }) => type)).toEqual(['message_creation'])
  }
})
