import { beta, inOrder, vectorStores } from 'msw-openai'
import { expect, it } from 'vitest'
import { createClient, useServer } from './support.js'

const server = useServer()
const passing = { status: 'in_progress' } as const
const ended = { status: 'completed' } as const

it('polls a run to its end', async () => {
  const retrieve = beta.threads.runs.retrieve(inOrder({ status: 'queued' }, passing, ended))
  server.use(beta.threads.runs.create({ status: 'queued' }), retrieve)
  const { runs } = createClient().beta.threads

  await expect(runs.createAndPoll('thread_7', { assistant_id: 'asst_7' })).resolves.toMatchObject({
    id: 'run_1',
    thread_id: 'thread_7',
    ...ended,
  })
  expect(retrieve.calls).toHaveLength(3)
})

it('polls a file of a vector store to its end', async () => {
  const retrieve = vectorStores.files.retrieve(inOrder(passing, passing, ended))
  server.use(vectorStores.files.create(passing), retrieve)
  const { files } = createClient().vectorStores

  await expect(files.createAndPoll('vs_7', { file_id: 'file-a' })).resolves.toMatchObject({
    id: 'file-a',
    vector_store_id: 'vs_7',
    ...ended,
  })
  expect(retrieve.calls).toHaveLength(3)
})

it('polls a batch of files to its end', async () => {
  const retrieve = vectorStores.fileBatches.retrieve(inOrder(passing, ended))
  server.use(vectorStores.fileBatches.create(passing), retrieve)
  const { fileBatches } = createClient().vectorStores

  await expect(fileBatches.createAndPoll('vs_7', { file_ids: ['file-a'] })).resolves.toMatchObject({
    id: 'vsfb_1',
    vector_store_id: 'vs_7',
    ...ended,
  })
  expect(retrieve.calls).toHaveLength(2)
})

it('reads a list to its end, page by page', async () => {
  const list = beta.threads.messages.list([{}, {}, {}, {}, {}])
  server.use(list)
  const ids = []
  for await (const { id } of createClient().beta.threads.messages.list('thread_7', { limit: 2 })) {
    ids.push(id)
  }

  expect(ids).toEqual(['msg_1', 'msg_2', 'msg_3', 'msg_4', 'msg_5'])
  expect(list.calls.map(({ url }) => url.searchParams.get('after'))).toEqual([
    null,
    'msg_2',
    'msg_4',
  ])
})
