import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const NOTES = new File(['Hello there'], 'notes.txt', { type: 'text/plain' })

it('keeps a file that a client uploads', async () => {
  const openai = createBackend({ created: 1_800_000_000 })
  const client = clientOf(openai)

  const file = await client.files.create({ file: NOTES, purpose: 'assistants' })

  expect(file).toEqual({
    object: 'file',
    id: 'file-1',
    purpose: 'assistants',
    filename: 'notes.txt',
    bytes: 11,
    created_at: 1_800_000_000,
    expires_at: null,
    status: 'processed',
    status_details: null,
  })
  expect(await client.files.retrieve('file-1')).toEqual(file)
  expect(openai.store.files.get('file-1')).toEqual(file)
})

it('gives the content of a file byte for byte', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const client = clientOf(createBackend())
  const { id } = await client.files.create({
    file: new File([bytes], 'all.bin'),
    purpose: 'user_data',
  })

  const response = await client.files.content(id)

  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
})

it.each([
  ['notes.txt', 'text/plain; charset=utf-8'],
  ['requests.jsonl', 'application/jsonl'],
  ['PLOT.PNG', 'image/png'],
  ['all.bin', 'application/octet-stream'],
  ['README', 'application/octet-stream'],
])('gives the content of %s as %s', async (filename, type) => {
  const openai = createBackend()
  const { id } = openai.store.files.put({ filename }, 'Hello there')

  const response = await clientOf(openai).files.content(id)

  expect(response.headers.get('content-type')).toBe(type)
})

it('takes a file that a test puts into the store for one that was uploaded', async () => {
  const openai = createBackend()
  const client = clientOf(openai)
  const put = openai.store.files.put({ filename: 'handbook.txt' }, 'Grüße')

  expect(put).toMatchObject({ id: 'file-1', filename: 'handbook.txt', bytes: 7 })
  expect(await client.files.retrieve('file-1')).toEqual(put)
  expect(await (await client.files.content('file-1')).text()).toBe('Grüße')
})

it('keeps the content of a file that a test replaces, unless there is another', async () => {
  const { store } = createBackend()
  store.files.put({ id: 'file-a' }, 'Hello')

  const renamed = store.files.put({ id: 'file-a', filename: 'b.txt' })
  expect(renamed).toMatchObject({ filename: 'b.txt', bytes: 5 })
  expect(new TextDecoder().decode(store.files.content('file-a'))).toBe('Hello')

  expect(store.files.put(renamed, 'Hello there')).toMatchObject({ filename: 'b.txt', bytes: 11 })
  expect(store.files.list()).toHaveLength(1)
})

it('has no content for a file that was given none, and for one that is gone', () => {
  const { store } = createBackend()
  store.files.put({ id: 'file-a', bytes: 1000 })
  store.files.put({ id: 'file-b' }, 'Hello')
  store.files.delete('file-b')

  expect(store.files.get('file-a')?.bytes).toBe(1000)
  expect(store.files.content('file-a')).toHaveLength(0)
  expect(store.files.content('file-b')).toHaveLength(0)
})

it('lets a file expire after the time that was asked for, and the input of a batch after 30 days', async () => {
  const { files } = clientOf(createBackend({ created: 1_800_000_000 }))
  const expires_after = { anchor: 'created_at' as const, seconds: 3600 }

  const short = await files.create({ file: NOTES, purpose: 'vision', expires_after })
  const input = await files.create({ file: NOTES, purpose: 'batch' })

  expect(short.expires_at).toBe(1_800_003_600)
  expect(input.expires_at).toBe(1_800_000_001 + 30 * 24 * 3600)
})

it('lists the files of one purpose, newest first', async () => {
  const { files } = clientOf(createBackend())
  for (const purpose of ['vision', 'batch', 'vision', 'vision'] as const) {
    await files.create({ file: NOTES, purpose })
  }

  const page = await files.list({ purpose: 'vision', limit: 2 })

  expect(page.data.map(({ id }) => id)).toEqual(['file-4', 'file-3'])
  expect(page.has_more).toBe(true)
  expect((await page.getNextPage()).data.map(({ id }) => id)).toEqual(['file-1'])
})

it('lists 10,000 files at once', async () => {
  const openai = createBackend()
  for (let count = 0; count < 10_001; count++) openai.store.files.put({})

  const page = await clientOf(openai).files.list()

  expect(page.data).toHaveLength(10_000)
  expect(page.has_more).toBe(true)
})

it('deletes a file from the vector stores, too', async () => {
  const openai = createBackend()
  const { id } = openai.store.files.put({ filename: 'a.txt' }, 'Hello')
  openai.store.vectorStoreFiles.of('vs_1').put({ id })
  openai.store.vectorStoreFiles.of('vs_2').put({ id })

  expect(await clientOf(openai).files.delete(id)).toEqual({ id, object: 'file', deleted: true })
  expect(openai.store.vectorStoreFiles.list()).toEqual([])
})

it.each(['retrieve', 'delete', 'content'] as const)(
  'refuses to %s a file that does not exist',
  async (method) => {
    const { files } = clientOf(createBackend())

    await expect(files[method]('file-x')).rejects.toMatchObject({
      status: 404,
      error: {
        message: 'No such File object: file-x',
        type: 'invalid_request_error',
        param: 'id',
        code: null,
      },
    })
  },
)
