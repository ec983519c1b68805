import { vectorStores, when } from 'msw-openai'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { server } from './server.js'

/** Looks a question up in the handbook, and names the files of the passages. */
async function lookUp(query: string): Promise<string[]> {
  const client = new OpenAI({ apiKey: 'test' })
  const { data } = await client.vectorStores.search('vs_handbook', { query, max_num_results: 2 })
  return data.map(({ filename, content }) => `${filename}: ${content[0]?.text}`)
}

it('finds passages by the words of the question', async () => {
  const search = vectorStores.search([
    when({ query: /refund/ }, [
      { filename: 'refunds.md', content: [{ text: 'Refunds take 14 days.' }], score: 0.92 },
      { filename: 'orders.md', content: [{ text: 'Orders can be returned.' }], score: 0.71 },
      { filename: 'contact.md', content: [{ text: 'Write to us.' }], score: 0.35 },
    ]),
    when({}, []),
  ])
  server.use(search)

  await expect(lookUp('How long does a refund take?')).resolves.toEqual([
    'refunds.md: Refunds take 14 days.',
    'orders.md: Orders can be returned.',
  ])
  await expect(lookUp('Who are you?')).resolves.toEqual([])
  expect(search.calls[0]?.params).toEqual({ vector_store_id: 'vs_handbook' })
})
