import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'
import { newThread, textsOf } from './new-thread.js'

it('keeps a thread with its messages', async () => {
  const client = clientOf(createBackend())
  const thread = await client.beta.threads.create({
    messages: [
      { role: 'user', content: 'Is it sunny?' },
      { role: 'assistant', content: [{ type: 'text', text: 'Yes.' }] },
    ],
    metadata: { user: 'ada' },
  })

  expect(await client.beta.threads.retrieve(thread.id)).toEqual(thread)
  expect(thread).toMatchObject({ id: 'thread_1', metadata: { user: 'ada' } })
  expect(await textsOf(client, thread.id)).toEqual(['Is it sunny?', 'Yes.'])
})

it('changes the metadata of a thread and of a message', async () => {
  const client = clientOf(createBackend())
  const { thread_id } = await newThread(client)
  const metadata = { user: 'ada' }
  await client.beta.threads.update(thread_id, { metadata })
  await client.beta.threads.messages.update('msg_1', { thread_id, metadata })

  expect(await client.beta.threads.retrieve(thread_id)).toMatchObject({ metadata })
  const message = await client.beta.threads.messages.retrieve('msg_1', { thread_id })
  expect(message).toMatchObject({ metadata, content: [{ text: { value: 'Is it sunny?' } }] })
})

it('creates the vector stores of a thread', async () => {
  const openai = createBackend()
  openai.store.files.put({}, 'Refunds take 14 days.')
  const vector_stores = [{ file_ids: ['file-1'], metadata: { topic: 'refunds' } }]
  const tool_resources = { file_search: { vector_stores } }
  const thread = await clientOf(openai).beta.threads.create({ tool_resources })

  expect(thread.tool_resources?.file_search).toEqual({ vector_store_ids: ['vs_1'] })
  expect(openai.store.vectorStores.list()).toMatchObject([
    { id: 'vs_1', metadata: { topic: 'refunds' }, file_counts: { total: 1 } },
  ])
})

it('pages 45 messages by 7 in both orders, without a repeat and without a gap', async () => {
  const openai = createBackend()
  const { threads } = clientOf(openai).beta
  const { id } = await threads.create()
  for (let number = 1; number <= 45; number++)
    await threads.messages.create(id, { role: 'user', content: `Message ${number}` })
  const oldestFirst = openai.store.messages
    .of(id)
    .list()
    .map((message) => message.id)

  const listed = async (order: 'asc' | 'desc') => {
    const ids: string[] = []
    for await (const message of threads.messages.list(id, { order, limit: 7 })) ids.push(message.id)
    return ids
  }
  expect(await listed('asc')).toEqual(oldestFirst)
  expect(await listed('desc')).toEqual(oldestFirst.toReversed())
  const before = await threads.messages.list(id, { order: 'asc', before: 'msg_3' })
  expect(before.data.map((message) => message.id)).toEqual(['msg_1', 'msg_2'])
})

it('lists the messages of one run', async () => {
  const client = clientOf(createBackend({ answer: 'Yes.' }))
  const { assistant_id, thread_id } = await newThread(client)
  await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })

  const { data } = await client.beta.threads.messages.list(thread_id, { run_id: 'run_1' })
  expect(data).toMatchObject([{ id: 'msg_2', run_id: 'run_1', assistant_id: 'asst_1' }])
})

it('deletes a message, and a thread with its messages, runs and steps', async () => {
  const openai = createBackend({ answer: 'Yes.' })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })

  expect(await client.beta.threads.messages.delete('msg_1', { thread_id })).toEqual({
    id: 'msg_1',
    object: 'thread.message.deleted',
    deleted: true,
  })
  expect(await textsOf(client, thread_id)).toEqual(['Yes.'])
  expect(await client.beta.threads.delete(thread_id)).toEqual({
    id: thread_id,
    object: 'thread.deleted',
    deleted: true,
  })
  const { messages, runs, steps } = openai.store
  expect([messages.list(), runs.list(), steps.list()]).toEqual([[], [], []])
})

it('refuses an unknown thread', async () => {
  const { threads } = clientOf(createBackend()).beta
  const requests = [
    threads.retrieve('thread_9'),
    threads.update('thread_9', {}),
    threads.delete('thread_9'),
    threads.messages.create('thread_9', { role: 'user', content: 'Hi' }),
    threads.messages.list('thread_9'),
    threads.runs.create('thread_9', { assistant_id: 'asst_9' }),
    threads.runs.list('thread_9'),
    threads.runs.steps.list('run_9', { thread_id: 'thread_9' }),
  ]
  for (const request of requests)
    await expect(request).rejects.toThrow("404 No thread found with id 'thread_9'.")
})

it('refuses an unknown message', async () => {
  const client = clientOf(createBackend())
  const { thread_id } = await newThread(client)
  const { messages } = client.beta.threads
  const message = "404 No message found with id 'msg_9'."

  await expect(messages.retrieve('msg_9', { thread_id })).rejects.toThrow(message)
  await expect(messages.update('msg_9', { thread_id })).rejects.toThrow(message)
  await expect(messages.delete('msg_9', { thread_id })).rejects.toThrow(message)
})

it('serves a thread that the test has put into the store', async () => {
  const openai = createBackend()
  const { id } = openai.store.threads.put({ metadata: { user: 'ada' } })
  openai.store.messages.of(id).put({ role: 'user', content: [{ text: { value: 'Hello' } }] })
  const client = clientOf(openai)

  expect(await client.beta.threads.retrieve(id)).toMatchObject({ metadata: { user: 'ada' } })
  expect(await textsOf(client, id)).toEqual(['Hello'])
})

it.each([
  ['a text', 'Hello'],
  ['short blocks', [{ type: 'text', text: 'Hello' }]],
])('takes %s as the content of a message, as a request does', async (_, content) => {
  const openai = createBackend()
  const { id } = openai.store.threads.put({})
  openai.store.messages.of(id).put({ role: 'user', content: content as never })

  expect(await textsOf(clientOf(openai), id)).toEqual(['Hello'])
})
