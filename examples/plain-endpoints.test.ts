import { apiError, createRoute, when } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { FileDeleted } from 'openai/resources/files'
import { expect, it } from 'vitest'

const server = useServer()

const retrieve = createRoute({ name: 'files.retrieve', method: 'GET', path: '/files/:file_id' })

const remove = createRoute({
  name: 'files.delete',
  method: 'DELETE',
  path: '/files/:file_id',
  complete: (_given, { params }): FileDeleted => ({
    id: params.file_id ?? '',
    object: 'file',
    deleted: true,
  }),
})

it('answers a GET with the resource that it is given', async () => {
  const file = { id: 'file_1', object: 'file', filename: 'notes.txt', bytes: 120 }
  const route = retrieve([
    when(({ params }) => params.file_id === 'file_1', file),
    when({}, apiError(404)),
  ])
  server.use(route)
  const { files } = new OpenAI({ apiKey: 'test' })

  await expect(files.retrieve('file_1')).resolves.toEqual(file)
  await expect(files.retrieve('file_2')).rejects.toMatchObject({ status: 404 })
  expect(route.calls.map(({ params }) => params.file_id)).toEqual(['file_1', 'file_2'])
})

it('answers a DELETE with what the endpoint makes of the request', async () => {
  const route = remove({})
  server.use(route)
  const { files } = new OpenAI({ apiKey: 'test' })

  await expect(files.delete('file_1')).resolves.toEqual({
    id: 'file_1',
    object: 'file',
    deleted: true,
  })
  expect(route.calls[0]?.body).toBeUndefined()
})
