import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

it('has models of OpenAI from the beginning, and again after a reset', async () => {
  const openai = createBackend()
  const { models } = clientOf(openai)
  const { data } = await models.list()

  expect(data.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['gpt-5', 'gpt-4o', 'o3', 'text-embedding-3-small', 'whisper-1']),
  )
  openai.store.models.put({ id: 'my-model' })
  openai.store.models.delete('gpt-5')
  openai.reset()
  expect((await models.list()).data).toEqual(data)
})

it('retrieves a model, and one that a test puts into the store', async () => {
  const openai = createBackend()
  const { models } = clientOf(openai)
  openai.store.models.put({ id: 'ft:gpt-4o:acme::1', owned_by: 'acme', created: 1_800_000_000 })

  expect(await models.retrieve('gpt-5')).toEqual({
    id: 'gpt-5',
    object: 'model',
    created: 1_700_000_000,
    owned_by: 'system',
  })
  expect(await models.retrieve('ft:gpt-4o:acme::1')).toEqual({
    id: 'ft:gpt-4o:acme::1',
    object: 'model',
    created: 1_800_000_000,
    owned_by: 'acme',
  })
})

it('deletes a fine-tuned model once', async () => {
  const openai = createBackend()
  const { models } = clientOf(openai)
  const { id } = openai.store.models.put({ id: 'ft:gpt-4o:acme::1' })

  expect(await models.delete(id)).toEqual({ id, object: 'model', deleted: true })
  await expect(models.delete(id)).rejects.toMatchObject({ status: 404 })
})

it('refuses a model that does not exist', async () => {
  const { models } = clientOf(createBackend())
  const error = {
    status: 404,
    error: {
      message: 'The model `gpt-x` does not exist or you do not have access to it.',
      type: 'invalid_request_error',
      param: 'model',
      code: 'model_not_found',
    },
  }

  await expect(models.retrieve('gpt-x')).rejects.toMatchObject(error)
  await expect(models.delete('gpt-x')).rejects.toMatchObject(error)
})
