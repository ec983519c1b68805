import { AsyncEventStream, reply, runWriter, LiveEventStream } from 'msw-openai'
import { createBackend, type Backend } from 'msw-openai/backend'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'
import { newThread, textsOf } from './new-thread.js'

/** Creates a run that is queued. */
async function newRun(openai: Backend) {
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  await runs.create(thread_id, { assistant_id })
  const cancel = () => runs.cancel('run_1', { thread_id })
  const poll = () => runs.retrieve('run_1', { thread_id })
  return { client, thread_id, cancel, poll }
}

it('cancels a queued run at the next poll', async () => {
  const { client, thread_id, cancel, poll } = await newRun(createBackend())

  expect(await cancel()).toMatchObject({ status: 'cancelling' })
  await expect(cancel()).rejects.toThrow("400 Cannot cancel run with status 'cancelling'.")
  expect(await poll()).toMatchObject({ status: 'cancelled', cancelled_at: 1700000003 })
  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?'])
})

it('cancels a run in progress, and lets the thread have another', async () => {
  const { client, thread_id, cancel, poll } = await newRun(createBackend())
  await poll()
  await cancel()

  expect(await poll()).toMatchObject({ status: 'cancelled' })
  const assistant_id = 'asst_1'
  const next = await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  expect(next).toMatchObject({ id: 'run_2', status: 'completed' })
})

it('cancels a run that requires action, and its open step', async () => {
  const openai = createBackend({ answer: reply({ toolCalls: [{ name: 'get_weather' }] }) })
  const { cancel, poll } = await newRun(openai)
  await poll()
  expect(await poll()).toMatchObject({ status: 'requires_action' })
  await cancel()

  expect(await poll()).toMatchObject({ status: 'cancelled', required_action: null })
  expect(openai.store.steps.list()).toMatchObject([{ status: 'cancelled' }])
})

it('refuses to cancel a run that is over', async () => {
  const { cancel, poll } = await newRun(createBackend())
  await poll()
  await poll()

  await expect(cancel()).rejects.toThrow("400 Cannot cancel run with status 'completed'.")
})

it('ends an open stream with the events of a cancelled run', async () => {
  const live = new LiveEventStream<AssistantStreamEvent>()
  const openai = createBackend({ answer: live })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  const stream = runs.stream(thread_id, { assistant_id })
  const names: string[] = []
  stream.on('event', ({ event }) => names.push(event))
  await live.emit([...runWriter().message('Yes, it is.')].slice(0, -3))
  await runs.cancel('run_1', { thread_id })

  expect(await stream.finalRun()).toMatchObject({ status: 'cancelled' })
  expect(names.slice(-4)).toEqual([
    'thread.run.cancelling',
    'thread.message.incomplete',
    'thread.run.step.cancelled',
    'thread.run.cancelled',
  ])
  expect(openai.store.messages.list()[1]).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'run_cancelled' },
    content: [{ text: { value: 'Yes, it' } }],
  })
})

it('stops a script that waits', async () => {
  const left = Promise.withResolvers<string>()
  class Waiting extends AsyncEventStream<AssistantStreamEvent> {
    async *generate(signal: AbortSignal): AsyncGenerator<AssistantStreamEvent> {
      try {
        yield* runWriter().start()
        await new Promise((_, reject) => signal.addEventListener('abort', reject))
      } finally {
        left.resolve('left')
      }
    }
  }
  const { cancel, poll } = await newRun(createBackend({ answer: new Waiting() }))
  await poll()
  expect(await poll()).toMatchObject({ status: 'in_progress' })
  await cancel()

  expect(await poll()).toMatchObject({ status: 'cancelled' })
  expect(await left.promise).toBe('left')
})

it('cancels a run that the test has put into the store', async () => {
  const openai = createBackend()
  const { id: thread_id } = openai.store.threads.put({})
  const { id } = openai.store.runs.of(thread_id).put({ status: 'in_progress' })
  openai.store.messages.of(thread_id).put({ run_id: id, status: 'in_progress' })
  const { runs } = clientOf(openai).beta.threads

  expect(await runs.retrieve(id, { thread_id })).toMatchObject({ status: 'in_progress' })
  await runs.cancel(id, { thread_id })
  expect(await runs.retrieve(id, { thread_id })).toMatchObject({ status: 'cancelled' })
  expect(openai.store.messages.list()).toMatchObject([{ status: 'incomplete' }])
})

it('cancels a run that the test has put into the store as one that is being cancelled', async () => {
  const openai = createBackend()
  const { id: thread_id } = openai.store.threads.put({})
  const { id } = openai.store.runs.of(thread_id).put({ status: 'cancelling' })

  const run = await clientOf(openai).beta.threads.runs.poll(id, { thread_id })
  expect(run).toMatchObject({ status: 'cancelled' })
})

// No event says that a run was deleted with its thread.
const NO_ENDING = { meta: { findings: ['runs/ending-missing'] } }

it('ends an open stream of a thread that is deleted', NO_ENDING, async () => {
  const live = new LiveEventStream<AssistantStreamEvent>()
  const openai = createBackend({ answer: live })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  const stream = await client.beta.threads.runs.create(thread_id, { assistant_id, stream: true })
  const read = Array.fromAsync(stream)
  await live.emit(runWriter().start())
  await client.beta.threads.delete(thread_id)

  expect(await read).toHaveLength(3)
  expect(openai.store.runs.list()).toEqual([])
})
