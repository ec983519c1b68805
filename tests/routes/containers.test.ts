import { containers } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const FILE = {
  id: 'cfile_1',
  object: 'container.file',
  created_at: 1700000000,
  bytes: 7,
  container_id: 'cntr_abc',
  path: '/mnt/data/sums.csv',
  source: 'user',
}

it('creates the container of the request', async () => {
  const { containers: client } = clientOf(containers.create())

  await expect(client.create({ name: 'Sums', memory_limit: '4g' })).resolves.toEqual({
    id: 'cntr_1',
    object: 'container',
    created_at: 1700000000,
    status: 'running',
    expires_after: { anchor: 'last_active_at', minutes: 20 },
    last_active_at: 1700000000,
    memory_limit: '4g',
    name: 'Sums',
  })
})

it('refuses a container without its name', async () => {
  const { containers: client } = clientOf(containers.create())

  // @ts-expect-error The name is required.
  await expect(client.create({})).rejects.toMatchObject({ status: 400, param: 'name' })
})

it('retrieves the container of the path', async () => {
  const { containers: client } = clientOf(containers.retrieve({ status: 'expired' }))

  await expect(client.retrieve('cntr_abc')).resolves.toMatchObject({
    id: 'cntr_abc',
    status: 'expired',
  })
})

it('lists the containers over several pages, and those of one name', async () => {
  const { containers: client } = clientOf(
    containers.list([{ id: 'cntr_c' }, { name: 'Sums' }, { id: 'cntr_a' }]),
  )
  const ids: string[] = []

  for await (const { id } of client.list({ limit: 2 })) ids.push(id)
  const named = await client.list({ name: 'Sums' })

  expect(ids).toEqual(['cntr_c', 'cntr_2', 'cntr_a'])
  expect(named.data.map(({ id }) => id)).toEqual(['cntr_2'])
})

it('deletes the container of the path', async () => {
  const client = clientOf(containers.delete())

  const response = await client.containers.delete('cntr_abc').asResponse()

  expect(await response.json()).toEqual({
    id: 'cntr_abc',
    object: 'container.deleted',
    deleted: true,
  })
})

it('creates the file that was uploaded', async () => {
  const create = containers.files.create()
  const { files } = clientOf(create).containers

  await expect(
    files.create('cntr_abc', { file: new File(['a,b\n1,2'], 'sums.csv') }),
  ).resolves.toEqual(FILE)
  expect(create.calls[0]?.body.file?.name).toBe('sums.csv')
})

it('creates a file of one that was uploaded before, as the author says', async () => {
  const { files } = clientOf(
    containers.files.create({ path: '/mnt/data/sums.csv', bytes: 7 }),
  ).containers

  await expect(files.create('cntr_abc', { file_id: 'file-abc' })).resolves.toEqual(FILE)
})

it('refuses neither a file nor a file_id', async () => {
  const { files } = clientOf(containers.files.create()).containers

  await expect(files.create('cntr_abc', {})).rejects.toMatchObject({ status: 400 })
})

it('retrieves the file of the path', async () => {
  const { files } = clientOf(containers.files.retrieve({ path: '/mnt/data/plot.png' })).containers

  await expect(files.retrieve('cfile_abc', { container_id: 'cntr_abc' })).resolves.toMatchObject({
    id: 'cfile_abc',
    container_id: 'cntr_abc',
    path: '/mnt/data/plot.png',
  })
})

it('lists the files of the container of the path over several pages', async () => {
  const { files } = clientOf(containers.files.list([{}, { path: '/mnt/data/plot.png' }])).containers
  const seen: string[] = []

  for await (const { id, container_id, path } of files.list('cntr_abc', { limit: 1 })) {
    seen.push([id, container_id, path].join(' '))
  }

  expect(seen).toEqual([
    'cfile_1 cntr_abc /mnt/data/file.txt',
    'cfile_2 cntr_abc /mnt/data/plot.png',
  ])
})

it('deletes the file of the path', async () => {
  const { files } = clientOf(containers.files.delete()).containers

  const response = await files.delete('cfile_abc', { container_id: 'cntr_abc' }).asResponse()

  expect(await response.json()).toEqual({
    id: 'cfile_abc',
    object: 'container.file.deleted',
    deleted: true,
  })
})

it('gives the content of a file', async () => {
  const route = containers.files.content.retrieve(Uint8Array.of(137, 80))
  const { content } = clientOf(route).containers.files

  const response = await content.retrieve('cfile_abc', { container_id: 'cntr_abc' })

  expect([...(await response.bytes())]).toEqual([137, 80])
  expect(route.calls).toMatchObject([
    { params: { container_id: 'cntr_abc', file_id: 'cfile_abc' } },
  ])
})
