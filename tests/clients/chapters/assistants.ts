import { collect } from 'msw-openai'
import type OpenAI from 'openai'
import { expect } from 'vitest'
import { idsOf, RED } from './chapter.js'

const getWeather = { type: 'function', function: { name: 'get_weather' } } as const
const question = { role: 'user', content: 'Is it sunny?' } as const

/** Keeps assistants. */
export async function assistantsChapter({ beta: { assistants } }: OpenAI): Promise<void> {
  const { id } = await assistants.create({ model: 'gpt-4o', name: 'Ada' })
  const other = await assistants.create({ model: 'gpt-4o', name: 'Grace' })

  expect(await idsOf(assistants.list({ limit: 1 }))).toEqual([other.id, id])
  await assistants.update(id, { name: 'Ada L.' })
  expect(await assistants.retrieve(id)).toMatchObject({ name: 'Ada L.' })
  await assistants.delete(id)
  expect(await idsOf(assistants.list())).toEqual([other.id])
}

/** Keeps threads with their messages. */
export async function threadsChapter({ beta: { threads } }: OpenAI): Promise<void> {
  const { id: thread_id } = await threads.create({ messages: [question] })
  await threads.update(thread_id, { metadata: RED })
  expect(await threads.retrieve(thread_id)).toMatchObject({ metadata: RED })

  const { id } = await threads.messages.create(thread_id, { role: 'user', content: 'Well?' })
  await threads.messages.update(id, { thread_id, metadata: RED })
  expect(await threads.messages.retrieve(id, { thread_id })).toMatchObject({ metadata: RED })
  const [newest, oldest] = await idsOf(threads.messages.list(thread_id, { limit: 1 }))
  expect(newest).toBe(id)
  await threads.messages.delete(id, { thread_id })
  expect(await idsOf(threads.messages.list(thread_id))).toEqual([oldest])

  await threads.delete(thread_id)
  await expect(threads.retrieve(thread_id)).rejects.toThrow(
    `404 No thread found with id '${thread_id}'.`,
  )
}

/** Carries out a run with a function, and cancels another. */
export async function runsChapter({ beta: { assistants, threads } }: OpenAI): Promise<void> {
  const { id: assistant_id } = await assistants.create({ model: 'gpt-4o', tools: [getWeather] })
  const { id: thread_id } = await threads.create({ messages: [question] })
  const { runs } = threads
  const { id } = await runs.create(thread_id, { assistant_id })
  const asking = await runs.poll(id, { thread_id })
  const calls = asking.required_action?.submit_tool_outputs.tool_calls ?? []
  const tool_outputs = calls.map((call) => ({ tool_call_id: call.id, output: 'Sunny.' }))
  await runs.submitToolOutputs(id, { thread_id, tool_outputs })

  expect(asking.status).toBe('requires_action')
  expect(await runs.poll(id, { thread_id })).toMatchObject({ status: 'completed' })
  const [last, first] = await collect(runs.steps.list(id, { thread_id, limit: 1 }))
  expect([first?.type, last?.type]).toEqual(['tool_calls', 'message_creation'])
  expect(await runs.steps.retrieve(last?.id ?? '', { thread_id, run_id: id })).toEqual(last)

  const other = await runs.create(thread_id, { assistant_id })
  expect((await runs.cancel(other.id, { thread_id })).status).toBe('cancelling')
  await runs.update(id, { thread_id, metadata: RED })
  expect(await runs.retrieve(id, { thread_id })).toMatchObject({ metadata: RED })
  expect(await idsOf(runs.list(thread_id, { limit: 1 }))).toEqual([other.id, id])
}

/** Streams runs: one that is created with its thread, one that asks for outputs, and the rest of it. */
export async function runStreamsChapter({ beta: { assistants, threads } }: OpenAI): Promise<void> {
  const { id: assistant_id } = await assistants.create({ model: 'gpt-4o' })
  const messages = [question]
  const created = await threads.createAndRun({ assistant_id, thread: { messages } })
  expect(created.status).toBe('queued')
  const whole = await collect(
    threads.createAndRun({ assistant_id, thread: { messages }, stream: true }),
  )
  expect(whole.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['thread.created', 'thread.message.delta', 'thread.run.completed']),
  )

  const { id: thread_id } = await threads.create({ messages })
  const asked = { assistant_id, tools: [getWeather], stream: true as const }
  const asking = (await collect(threads.runs.create(thread_id, asked))).at(-1)
  if (asking?.event !== 'thread.run.requires_action') throw new Error('The run requires no action.')
  const calls = asking.data.required_action?.submit_tool_outputs.tool_calls ?? []
  const tool_outputs = calls.map(({ id }) => ({ tool_call_id: id, output: 'Sunny.' }))
  const outputs = { thread_id, tool_outputs, stream: true } as const
  const rest = await collect(threads.runs.submitToolOutputs(asking.data.id, outputs))
  expect(rest.map(({ event }) => event)).toContain('thread.run.completed')
}
