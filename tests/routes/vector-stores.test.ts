import { createRoute, inOrder, vectorStores, when } from 'msw-openai/routes'
import { expect, it, onTestFinished, vi } from 'vitest'
import { clientOf } from './client.js'
import { ask } from './support.js'

const { files, fileBatches } = vectorStores

it('creates a vector store that agrees with the request', async () => {
  const client = clientOf(vectorStores.create())
  const expires_after = { anchor: 'last_active_at', days: 7 } as const
  const store = await client.vectorStores.create({
    name: 'Handbook',
    metadata: { team: 'support' },
    expires_after,
    file_ids: ['file-a', 'file-b'],
  })

  expect(store).toEqual({
    id: 'vs_1',
    object: 'vector_store',
    created_at: 1700000000,
    name: 'Handbook',
    description: null,
    usage_bytes: 0,
    file_counts: { in_progress: 0, completed: 2, failed: 0, cancelled: 0, total: 2 },
    status: 'completed',
    expires_after,
    expires_at: 1700000000 + 7 * 24 * 60 * 60,
    last_active_at: 1700000000,
    metadata: { team: 'support' },
  })
  expect(await client.vectorStores.create({})).toMatchObject({
    id: 'vs_2',
    name: '',
    expires_after: null,
    expires_at: null,
    metadata: {},
  })
})

it('writes the fields of a vector store in the order of the wire', async () => {
  const response = await ask(vectorStores.create(), { url: '/vector_stores', body: {} })

  expect(response.headers.get('x-ratelimit-limit-requests')).toBeNull()
  expect(await response.text()).toBe(
    '{"id":"vs_1","object":"vector_store","created_at":1700000000,"name":"","description":null,"usage_bytes":0,' +
      '"file_counts":{"in_progress":0,"completed":0,"failed":0,"cancelled":0,"total":0},"status":"completed",' +
      '"expires_after":null,"expires_at":null,"last_active_at":1700000000,"metadata":{}}',
  )
})

it('counts the files of a vector store by its status', async () => {
  const client = clientOf(
    vectorStores.create(
      inOrder(
        { status: 'in_progress' },
        { status: 'expired' },
        { file_counts: { failed: 1, completed: 3 } },
      ),
    ),
  )
  const create = async () =>
    (await client.vectorStores.create({ file_ids: ['a', 'b'] })).file_counts

  expect(await create()).toMatchObject({ in_progress: 2, completed: 0, total: 2 })
  expect(await create()).toMatchObject({ in_progress: 0, completed: 2, total: 2 })
  expect(await create()).toMatchObject({ failed: 1, completed: 3, total: 4 })
})

it('retrieves, updates and deletes the vector store of the path', async () => {
  const client = clientOf(
    vectorStores.retrieve({ name: 'Handbook' }),
    vectorStores.update(),
    vectorStores.delete(),
  )

  expect(await client.vectorStores.retrieve('vs_9')).toMatchObject({ id: 'vs_9', name: 'Handbook' })
  expect(await client.vectorStores.update('vs_9', { name: 'Minutes' })).toMatchObject({
    id: 'vs_9',
    name: 'Minutes',
  })
  expect(await client.vectorStores.delete('vs_9')).toEqual({
    id: 'vs_9',
    object: 'vector_store.deleted',
    deleted: true,
  })
})

it('lists vector stores page by page, forth and back', async () => {
  const list = vectorStores.list([{ name: 'A' }, { name: 'B' }, { name: 'C' }])
  const client = clientOf(list)
  const names = []
  for await (const { name } of client.vectorStores.list({ limit: 2 })) names.push(name)
  const { data } = await client.vectorStores.list({ order: 'asc', before: 'vs_1' })

  expect(names).toEqual(['A', 'B', 'C'])
  expect(list.calls.map(({ url }) => url.searchParams.get('after'))).toEqual([null, 'vs_2', null])
  expect(data.map(({ id }) => id)).toEqual(['vs_3', 'vs_2'])
})

it('gives the results of a search, as many as the request asks for', async () => {
  const search = vectorStores.search([
    { content: [{ text: 'Refunds take 14 days.' }], score: 0.9 },
    { file_id: 'file-faq', filename: 'faq.md', attributes: { lang: 'en' } },
    {},
  ])
  const client = clientOf(search)
  const results = []
  const query = 'How long do refunds take?'
  for await (const result of client.vectorStores.search('vs_1', { query, max_num_results: 2 })) {
    results.push(result)
  }
  const every = await client.vectorStores.search('vs_1', { query: ['refunds', 'days'] })

  expect(results).toEqual([
    {
      file_id: 'file-1',
      filename: 'file-1.txt',
      score: 0.9,
      attributes: {},
      content: [{ type: 'text', text: 'Refunds take 14 days.' }],
    },
    { file_id: 'file-faq', filename: 'faq.md', score: 1, attributes: { lang: 'en' }, content: [] },
  ])
  expect(every.data).toHaveLength(3)
})

