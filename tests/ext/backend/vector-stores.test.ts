import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { answerSchema } from '../../core/openapi/answer-schemas.js'
import { clientOf } from './client-of.js'

/** Makes a backend with two files, and a client of it. */
function start() {
  const openai = createBackend()
  openai.store.files.put({ id: 'file-a', filename: 'a.txt' }, 'Refunds take 14 days.')
  openai.store.files.put({ id: 'file-b', filename: 'b.md' }, '# Hours\nWe open at nine.')
  return { openai, ...clientOf(openai) }
}

it('keeps the vector stores that a client creates', async () => {
  const { vectorStores } = start()
  const handbook = await vectorStores.create({ name: 'Handbook', metadata: { team: 'a' } })
  const minutes = await vectorStores.create({ name: 'Minutes' })

  const changed = await vectorStores.update(handbook.id, { name: 'Manual' })
  const page = await vectorStores.list({ limit: 1 })
  const before = await vectorStores.list({ order: 'asc', before: minutes.id })
  const deleted = await vectorStores.delete(minutes.id)

  expect(handbook).toMatchObject({ id: 'vs_1', status: 'completed', file_counts: { total: 0 } })
  expect(changed).toEqual({ ...handbook, name: 'Manual' })
  expect(await vectorStores.retrieve('vs_1')).toEqual(changed)
  expect(page.data).toEqual([minutes])
  expect(page.has_more).toBe(true)
  expect(before.data).toEqual([changed])
  expect(deleted).toEqual({ id: 'vs_2', object: 'vector_store.deleted', deleted: true })
  await expect(vectorStores.retrieve('vs_2')).rejects.toThrow(
    "404 No vector store found with id 'vs_2'.",
  )
})

it('creates a vector store with files, which are processed by the next request', async () => {
  const { vectorStores } = start()

  const created = await vectorStores.create({ file_ids: ['file-a', 'file-b'] })
  const { data: listed } = await vectorStores.list()
  const files = await vectorStores.files.list('vs_1', { order: 'asc' })

  expect(created).toMatchObject({
    status: 'in_progress',
    usage_bytes: 0,
    file_counts: { in_progress: 2, completed: 0, total: 2 },
  })
  expect(listed).toMatchObject([
    { status: 'completed', usage_bytes: 45, file_counts: { completed: 2, total: 2 } },
  ])
  expect(files.data).toMatchObject([
    { id: 'file-a', vector_store_id: 'vs_1', status: 'completed', usage_bytes: 21 },
    { id: 'file-b', vector_store_id: 'vs_1', status: 'completed', usage_bytes: 24 },
  ])
})

it('answers as the published description says', async () => {
  const { vectorStores } = start()
  const check = answerSchema('GET', '/vector_stores/:vector_store_id')
  const checkFile = answerSchema('POST', '/vector_stores/:vector_store_id/files')
  const checkBatch = answerSchema('POST', '/vector_stores/:vector_store_id/file_batches')

  const expires_after = { anchor: 'last_active_at', days: 1 } as const
  await vectorStores.create({ file_ids: ['file-a'], expires_after })

  check?.(await vectorStores.retrieve('vs_1'))
  checkFile?.(await vectorStores.files.create('vs_1', { file_id: 'file-b' }))
  checkBatch?.(await vectorStores.fileBatches.create('vs_1', { file_ids: ['file-a'] }))
  expect([check?.errors, checkFile?.errors, checkBatch?.errors]).toEqual([null, null, null])
})

it('adds a file, and polls it to its end', async () => {
  const { vectorStores, openai } = start()
  await vectorStores.create({})

  const added = await vectorStores.files.create('vs_1', { file_id: 'file-a' })
  const polled = await vectorStores.files.createAndPoll('vs_1', {
    file_id: 'file-b',
    attributes: { year: 2024 },
    chunking_strategy: { type: 'auto' },
  })

  expect(added.status).toBe('in_progress')
  expect(polled).toMatchObject({
    id: 'file-b',
    status: 'completed',
    attributes: { year: 2024 },
    chunking_strategy: {
      type: 'static',
      static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 },
    },
  })
  expect(openai.store.vectorStores.get('vs_1')?.file_counts.total).toBe(2)
})

