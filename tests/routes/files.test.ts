import { apiError, files, inOrder, when } from 'msw-openai/routes'
import { createFetch } from 'msw-openai/fetch'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const NOTES = new File(['Hello there'], 'notes.txt', { type: 'text/plain' })

it('answers with the file that was uploaded', async () => {
  const create = files.create()
  const client = clientOf(create)

  await expect(client.files.create({ file: NOTES, purpose: 'assistants' })).resolves.toEqual({
    object: 'file',
    id: 'file-1',
    purpose: 'assistants',
    filename: 'notes.txt',
    bytes: 11,
    created_at: 1700000000,
    expires_at: null,
    status: 'processed',
    status_details: null,
  })
  await expect(client.files.create({ file: NOTES, purpose: 'batch' })).resolves.toMatchObject({
    id: 'file-2',
    purpose: 'batch',
  })
  expect(create.calls[0]?.body.file.name).toBe('notes.txt')
  expect(await create.calls[0]?.body.file.text()).toBe('Hello there')
})

it('gives the fields of the author to the uploaded file, and the time at which the file expires', async () => {
  const { files: client } = clientOf(files.create({ id: 'file-abc', status: 'error' }))
  const expires_after = { anchor: 'created_at' as const, seconds: 3600 }

  await expect(
    client.create({ file: NOTES, purpose: 'vision', expires_after }),
  ).resolves.toMatchObject({
    id: 'file-abc',
    bytes: 11,
    status: 'error',
    expires_at: 1700003600,
  })
})

it.each([
  ['file', { purpose: 'batch' }],
  ['purpose', { file: NOTES }],
])('refuses an upload without its %s', async (param, fields: Record<string, string | File>) => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  const url = 'https://api.openai.com/v1/files'

  const response = await createFetch([files.create()])(url, { method: 'POST', body })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    error: { message: `Missing required parameter: '${param}'.`, param },
  })
})

it('recognizes a file without a tag, as those of happy-dom are', () => {
  const { body } = files.create.endpoint
  const file = { name: 'notes.txt', size: 11 }

  expect(body?.safeParse({ file, purpose: 'batch' }).success).toBe(true)
  expect(body?.safeParse({ file: 'notes.txt', purpose: 'batch' }).success).toBe(false)
})

it('retrieves the file of the path', async () => {
  const { files: client } = clientOf(files.retrieve({ filename: 'notes.txt', bytes: 120 }))

  await expect(client.retrieve('file-abc')).resolves.toMatchObject({
    id: 'file-abc',
    filename: 'notes.txt',
    bytes: 120,
    purpose: 'user_data',
  })
})

it('waits for a file that is processed in the end', async () => {
  const { files: client } = clientOf(
    files.retrieve(inOrder({ status: 'uploaded' }, { status: 'processed' })),
  )

  await expect(client.waitForProcessing('file-1', { pollInterval: 1 })).resolves.toMatchObject({
    status: 'processed',
  })
})

it('lists the files, newest first, over several pages', async () => {
  const list = files.list([{ id: 'file-c' }, { filename: 'b.txt' }, { id: 'file-a' }])
  const { files: client } = clientOf(list)
  const ids: string[] = []

  for await (const { id } of client.list({ limit: 2 })) ids.push(id)
  const reversed = await client.list({ order: 'asc' })

  expect(ids).toEqual(['file-c', 'file-2', 'file-a'])
  expect(reversed.data.map(({ id }) => id)).toEqual(['file-a', 'file-2', 'file-c'])
  expect(list.calls.map(({ url }) => url.search)).toEqual([
    '?limit=2',
    '?limit=2&after=file-2',
    '?order=asc',
  ])
})

it('lists a file with an unknown field, at which the compiler points', async () => {
  const list = files.list([
    {
      filename: 'a.txt',
      // @ts-expect-error The field is `bytes`. The error is not about the item as a whole.
      size: 5,
    },
  ])

  await expect(clientOf(list).files.list()).resolves.toMatchObject({ data: [{ size: 5 }] })
})

it('lists the files of one purpose', async () => {
  const { files: client } = clientOf(
    files.list([
      { id: 'file-2', purpose: 'batch' },
      { id: 'file-1', purpose: 'vision' },
    ]),
  )

  const { data, has_more } = await client.list({ purpose: 'vision' })

  expect(data.map(({ id }) => id)).toEqual(['file-1'])
  expect(has_more).toBe(false)
})

it('lists 10,000 files on a page, and refuses more', async () => {
  const { files: client } = clientOf(files.list(Array.from({ length: 10_001 }, () => ({}))))

  const first = await client.list()
  const second = await first.getNextPage()

  expect(first.data).toHaveLength(10_000)
  expect(second.data.map(({ id }) => id)).toEqual(['file-10001'])
  await expect(client.list({ limit: 10_001 })).rejects.toMatchObject({
    status: 400,
    param: 'limit',
    code: 'integer_above_max_value',
  })
})

it('lists no files unless there are any', async () => {
  const response = await createFetch([files.list()])('https://api.openai.com/v1/files')

  expect(await response.text()).toBe(
    '{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}',
  )
})

it('deletes the file of the path', async () => {
  const remove = files.delete()
  const { files: client } = clientOf(remove)

  await expect(client.delete('file-abc')).resolves.toEqual({
    id: 'file-abc',
    object: 'file',
    deleted: true,
  })
  expect(remove.calls).toMatchObject([{ params: { file_id: 'file-abc' }, body: undefined }])
})

it.each([
  ['a text', 'Grüße'],
  ['bytes', new TextEncoder().encode('Grüße')],
  ['a Blob', new Blob(['Grüße'])],
])('gives the content of a file from %s, as bytes', async (_, content) => {
  const { files: client } = clientOf(files.content(content))

  const response = await client.content('file-1')

  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(await response.text()).toBe('Grüße')
})

it('gives the content of a file from a Response, with its type', async () => {
  const { files: client } = clientOf(files.content(Response.json({ hello: 'there' })))

  const response = await client.content('file-1')

  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toEqual({ hello: 'there' })
})

it('answers with anything else that is an answer', async () => {
  const { files: client } = clientOf(
    files.retrieve([
      when(({ params }) => params['file_id'] === 'file-1', { filename: 'a.txt' }),
      when({}, apiError(404, { message: 'No such File object: file-2', param: 'id' })),
    ]),
    files.delete(({ params }) => ({ deleted: params['file_id'] === 'file-1' })),
  )

  await expect(client.retrieve('file-1')).resolves.toMatchObject({ filename: 'a.txt' })
  await expect(client.retrieve('file-2')).rejects.toMatchObject({ status: 404, param: 'id' })
  await expect(client.delete('file-2')).resolves.toMatchObject({ deleted: false })
})

it('makes no file of a text', () => {
  // @ts-expect-error A file is no text.
  expect(() => files.create('notes.txt')).toThrow(
    `"files.create" makes nothing of a text: give it fields of its resource, such as { id: '…' }, or nothing.`,
  )
})

it('makes no list of files of a text', () => {
  // @ts-expect-error A list is no text.
  expect(() => files.list('notes.txt')).toThrow(
    '"files.list" makes nothing of a text: give it a list, such as [{ … }], or a page.',
  )
})
