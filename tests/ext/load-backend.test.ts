import { collect } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type OpenAI from 'openai'
import { expect, it } from 'vitest'
import { collectGarbage } from '../collect-garbage.js'
import { clientOf } from './backend/client-of.js'

const MB = 2 ** 20
const hello = { role: 'user', content: 'Hello' } as const

/** Sends eleven requests, after which the store has what it had before. */
async function send(client: OpenAI, assistant_id: string): Promise<void> {
  const { beta, chat, conversations, files, responses } = client
  await collect(chat.completions.create({ model: 'gpt-5', messages: [hello], stream: true }))
  const { id } = await responses.create({ model: 'gpt-5', input: 'Hello', background: true })
  await collect(responses.retrieve(id, { stream: true }))
  await responses.delete(id)
  const run = await beta.threads.createAndRun({ assistant_id })
  await beta.threads.runs.retrieve(run.id, { thread_id: run.thread_id })
  await beta.threads.delete(run.thread_id)
  const file = await files.create({ file: new File(['Hello'], 'a.txt'), purpose: 'user_data' })
  await files.delete(file.id)
  const conversation = await conversations.create({ items: [hello] })
  await conversations.delete(conversation.id)
}

/** Measures the memory in use after garbage collection, in bytes. */
async function memory(): Promise<number> {
  await collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

it('keeps nothing of 2,200 requests but the last 100 calls of each route', async () => {
  const openai = createBackend({ answer: 'Hi', calls: 100 })
  const client = clientOf(openai)
  const { id } = openai.store.assistants.put({})
  for (let round = 0; round < 100; round++) await send(client, id)
  const before = await memory()

  for (let round = 0; round < 200; round++) await send(client, id)

  // Without a limit to the calls, 14 MB remain.
  expect((await memory()) - before).toBeLessThan(10 * MB)
  expect(openai.calls).toHaveLength(1_100)
})
