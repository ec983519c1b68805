import { uploads } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const REQUEST = {
  purpose: 'batch',
  filename: 'requests.jsonl',
  bytes: 2_000,
  mime_type: 'text/jsonl',
} as const

it('creates the upload of the request', async () => {
  const { uploads: client } = clientOf(uploads.create())

  await expect(client.create(REQUEST)).resolves.toEqual({
    id: 'upload_1',
    object: 'upload',
    bytes: 2_000,
    created_at: 1700000000,
    filename: 'requests.jsonl',
    purpose: 'batch',
    status: 'pending',
    expires_at: 1700003600,
    file: null,
  })
})

it.each(['purpose', 'filename', 'bytes', 'mime_type'])(
  'refuses an upload without its %s',
  async (param) => {
    const { uploads: client } = clientOf(uploads.create())

    await expect(client.create({ ...REQUEST, [param]: undefined })).rejects.toMatchObject({
      status: 400,
      param,
      code: 'missing_required_parameter',
    })
  },
)

it('adds parts to the upload of the path', async () => {
  const create = uploads.parts.create()
  const { parts } = clientOf(create).uploads
  const data = new File(['{}\n'], 'part')

  const first = await parts.create('upload_abc', { data })
  const second = await parts.create('upload_abc', { data })

  expect(first).toEqual({
    id: 'part_1',
    object: 'upload.part',
    created_at: 1700000000,
    upload_id: 'upload_abc',
  })
  expect(second.id).toBe('part_2')
  expect(await create.calls[0]?.body.data.text()).toBe('{}\n')
})

it('completes the upload of the path with a file of the same name, size and purpose', async () => {
  const { uploads: client } = clientOf(
    uploads.complete({ filename: 'requests.jsonl', bytes: 3, purpose: 'batch' }),
  )

  await expect(client.complete('upload_abc', { part_ids: ['part_1'] })).resolves.toMatchObject({
    id: 'upload_abc',
    status: 'completed',
    file: { id: 'file-1', object: 'file', filename: 'requests.jsonl', bytes: 3, purpose: 'batch' },
  })
})

it('completes an upload with the file of the author', async () => {
  const { uploads: client } = clientOf(uploads.complete({ file: { id: 'file-abc' } }))

  await expect(client.complete('upload_1', { part_ids: [] })).resolves.toMatchObject({
    file: { id: 'file-abc', filename: 'file.txt' },
  })
})

it('refuses to complete an upload without part_ids', async () => {
  const { uploads: client } = clientOf(uploads.complete())

  // @ts-expect-error The part_ids are required.
  await expect(client.complete('upload_1', {})).rejects.toMatchObject({ param: 'part_ids' })
})

it('cancels the upload of the path', async () => {
  const { uploads: client } = clientOf(uploads.cancel())

  await expect(client.cancel('upload_abc')).resolves.toMatchObject({
    id: 'upload_abc',
    status: 'cancelled',
    file: null,
  })
})
