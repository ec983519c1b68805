import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

it('finds what a client has uploaded, and no longer what it has deleted', async () => {
  const client = clientOf(createBackend())
  const store = await client.vectorStores.create({ name: 'Handbook' })
  const upload = (name: string, text: string) =>
    client.vectorStores.files.uploadAndPoll(store.id, new File([text], name))
  const best = async (query: string) => {
    const { data } = await client.vectorStores.search(store.id, { query, max_num_results: 1 })
    return data[0]?.content[0]?.text
  }

  const refunds = await upload('refunds.md', 'Refunds take 14 days.')
  const batch = await client.vectorStores.fileBatches.uploadAndPoll(store.id, {
    files: [new File(['The shop opens at nine.'], 'hours.md')],
    fileIds: [refunds.id],
  })
  const found = await best('How many days does a refund take?')
  await client.files.delete(refunds.id)

  expect(refunds.status).toBe('completed')
  expect(batch).toMatchObject({ status: 'completed', file_counts: { completed: 2, total: 2 } })
  expect(found).toBe('Refunds take 14 days.')
  expect(await best('How many days does a refund take?')).toBe('The shop opens at nine.')
  expect((await client.vectorStores.retrieve(store.id)).file_counts.total).toBe(1)
})
