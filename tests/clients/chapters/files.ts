import type OpenAI from 'openai'
import { expect } from 'vitest'
import { idsOf } from './chapter.js'

/** Reads and deletes the models of OpenAI. */
export async function modelsChapter({ models }: OpenAI): Promise<void> {
  const { id } = await models.retrieve('gpt-4')
  await models.delete(id)

  const ids = await idsOf(models.list())
  expect(ids).toContain('gpt-5')
  expect(ids).not.toContain(id)
}

/** Uploads files, reads one back byte by byte, and deletes it. */
export async function filesChapter({ files }: OpenAI): Promise<void> {
  const bytes = Uint8Array.of(0, 128, 255, 10, 13)
  const { id } = await files.create({ file: new File([bytes], 'a.bin'), purpose: 'user_data' })
  const other = await files.create({ file: new File(['Hi'], 'b.txt'), purpose: 'assistants' })

  expect(await idsOf(files.list({ limit: 1 }))).toEqual([other.id, id])
  expect(await files.retrieve(id)).toMatchObject({ filename: 'a.bin', bytes: bytes.length })
  expect(new Uint8Array(await (await files.content(id)).arrayBuffer())).toEqual(bytes)
  await files.delete(id)
  expect(await idsOf(files.list())).toEqual([other.id])
}

/** Completes one upload of two parts, and cancels another. */
export async function uploadsChapter({ uploads, files }: OpenAI): Promise<void> {
  const about = { filename: 'a.txt', mime_type: 'text/plain', purpose: 'user_data' } as const
  const { id } = await uploads.create({ ...about, bytes: 5 })
  const first = await uploads.parts.create(id, { data: new File(['Hel'], 'first') })
  const second = await uploads.parts.create(id, { data: new File(['lo'], 'second') })
  const { file } = await uploads.complete(id, { part_ids: [first.id, second.id] })
  const other = await uploads.create({ ...about, bytes: 1 })

  expect(await (await files.content(file?.id ?? '')).text()).toBe('Hello')
  expect((await uploads.cancel(other.id)).status).toBe('cancelled')
}

/** Completes one batch of two requests, and cancels another. */
export async function batchesChapter({ batches, files }: OpenAI): Promise<void> {
  const endpoint = '/v1/embeddings'
  const lines = ['a', 'b'].map((custom_id) => {
    const body = { model: 'text-embedding-3-small', input: custom_id }
    return JSON.stringify({ custom_id, method: 'POST', url: endpoint, body })
  })
  const file = new File([lines.join('\n')], 'batch.jsonl')
  const { id: input_file_id } = await files.create({ file, purpose: 'batch' })
  const create = () => batches.create({ endpoint, input_file_id, completion_window: '24h' })
  const [{ id }, other] = [await create(), await create()]

  let batch = await batches.retrieve(id)
  while (batch.status !== 'completed') batch = await batches.retrieve(id)
  const output = await files.content(batch.output_file_id ?? '')
  expect(batch.request_counts).toEqual({ total: 2, completed: 2, failed: 0 })
  expect((await output.text()).trim().split('\n')).toHaveLength(2)
  expect((await batches.cancel(other.id)).status).toBe('cancelling')
  expect(await idsOf(batches.list({ limit: 1 }))).toEqual([other.id, id])
}

/** Keeps files in containers, and reads one back. */
export async function containersChapter({ containers }: OpenAI): Promise<void> {
  const { id: container_id } = await containers.create({ name: 'Sums' })
  const other = await containers.create({ name: 'Plots' })
  expect(await containers.retrieve(container_id)).toMatchObject({ name: 'Sums' })
  expect(await idsOf(containers.list({ limit: 1 }))).toEqual([other.id, container_id])

  const { files } = containers
  const upload = (name: string) => files.create(container_id, { file: new File(['1,2'], name) })
  const [sums, more] = [await upload('a.csv'), await upload('b.csv')]
  expect(await idsOf(files.list(container_id, { limit: 1 }))).toEqual([more.id, sums.id])
  expect(await files.retrieve(sums.id, { container_id })).toEqual(sums)
  expect(await (await files.content.retrieve(sums.id, { container_id })).text()).toBe('1,2')

  await files.delete(sums.id, { container_id })
  expect(await idsOf(files.list(container_id))).toEqual([more.id])
  await containers.delete(container_id)
  expect(await idsOf(containers.list())).toEqual([other.id])
}
