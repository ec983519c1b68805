import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const PARTS = ['Once upon ', 'a time, there was ', 'a cat.']
const TEXT = PARTS.join('')

/** Begins an upload of a text, and uploads its parts from the last to the first. */
async function begin(openai = createBackend()) {
  const { uploads, files } = clientOf(openai)
  const upload = await uploads.create({
    bytes: TEXT.length,
    filename: 'story.txt',
    mime_type: 'text/plain',
    purpose: 'assistants',
  })
  const part_ids: string[] = []
  for (const part of PARTS.toReversed()) {
    const { id } = await uploads.parts.create(upload.id, { data: new File([part], 'part') })
    part_ids.unshift(id)
  }
  return { openai, uploads, files, upload, part_ids }
}

it('joins three parts into a file, in the order of their ids', async () => {
  const { uploads, files, upload, part_ids } = await begin()

  const completed = await uploads.complete(upload.id, { part_ids })

  expect(part_ids).toEqual(['part_3', 'part_2', 'part_1'])
  expect(upload).toMatchObject({ status: 'pending', file: null, expires_at: 1_700_003_600 })
  expect(completed).toEqual({
    ...upload,
    status: 'completed',
    file: await files.retrieve('file-1'),
  })
  expect(completed.file).toMatchObject({
    filename: 'story.txt',
    bytes: TEXT.length,
    purpose: 'assistants',
  })
  expect(await (await files.content('file-1')).text()).toBe(TEXT)
})

it('takes parts that a test puts into the store', async () => {
  const openai = createBackend()
  const upload = openai.store.uploads.put({ bytes: 5, filename: 'a.txt' })
  const part = openai.store.uploadParts.of(upload.id).put({}, 'Hello')

  expect(part).toEqual({
    id: 'part_1',
    object: 'upload.part',
    created_at: part.created_at,
    upload_id: 'upload_1',
  })
  const { file } = await clientOf(openai).uploads.complete(upload.id, { part_ids: [part.id] })
  expect(file?.bytes).toBe(5)
})

it('refuses to complete an upload with too few bytes, and lets the client try again', async () => {
  const { uploads, upload, part_ids } = await begin()

  await expect(uploads.complete(upload.id, { part_ids: part_ids.slice(1) })).rejects.toMatchObject({
    status: 400,
    message: '400 The parts have 24 bytes, but the upload was created for 34 bytes.',
    param: 'part_ids',
  })
  expect(await uploads.complete(upload.id, { part_ids })).toMatchObject({ status: 'completed' })
})

it('refuses a part that does not exist', async () => {
  const { uploads, upload, part_ids } = await begin()

  await expect(
    uploads.complete(upload.id, { part_ids: [...part_ids, 'part_x'] }),
  ).rejects.toMatchObject({
    status: 400,
    message: '400 No such UploadPart object: part_x',
    param: 'part_ids[3]',
  })
})

it.each(['completed', 'cancelled', 'expired'] as const)(
  'changes no upload that is %s',
  async (status) => {
    const { openai, uploads, upload, part_ids } = await begin()
    if (status === 'completed') await uploads.complete(upload.id, { part_ids })
    if (status === 'cancelled') await uploads.cancel(upload.id)
    if (status === 'expired') openai.store.uploads.put({ ...upload, status })

    const data = new File(['more'], 'part')
    await expect(uploads.parts.create(upload.id, { data })).rejects.toThrow(
      `400 Cannot add a part to an upload with status '${status}'.`,
    )
    await expect(uploads.complete(upload.id, { part_ids })).rejects.toThrow(
      `400 Cannot complete an upload with status '${status}'.`,
    )
    await expect(uploads.cancel(upload.id)).rejects.toThrow(
      `400 Cannot cancel an upload with status '${status}'.`,
    )
    expect(openai.store.uploadParts.of(upload.id).list()).toHaveLength(3)
  },
)

it('refuses an upload that does not exist', async () => {
  const { uploads } = clientOf(createBackend())
  const error = { status: 404, message: '404 No such Upload object: upload_x', param: 'id' }
  const data = new File(['Hello'], 'part')

  await expect(uploads.cancel('upload_x')).rejects.toMatchObject(error)
  await expect(uploads.complete('upload_x', { part_ids: [] })).rejects.toMatchObject(error)
  await expect(uploads.parts.create('upload_x', { data })).rejects.toMatchObject(error)
})
