import { createBackend } from 'msw-openai/backend'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { answerSchema } from '../../core/openapi/answer-schemas.js'
import { clientOf } from './client-of.js'

const documents = {
  'refunds.md': 'Refunds are paid within 14 days of the return.',
  'hours.html': '<p>The shop opens at nine in the morning.</p>',
  'parking.json': '{"parking":"Guests park behind the shop."}',
}

/** Makes a client of a backend with a vector store, in which each document has a year and a name. */
async function start(files: Readonly<Record<string, string>> = documents) {
  const openai = createBackend()
  const { vectorStores } = clientOf(openai)
  await vectorStores.create({})
  for (const [index, [filename, text]] of Object.entries(files).entries()) {
    const { id } = openai.store.files.put({ filename }, text)
    await vectorStores.files.create('vs_1', {
      file_id: id,
      attributes: { year: 2020 + index, name: filename, isOld: index === 0 },
    })
  }
  return { openai, vectorStores }
}

it.each([
  ['When is my refund paid?', 'refunds.md'],
  ['WHAT TIME DOES THE SHOP OPEN, IN THE MORNING?', 'hours.html'],
  ['Where can a guest park?', 'parking.json'],
])('finds the document that answers %j', async (query, filename) => {
  const { vectorStores } = await start()

  const { data } = await vectorStores.search('vs_1', { query })

  expect(data).toHaveLength(3)
  expect(data[0]?.filename).toBe(filename)
  expect(data.map(({ score }) => score)).toEqual(
    data.map(({ score }) => score).toSorted((one, other) => other - one),
  )
})

it('gives the chunk, its file and the attributes of the file, as the published description says', async () => {
  const { vectorStores } = await start()
  const check = answerSchema('POST', '/vector_stores/:vector_store_id/search')

  const response = await vectorStores
    .search('vs_1', { query: ['refunds', 'returns'], max_num_results: 1 })
    .asResponse()
  const page = await response.json()

  check?.(page)
  expect(check?.errors).toBe(null)
  expect(page).toEqual({
    object: 'vector_store.search_results.page',
    search_query: ['refunds', 'returns'],
    data: [
      {
        file_id: 'file-1',
        filename: 'refunds.md',
        score: expect.any(Number),
        attributes: { year: 2020, name: 'refunds.md', isOld: true },
        content: [{ type: 'text', text: documents['refunds.md'] }],
      },
    ],
    has_more: false,
    next_page: null,
  })
})

it('scores a result by the nearest of several queries', async () => {
  const { vectorStores } = await start()
  const bestOf = async (query: string | string[]) =>
    (await vectorStores.search('vs_1', { query })).data[0]

  const alone = await bestOf('Guests park behind the shop')
  const both = await bestOf(['refunds', 'Guests park behind the shop'])

  expect(both).toEqual(alone)
})

it('omits results below the threshold', async () => {
  const { vectorStores } = await start()

  const { data } = await vectorStores.search('vs_1', {
    query: 'Refunds are paid within 14 days',
    ranking_options: { score_threshold: 0.6 },
  })

  expect(data.map(({ filename }) => filename)).toEqual(['refunds.md'])
})

type Filter = NonNullable<OpenAI.VectorStores.VectorStoreSearchParams['filters']>

it.each<[Filter, number[]]>([
  [{ type: 'eq', key: 'year', value: 2021 }, [2021]],
  [{ type: 'eq', key: 'isOld', value: true }, [2020]],
  [{ type: 'ne', key: 'year', value: 2021 }, [2020, 2022]],
  [{ type: 'gt', key: 'year', value: 2021 }, [2022]],
  [{ type: 'gte', key: 'year', value: 2021 }, [2021, 2022]],
  [{ type: 'lt', key: 'year', value: 2021 }, [2020]],
  [{ type: 'lte', key: 'year', value: 2021 }, [2020, 2021]],
  [{ type: 'lt', key: 'name', value: 'p' }, [2021]],
  [{ type: 'gt', key: 'name', value: 1 }, []],
  [{ type: 'in', key: 'year', value: [2020, 2022] }, [2020, 2022]],
  [{ type: 'nin', key: 'year', value: [2020, 2022] }, [2021]],
  [{ type: 'eq', key: 'author', value: 'Ada' }, []],
  [{ type: 'ne', key: 'author', value: 'Ada' }, [2020, 2021, 2022]],
  [
    {
      type: 'and',
      filters: [
        { type: 'gt', key: 'year', value: 2020 },
        {
          type: 'or',
          filters: [
            { type: 'eq', key: 'name', value: 'hours.html' },
            { type: 'eq', key: 'name', value: 'refunds.md' },
          ],
        },
      ],
    },
    [2021],
  ],
])('searches the files that pass %j', async (filters, years) => {
  const { vectorStores } = await start()

  const { data } = await vectorStores.search('vs_1', { query: 'shop', filters })

  expect(data.map(({ attributes }) => attributes?.['year']).toSorted()).toEqual(years)
})

it.each([
  [
    { type: 'like', key: 'name', value: 'a' },
    'filters.type',
    "Invalid value: 'like'. Supported values are: 'eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin', 'and', and 'or'.",
  ],
  [
    { type: 'and', filters: [{ type: 'eq', value: 'a' }] },
    'filters.filters[0].key',
    "Missing required parameter: 'filters.filters[0].key'.",
  ],
])('refuses the filter %j', async (filters, param, message) => {
  const { vectorStores } = await start()
  const body = { query: 'shop', filters } as unknown as { query: string }

  await expect(vectorStores.search('vs_1', body)).rejects.toMatchObject({
    status: 400,
    param,
    message: `400 ${message}`,
  })
})

it('cuts files into chunks by the strategy of the file', async () => {
  const { openai, vectorStores } = await start({})
  const pages = ['alpha', 'beta', 'gamma'].map((word) => `${word} `.repeat(60))
  openai.store.files.put({ id: 'file-long', filename: 'long.txt' }, pages.join(''))
  await vectorStores.files.create('vs_1', {
    file_id: 'file-long',
    chunking_strategy: {
      type: 'static',
      static: { max_chunk_size_tokens: 100, chunk_overlap_tokens: 20 },
    },
  })

  const { data } = await vectorStores.search('vs_1', { query: 'beta', max_num_results: 50 })

  const texts = data.map(({ content }) => content[0]?.text ?? '')
  expect(texts).toHaveLength(3)
  expect(texts[0]).toMatch(/^(alpha )+(beta ?)+$/)
  expect(texts.every((text) => text.length <= 400)).toBe(true)
})

it('searches neither files that failed nor files without a text', async () => {
  const { openai, vectorStores } = await start({ 'empty.txt': '' })
  openai.store.files.put({ id: 'file-bad', filename: 'bad.txt' }, 'Refunds')
  openai.store.vectorStoreFiles.of('vs_1').put({ id: 'file-bad', status: 'failed' })

  const { data } = await vectorStores.search('vs_1', { query: 'Refunds' })

  expect(data).toEqual([])
})
