import { collect } from 'msw-openai'
import type OpenAI from 'openai'
import { expect } from 'vitest'
import { idsOf, RED } from './chapter.js'

/** Keeps vector stores. */
export async function vectorStoresChapter({ vectorStores }: OpenAI): Promise<void> {
  const { id } = await vectorStores.create({ name: 'Docs' })
  const other = await vectorStores.create({ name: 'More' })

  expect(await idsOf(vectorStores.list({ limit: 1 }))).toEqual([other.id, id])
  await vectorStores.update(id, { name: 'Handbook', metadata: RED })
  expect(await vectorStores.retrieve(id)).toMatchObject({ name: 'Handbook', metadata: RED })
  await vectorStores.delete(id)
  expect(await idsOf(vectorStores.list())).toEqual([other.id])
}

/** Adds files to a vector store, one by one and together, finds a text in them, and takes one out. */
export async function retrievalChapter(client: OpenAI): Promise<void> {
  const { vectorStores } = client
  const { id: vector_store_id } = await vectorStores.create({})
  const within = { vector_store_id }
  const refunds = await upload(client, 'Refunds take 14 days.')
  const hours = await upload(client, 'The shop opens at nine.')

  await vectorStores.files.create(vector_store_id, { file_id: refunds })
  await addBatches(client, vector_store_id, [refunds, hours])
  await vectorStores.files.update(refunds, { ...within, attributes: RED })
  expect(await vectorStores.files.retrieve(refunds, within)).toMatchObject({ attributes: RED })

  const files = vectorStores.files.list(vector_store_id, { limit: 1, filter: 'completed' })
  expect((await idsOf(files)).toSorted()).toEqual([refunds, hours])
  const found = await collect(vectorStores.search(vector_store_id, { query: 'days of refunds' }))
  expect(found[0]).toMatchObject({ file_id: refunds, attributes: RED })
  expect(await collect(vectorStores.files.content(refunds, within))).toEqual([
    { type: 'text', text: 'Refunds take 14 days.' },
  ])
  await vectorStores.files.delete(refunds, within)
  expect(await idsOf(vectorStores.files.list(vector_store_id))).not.toContain(refunds)
}

/** Adds one batch of files to a vector store, and cancels another. */
async function addBatches(
  client: OpenAI,
  vector_store_id: string,
  file_ids: string[],
): Promise<void> {
  const { fileBatches } = client.vectorStores
  const { id } = await fileBatches.create(vector_store_id, { file_ids })
  const batch = await fileBatches.retrieve(id, { vector_store_id })
  expect(batch).toMatchObject({ status: 'completed', file_counts: { completed: 2, total: 2 } })
  const listed = await idsOf(fileBatches.listFiles(id, { vector_store_id, limit: 1 }))
  expect(listed.toSorted()).toEqual(file_ids)

  const other = await fileBatches.create(vector_store_id, {
    file_ids: [await upload(client, 'The shop closes at ten.')],
  })
  const cancelled = await fileBatches.cancel(other.id, { vector_store_id })
  expect(cancelled.status).toBe('cancelled')
}

/** Uploads a file for a vector store, and gives its id. */
async function upload({ files }: OpenAI, text: string): Promise<string> {
  const { id } = await files.create({ file: new File([text], 'a.md'), purpose: 'assistants' })
  return id
}