it('takes a page of results as it is, and finds nothing unless told', async () => {
  const url = '/vector_stores/vs_1/search'
  const body = { query: ['refunds', 'days'], max_num_results: 1 }
  const given = { data: [{}, {}], next_page: 'p2' }
  const page = await ask(vectorStores.search(given), { url, body })
  const nothing = await ask(vectorStores.search(), { url, body: { query: 'q' } })

  expect(await page.json()).toMatchObject({ ...given, search_query: body.query, has_more: false })
  expect(await nothing.text()).toBe(
    '{"object":"vector_store.search_results.page","search_query":["q"],"data":[],"has_more":false,"next_page":null}',
  )
})

it('adds a file to a vector store', async () => {
  const client = clientOf(files.create())
  const chunking_strategy = {
    type: 'static',
    static: { max_chunk_size_tokens: 200, chunk_overlap_tokens: 0 },
  } as const
  const file = await client.vectorStores.files.create('vs_7', {
    file_id: 'file-a',
    attributes: { lang: 'en' },
    chunking_strategy,
  })
  const auto = await client.vectorStores.files.create('vs_7', {
    file_id: 'file-b',
    chunking_strategy: { type: 'auto' },
  })

  expect(file).toEqual({
    id: 'file-a',
    object: 'vector_store.file',
    usage_bytes: 0,
    created_at: 1700000000,
    vector_store_id: 'vs_7',
    status: 'completed',
    last_error: null,
    chunking_strategy,
    attributes: { lang: 'en' },
  })
  expect(auto).toMatchObject({
    id: 'file-b',
    attributes: {},
    chunking_strategy: {
      type: 'static',
      static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 },
    },
  })
})

it('retrieves, updates and deletes a file of a vector store, and gives its content', async () => {
  const client = clientOf(
    files.retrieve({ last_error: { code: 'invalid_file' } }),
    files.update(),
    files.delete(),
    files.content([{ text: 'Refunds take' }, { text: '14 days.' }]),
  )
  const store = { vector_store_id: 'vs_7' }
  const texts = []
  for await (const { text } of client.vectorStores.files.content('file-a', store)) texts.push(text)
  const content = await ask(files.content(), {
    url: '/vector_stores/vs_7/files/file-a/content',
    method: 'GET',
  })

  expect(await client.vectorStores.files.retrieve('file-a', store)).toMatchObject({
    ...store,
    id: 'file-a',
    status: 'failed',
    last_error: { code: 'invalid_file', message: 'An internal error occurred.' },
  })
  const attributes = { lang: 'de' }
  expect(await client.vectorStores.files.update('file-a', { ...store, attributes })).toMatchObject({
    ...store,
    id: 'file-a',
    attributes,
  })
  expect(await client.vectorStores.files.delete('file-a', store)).toEqual({
    id: 'file-a',
    object: 'vector_store.file.deleted',
    deleted: true,
  })
  expect(texts).toEqual(['Refunds take', '14 days.'])
  expect(await content.text()).toBe(
    '{"object":"vector_store.file_content.page","data":[],"has_more":false,"next_page":null}',
  )
})

it('lists the files of a vector store and of a batch by their status', async () => {
  const answer = [{}, { status: 'failed' }, {}, {}] as const
  const client = clientOf(files.list(answer), fileBatches.listFiles(answer))
  const completed = { filter: 'completed', limit: 2 } as const
  const ids = []
  for await (const { id } of client.vectorStores.files.list('vs_7', completed)) ids.push(id)
  const failed = []
  const batch = { vector_store_id: 'vs_7', filter: 'failed' } as const
  for await (const file of client.vectorStores.fileBatches.listFiles('vsfb_1', batch)) {
    failed.push(file)
  }

  expect(ids).toEqual(['file-1', 'file-3', 'file-4'])
  expect(failed).toMatchObject([{ id: 'file-2', vector_store_id: 'vs_7', status: 'failed' }])
})

