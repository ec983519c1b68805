import { createBackend, type BackendOptions } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

it('fills the store at the beginning, and after each reset', async () => {
  const openai = createBackend({
    fill({ files, models }) {
      files.put({ filename: 'handbook.txt' }, 'Refunds take 14 days.')
      models.delete('gpt-5')
    },
  })
  const client = clientOf(openai)
  const read = async () =>
    (await client.files.list()).data.map(({ id, filename }) => [id, filename])
  const before = await read()
  await client.files.create({ file: new File(['a'], 'a.txt'), purpose: 'assistants' })
  openai.reset()

  expect(before).toEqual([['file-1', 'handbook.txt']])
  expect(await read()).toEqual(before)
  await expect(client.models.retrieve('gpt-5')).rejects.toMatchObject({ status: 404 })
})

it('is no function', () => {
  const options = { fill: [] } as unknown as BackendOptions
  expect(() => createBackend(options)).toThrow(
    'Failed to create a backend: expected { fill: (store) => { … } }, received [].',
  )
})