it('changes the attributes of a file, gives its text, and takes it out', async () => {
  const { vectorStores, openai } = start()
  await vectorStores.create({ file_ids: ['file-a'] })
  const place = { vector_store_id: 'vs_1' }

  const changed = await vectorStores.files.update('file-a', { ...place, attributes: { year: 1 } })
  const content = await vectorStores.files.content('file-a', place)
  const deleted = await vectorStores.files.delete('file-a', place)

  expect(changed.attributes).toEqual({ year: 1 })
  expect(content.data).toEqual([{ type: 'text', text: 'Refunds take 14 days.' }])
  expect(deleted).toEqual({ id: 'file-a', object: 'vector_store.file.deleted', deleted: true })
  expect(await vectorStores.retrieve('vs_1')).toMatchObject({
    usage_bytes: 0,
    file_counts: { completed: 0, total: 0 },
  })
  expect(openai.store.files.get('file-a')?.filename).toBe('a.txt')
  await expect(vectorStores.files.retrieve('file-a', place)).rejects.toThrow(
    "404 No file found with id 'file-a' in vector store 'vs_1'.",
  )
})

it('gives no text of a file that is none', async () => {
  const { vectorStores, openai } = start()
  openai.store.files.put({ id: 'file-c', filename: 'c.png' }, new Uint8Array([0x89, 0x50, 0xff]))
  await vectorStores.create({ file_ids: ['file-c'] })

  const content = await vectorStores.files.content('file-c', { vector_store_id: 'vs_1' })

  expect(content.data).toEqual([])
})

it('refuses what does not exist', async () => {
  const { vectorStores } = start()
  await vectorStores.create({})
  const noFile = { status: 404, param: 'id', message: '404 No such File object: file-x' }

  await expect(vectorStores.create({ file_ids: ['file-x'] })).rejects.toMatchObject(noFile)
  await expect(vectorStores.files.create('vs_1', { file_id: 'file-x' })).rejects.toMatchObject(
    noFile,
  )
  await expect(
    vectorStores.fileBatches.create('vs_1', { file_ids: ['file-a', 'file-x'] }),
  ).rejects.toMatchObject(noFile)
  await expect(vectorStores.files.create('vs_x', { file_id: 'file-a' })).rejects.toThrow(
    "404 No vector store found with id 'vs_x'.",
  )
  await expect(
    vectorStores.fileBatches.retrieve('vsfb_x', { vector_store_id: 'vs_1' }),
  ).rejects.toThrow("404 No file batch found with id 'vsfb_x' in vector store 'vs_1'.")
  await expect(vectorStores.search('vs_x', { query: 'a' })).rejects.toThrow(
    "404 No vector store found with id 'vs_x'.",
  )
  expect((await vectorStores.files.list('vs_1')).data).toEqual([])
  expect((await vectorStores.list()).data).toHaveLength(1)
})

it('adds a batch of files, and polls it to its end', async () => {
  const { vectorStores } = start()
  await vectorStores.create({})

  const created = await vectorStores.fileBatches.create('vs_1', {
    file_ids: ['file-a'],
    attributes: { kind: 'rule' },
  })
  const batch = await vectorStores.fileBatches.createAndPoll('vs_1', {
    files: [{ file_id: 'file-b', attributes: { kind: 'hours' } }],
  })
  const { data } = await vectorStores.files.list('vs_1', { order: 'asc' })

  expect(created).toMatchObject({
    id: 'vsfb_1',
    status: 'in_progress',
    file_counts: { in_progress: 1, total: 1 },
  })
  expect(batch).toMatchObject({
    id: 'vsfb_2',
    status: 'completed',
    file_counts: { completed: 1, total: 1 },
  })
  expect(data.map(({ attributes }) => attributes)).toEqual([{ kind: 'rule' }, { kind: 'hours' }])
})

it('cancels a batch that is in progress, and no other', async () => {
  const { vectorStores } = start()
  await vectorStores.create({})
  const place = { vector_store_id: 'vs_1' }
  await vectorStores.fileBatches.create('vs_1', { file_ids: ['file-a', 'file-b'] })

  const cancelled = await vectorStores.fileBatches.cancel('vsfb_1', place)
  const done = await vectorStores.fileBatches.createAndPoll('vs_1', { file_ids: ['file-a'] })

  expect(cancelled).toMatchObject({
    status: 'cancelled',
    file_counts: { in_progress: 0, cancelled: 2, total: 2 },
  })
  expect(await vectorStores.fileBatches.retrieve('vsfb_1', place)).toEqual(cancelled)
  expect(await vectorStores.fileBatches.cancel(done.id, place)).toEqual(done)
  expect(await vectorStores.retrieve('vs_1')).toMatchObject({
    file_counts: { completed: 1, cancelled: 1, total: 2 },
  })
})

