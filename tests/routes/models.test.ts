import { modelNotFound, models } from 'msw-openai/routes'
import { createFetch } from 'msw-openai/fetch'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

it.each(['gpt-5', 'ft:gpt-5:org::abc', 'meta-llama/Llama-3'])(
  'retrieves the model of the path: %s',
  async (id) => {
    const { models: client } = clientOf(models.retrieve())

    await expect(client.retrieve(id)).resolves.toEqual({
      id,
      object: 'model',
      created: 1700000000,
      owned_by: 'openai',
    })
  },
)

it('lists all models at once, without a cursor', async () => {
  const list = models.list([{ id: 'gpt-5' }, { owned_by: 'my-team' }])
  const ids: string[] = []

  for await (const { id } of clientOf(list).models.list()) ids.push(id)
  const response = await createFetch([list])('https://api.openai.com/v1/models')

  expect(ids).toEqual(['gpt-5', 'model-2'])
  expect(await response.text()).toBe(
    '{"object":"list","data":[' +
      '{"id":"gpt-5","object":"model","created":1700000000,"owned_by":"openai"},' +
      '{"id":"model-2","object":"model","created":1700000000,"owned_by":"my-team"}]}',
  )
})

it('lists the models of a whole list', async () => {
  const { models: client } = clientOf(models.list({ data: [{ id: 'gpt-5' }] }))

  expect((await client.list()).data).toMatchObject([{ id: 'gpt-5', object: 'model' }])
})

it('lists no models unless there are any', async () => {
  expect((await clientOf(models.list()).models.list()).data).toEqual([])
})

it('deletes the model of the path', async () => {
  const { models: client } = clientOf(models.delete())

  await expect(client.delete('ft:gpt-5:org::abc')).resolves.toEqual({
    id: 'ft:gpt-5:org::abc',
    object: 'model',
    deleted: true,
  })
})

it.each([
  ['retrieve', models.retrieve(modelNotFound())],
  ['delete', models.delete(modelNotFound())],
] as const)('names the model that is not found: %s', async (method, route) => {
  const { models: client } = clientOf(route)

  await expect(client[method]('ft:typo')).rejects.toMatchObject({
    status: 404,
    error: {
      message: 'The model `ft:typo` does not exist or you do not have access to it.',
      type: 'invalid_request_error',
      param: 'model',
      code: 'model_not_found',
    },
  })
})
