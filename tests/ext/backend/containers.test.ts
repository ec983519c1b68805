import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

it('keeps the containers that a client creates', async () => {
  const { containers } = clientOf(createBackend({ created: 1_800_000_000 }))

  const container = await containers.create({
    name: 'Sums',
    expires_after: { anchor: 'last_active_at', minutes: 5 },
    memory_limit: '4g',
  })

  expect(container).toEqual({
    id: 'cntr_1',
    object: 'container',
    created_at: 1_800_000_000,
    status: 'running',
    expires_after: { anchor: 'last_active_at', minutes: 5 },
    last_active_at: 1_800_000_000,
    memory_limit: '4g',
    name: 'Sums',
  })
  expect(await containers.retrieve('cntr_1')).toEqual(container)
})

it('lists the containers of one name', async () => {
  const { containers } = clientOf(createBackend())
  for (const name of ['Sums', 'Plots', 'Sums']) await containers.create({ name })

  const { data } = await containers.list({ name: 'Sums', order: 'asc' })

  expect(data.map(({ id }) => id)).toEqual(['cntr_1', 'cntr_3'])
})

it('keeps the files of a container: an uploaded one, and one that was uploaded before', async () => {
  const openai = createBackend()
  const { containers } = clientOf(openai)
  const { id } = await containers.create({ name: 'Sums' })
  const { id: file_id } = openai.store.files.put({ filename: 'b.csv' }, '1,2')

  const uploaded = await containers.files.create(id, { file: new File(['a,b\n'], 'a.csv') })
  const copied = await containers.files.create(id, { file_id })

  expect(uploaded).toEqual({
    id: 'cfile_1',
    object: 'container.file',
    created_at: uploaded.created_at,
    bytes: 4,
    container_id: 'cntr_1',
    path: '/mnt/data/a.csv',
    source: 'user',
  })
  expect(copied).toMatchObject({ id: 'cfile_2', path: '/mnt/data/b.csv', bytes: 3 })
  expect((await containers.files.list(id)).data).toEqual([copied, uploaded])
  expect(await containers.files.retrieve('cfile_2', { container_id: id })).toEqual(copied)
  const content = await containers.files.content.retrieve('cfile_2', { container_id: id })
  expect(content.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(await content.text()).toBe('1,2')
})

it('creates a container with files', async () => {
  const openai = createBackend()
  const { containers } = clientOf(openai)
  const files = ['a.csv', 'b.csv'].map((filename) => openai.store.files.put({ filename }, filename))

  const { id } = await containers.create({ name: 'Sums', file_ids: files.map((file) => file.id) })

  const { data } = await containers.files.list(id, { order: 'asc' })
  expect(data.map(({ path, bytes }) => [path, bytes])).toEqual([
    ['/mnt/data/a.csv', 5],
    ['/mnt/data/b.csv', 5],
  ])
})

it('deletes the files with their container, and a file by itself', async () => {
  const openai = createBackend()
  const { containers } = clientOf(openai)
  openai.store.containers.put({ id: 'cntr_a' })
  openai.store.containerFiles.of('cntr_a').put({ id: 'cfile_a' }, 'Hello')
  openai.store.containerFiles.of('cntr_a').put({ id: 'cfile_b' }, 'Hello')

  expect(await containers.files.delete('cfile_a', { container_id: 'cntr_a' })).toEqual({
    id: 'cfile_a',
    object: 'container.file.deleted',
    deleted: true,
  })
  expect(openai.store.containerFiles.list()).toMatchObject([{ id: 'cfile_b' }])
  expect(await containers.delete('cntr_a')).toEqual({
    id: 'cntr_a',
    object: 'container.deleted',
    deleted: true,
  })
  expect(openai.store.containerFiles.list()).toEqual([])
})

it('refuses what does not exist', async () => {
  const openai = createBackend()
  const { containers } = clientOf(openai)
  openai.store.containers.put({ id: 'cntr_a' })
  const noContainer = "404 Container with id 'cntr_x' not found."
  const noFile = "404 Container file with id 'cfile_x' not found."
  const noInput = '404 No such File object: file-x'
  const file = new File(['Hello'], 'a.txt')

  await expect(containers.retrieve('cntr_x')).rejects.toThrow(noContainer)
  await expect(containers.delete('cntr_x')).rejects.toThrow(noContainer)
  await expect(containers.files.list('cntr_x')).rejects.toThrow(noContainer)
  await expect(containers.files.create('cntr_x', { file })).rejects.toThrow(noContainer)
  await expect(containers.files.retrieve('cfile_x', { container_id: 'cntr_a' })).rejects.toThrow(
    noFile,
  )
  await expect(
    containers.files.content.retrieve('cfile_x', { container_id: 'cntr_a' }),
  ).rejects.toThrow(noFile)
  await expect(containers.files.create('cntr_a', { file_id: 'file-x' })).rejects.toThrow(noInput)
  await expect(containers.create({ name: 'Sums', file_ids: ['file-x'] })).rejects.toThrow(noInput)
  expect(openai.store.containers.list()).toHaveLength(1)
})