it('lists the files of a batch by their status', async () => {
  const { vectorStores, openai } = start()
  await vectorStores.create({})
  const place = { vector_store_id: 'vs_1' }
  await vectorStores.fileBatches.create('vs_1', { file_ids: ['file-a', 'file-b'] })
  const last_error = { code: 'invalid_file', message: 'The file is damaged.' } as const
  openai.store.vectorStoreFiles.of('vs_1').put({ id: 'file-b', last_error })
  openai.store.vectorStoreFiles.of('vs_1').put({ id: 'file-c' })

  const idsOf = async (filter?: 'completed' | 'failed') => {
    const query = filter ? { ...place, filter } : place
    const { data } = await vectorStores.fileBatches.listFiles('vsfb_1', query)
    return data.map(({ id }) => id)
  }

  expect(await idsOf()).toEqual(['file-b', 'file-a'])
  expect(await idsOf('failed')).toEqual(['file-b'])
  expect(await vectorStores.fileBatches.retrieve('vsfb_1', place)).toMatchObject({
    status: 'completed',
    file_counts: { completed: 1, failed: 1, total: 2 },
  })
})

it('counts the files that a test puts into the store, before and after their vector store', async () => {
  const { vectorStores, openai } = start()
  const { store } = openai
  store.vectorStoreFiles.of('vs_9').put({ id: 'file-a', usage_bytes: 21 })
  store.vectorStores.put({ id: 'vs_9', name: 'Handbook' })
  store.vectorStoreFiles.of('vs_9').put({ id: 'file-b', status: 'in_progress' })
  const waiting = store.vectorStores.get('vs_9')

  const polled = await vectorStores.retrieve('vs_9')

  expect(waiting).toMatchObject({
    status: 'in_progress',
    usage_bytes: 21,
    file_counts: { completed: 1, in_progress: 1, total: 2 },
  })
  expect(polled).toMatchObject({
    name: 'Handbook',
    status: 'completed',
    usage_bytes: 45,
    file_counts: { completed: 2, total: 2 },
  })
})

it('takes a deleted file out of its vector stores, and keeps the files of a deleted store', async () => {
  const { vectorStores, openai } = start()
  await vectorStores.create({ file_ids: ['file-a', 'file-b'] })
  await vectorStores.create({ file_ids: ['file-a'] })

  openai.store.files.delete('file-a')
  const [other, one] = (await vectorStores.list()).data
  await vectorStores.delete('vs_1')

  expect(one?.file_counts.total).toBe(1)
  expect(other?.file_counts.total).toBe(0)
  expect(openai.store.files.list().map(({ id }) => id)).toEqual(['file-b'])
  expect(openai.store.vectorStoreFiles.list()).toEqual([])
})

it('expires some days after the last use', async () => {
  const { vectorStores, openai } = start()
  const expires_after = { anchor: 'last_active_at', days: 1 } as const
  const created = await vectorStores.create({ expires_after })
  openai.store.threads.put({})
  openai.store.threads.put({})

  await vectorStores.search('vs_1', { query: 'refunds' })
  const used = await vectorStores.retrieve('vs_1')
  const { expires_at } = await vectorStores.update('vs_1', { expires_after: null })

  expect(created.expires_at).toBe(created.created_at + 86_400)
  expect(used).toMatchObject({
    last_active_at: created.created_at + 3,
    expires_at: created.created_at + 86_403,
  })
  expect(expires_at).toBe(null)
})

it('neither searches nor fills a vector store that has expired', async () => {
  const { vectorStores, openai } = start()
  openai.store.vectorStores.put({ id: 'vs_old', expires_at: 1_600_000_000 })

  expect(await vectorStores.retrieve('vs_old')).toMatchObject({ status: 'expired' })
  await expect(vectorStores.search('vs_old', { query: 'refunds' })).rejects.toThrow(
    '400 Vector store vs_old is expired.',
  )
  await expect(vectorStores.files.create('vs_old', { file_id: 'file-a' })).rejects.toThrow(
    '400 Vector store vs_old is expired.',
  )
})