it('creates, retrieves and cancels a batch of files', async () => {
  const client = clientOf(
    fileBatches.create(inOrder({ status: 'in_progress' }, {})),
    fileBatches.retrieve(),
    fileBatches.cancel({ file_counts: { completed: 1, cancelled: 2 } }),
  )
  const batches = client.vectorStores.fileBatches
  const store = { vector_store_id: 'vs_7' }

  expect(await batches.create('vs_7', { file_ids: ['a', 'b'] })).toEqual({
    id: 'vsfb_1',
    object: 'vector_store.files_batch',
    created_at: 1700000000,
    vector_store_id: 'vs_7',
    status: 'in_progress',
    file_counts: { in_progress: 2, completed: 0, failed: 0, cancelled: 0, total: 2 },
  })
  expect(await batches.create('vs_7', { files: [{ file_id: 'a' }] })).toMatchObject({
    id: 'vsfb_2',
    status: 'completed',
    file_counts: { completed: 1, total: 1 },
  })
  expect(await batches.retrieve('vsfb_9', store)).toMatchObject({ ...store, id: 'vsfb_9' })
  expect(await batches.cancel('vsfb_9', store)).toMatchObject({
    id: 'vsfb_9',
    status: 'cancelled',
    file_counts: { completed: 1, cancelled: 2, total: 3 },
  })
})

it('polls files and batches to their end', async () => {
  const upload = createRoute({ name: 'files.create', method: 'POST', path: '/files' })
  const passing = { status: 'in_progress' } as const
  const routes = {
    upload: upload({ id: 'file-a' }),
    create: files.create(passing),
    retrieve: files.retrieve(inOrder(passing, passing, {})),
    batch: fileBatches.create(passing),
    poll: fileBatches.retrieve(inOrder(passing, { status: 'completed' })),
  }
  const client = clientOf(...Object.values(routes))
  const file = await client.vectorStores.files.uploadAndPoll('vs_7', new File(['Hi'], 'hi.txt'))
  const batch = await client.vectorStores.fileBatches.createAndPoll('vs_7', { file_ids: ['a'] })

  expect(file).toMatchObject({ id: 'file-a', status: 'completed' })
  expect(batch).toMatchObject({ id: 'vsfb_1', status: 'completed' })
  expect(routes.retrieve.calls).toHaveLength(3)
  expect(routes.poll.calls).toHaveLength(2)
})

it.each([
  ['in_progress', '0'],
  ['completed', null],
  ['failed', null],
  ['cancelled', null],
] as const)('says when to ask again for a file that is %s: %s', async (status, expected) => {
  const file = await ask(files.retrieve({ status }), {
    url: '/vector_stores/vs_7/files/file-a',
    method: 'GET',
  })
  const batch = await ask(fileBatches.cancel({ status }), {
    url: '/vector_stores/vs_7/file_batches/vsfb_1/cancel',
    body: '',
  })

  expect(file.headers.get('openai-poll-after-ms')).toBe(expected)
  expect(batch.headers.get('openai-poll-after-ms')).toBe(expected)
})

it('refuses a status that no file and no batch has: the SDK polls such without a pause', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const answer = { status: 'done' } as never
  const url = '/vector_stores/vs_7/file_batches/vsfb_1'
  const batch = await ask(fileBatches.retrieve(answer), { url, method: 'GET' })
  const file = await ask(files.create(answer), {
    url: '/vector_stores/vs_7/files',
    body: { file_id: 'a' },
  })

  expect(batch.status).toBe(400)
  expect(await batch.text()).toContain(
    'Failed to complete a batch of files: it is damaged at status',
  )
  expect(file.status).toBe(400)
  expect(await file.text()).toContain('Failed to complete a vector store file')
})

it.each([
  [files.create(), '/vector_stores/vs_1/files', {}, 'file_id'],
  [files.update(), '/vector_stores/vs_1/files/file-1', {}, 'attributes'],
  [fileBatches.create(), '/vector_stores/vs_1/file_batches', {}, 'file_ids'],
  [fileBatches.create(), '/vector_stores/vs_1/file_batches', { files: [{}] }, 'files[0].file_id'],
  [vectorStores.search(), '/vector_stores/vs_1/search', {}, 'query'],
])('refuses a request of $endpoint.name without what it needs', async (route, url, body, param) => {
  const response = await ask(route, { url, body })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    error: { message: `Missing required parameter: '${param}'.`, param },
  })
})

it('answers by a condition', async () => {
  const client = clientOf(
    vectorStores.search([
      when({ query: 'refunds' }, [{ content: [{ text: '14 days' }] }]),
      when({}, []),
    ]),
  )
  const count = async (query: string) =>
    (await client.vectorStores.search('vs_1', { query })).data.length

  expect([await count('refunds'), await count('weather')]).toEqual([1, 0])
})
