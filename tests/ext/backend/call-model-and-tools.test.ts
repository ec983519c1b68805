import { createBackend } from 'msw-openai/backend'
import { chat, responses } from 'msw-openai'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'
import { newThread } from './new-thread.js'

const LOOK = { type: 'function' as const, function: { name: 'look', parameters: {} } }
const messages = [{ role: 'user' as const, content: 'Hi' }]

it('tells the model and the tools of a chat', async () => {
  const create = chat.completions.create('Yes.')
  const client = clientOf({ handlers: [create] })
  await client.chat.completions.create({ model: 'gpt-5', messages, tools: [LOOK] })
  await client.chat.completions.create({ model: 'gpt-4o', messages })

  expect(create.calls).toMatchObject([
    { model: 'gpt-5', tools: ['look'] },
    { model: 'gpt-4o', tools: [] },
  ])
})

it('tells the hosted tools of a response', async () => {
  const create = responses.create('Yes.')
  const client = clientOf({ handlers: [create] })
  const tools = [
    { type: 'web_search' as const },
    { ...LOOK.function, type: LOOK.type, strict: null },
  ]
  await client.responses.create({ model: 'gpt-5', input: 'Hi', tools })
  expect(create.calls[0]).toMatchObject({ model: 'gpt-5', tools: ['web_search', 'look'] })
})

it('tells neither where the endpoint has none', async () => {
  const openai = createBackend()
  await clientOf(openai).files.list()
  expect(openai.calls[0]?.model).toBeUndefined()
  expect(openai.calls[0]?.tools).toEqual([])
})

it('tells the model and the tools of the assistant of a run', async () => {
  const openai = createBackend({ answer: 'Yes.' })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client, { model: 'gpt-4o', tools: [LOOK] })
  const { runs } = client.beta.threads
  await runs.createAndPoll(thread_id, { assistant_id })
  await runs.createAndPoll(thread_id, { assistant_id, model: 'gpt-5', tools: [] })

  expect(openai.routes.beta.threads.runs.create.calls).toMatchObject([
    { model: 'gpt-4o', tools: ['look'] },
    { model: 'gpt-5', tools: [] },
  ])
})
