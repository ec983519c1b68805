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

it('answers from what a client has uploaded, streamed and not', async () => {
  const client = clientOf(createBackend())
  const { id } = await client.vectorStores.create({ name: 'Handbook' })
  for (const [name, text] of [
    ['refunds.md', 'Refunds take 14 days.'],
    ['hours.md', 'The shop opens at nine.'],
  ] as const) {
    const file = await client.files.create({ file: new File([text], name), purpose: 'assistants' })
    await client.vectorStores.files.createAndPoll(id, { file_id: file.id })
  }
  const ask = (input: string) => ({
    model: 'gpt-5',
    input,
    tools: [{ type: 'file_search' as const, vector_store_ids: [id] }],
  })

  const plain = await client.responses.create(ask('When does the shop open?'))
  const next = ask('And how long does a refund take?')
  const stream = client.responses.stream({ ...next, previous_response_id: plain.id })
  const streamed = await stream.finalResponse()

  expect(plain.output_text).toBe('According to hours.md: The shop opens at nine.')
  expect(plain.output).toMatchObject([
    { type: 'file_search_call', queries: ['When does the shop open?'] },
    { content: [{ annotations: [{ type: 'file_citation', file_id: 'file-2' }] }] },
  ])
  expect(streamed.output_text).toBe('According to refunds.md: Refunds take 14 days.')
  expect(streamed.output).toMatchObject([
    { type: 'file_search_call', queries: ['And how long does a refund take?'] },
    { content: [{ annotations: [{ type: 'file_citation', file_id: 'file-1' }] }] },
  ])
  expect((await client.responses.retrieve(streamed.id)).output[0]).toEqual(streamed.output[0])
})
