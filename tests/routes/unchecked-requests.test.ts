import { createFetch } from 'msw-openai/fetch'
import { createRoutes } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { routeFactories } from '../core/route-tree.js'

/** Every field on which an answer depends, with a value of a wrong type. */
const WRONG = {
  input: 4,
  prompt: 5,
  messages: 6,
  n: 'x',
  metadata: 7,
  tools: 8,
  file: 'x',
  file_ids: 9,
  query: 10,
  max_num_results: 'x',
  content: 11,
  tool_resources: 12,
  expires_after: 13,
  chunking_strategy: 14,
  thread: 15,
  tool_outputs: 16,
  temperature: 'x',
  stream_options: 17,
  response_format: 18,
  size: 19,
  voice: 20,
  language: 21,
  timestamp_granularities: 22,
  include: 23,
  partial_images: 'x',
}

const BODIES = ['', 'null', '[]', '3', '"Hello"', '{}', '{"mod', JSON.stringify(WRONG)]
const BASE = 'https://llm.example/v1'

const unchecked = createRoutes({ baseURL: BASE, checkRequests: false })
const posts = routeFactories(unchecked).filter(([, { endpoint }]) => endpoint.method === 'POST')

it.each(BODIES)('answers every endpoint that checks no request, for the body %j', async (body) => {
  const failures: string[] = []
  for (const [name, create] of posts) {
    const { path, short = 'text' } = create.endpoint
    const url = `${BASE}${path.replaceAll(/:\w+/g, 'id_1')}`
    const query = name.startsWith('beta.responses.') ? '?beta=true' : ''
    const ask = createFetch([create(short === 'text' ? 'Hello' : undefined)])
    const response = await ask(`${url}${query}`, { method: 'POST', body: body || null })
    if (response.status !== 200) failures.push(`${name}: ${await response.text()}`)
  }

  expect(failures).toEqual([])
})

it('answers a request whose model and format are no texts, where requests are not checked', async () => {
  const body = JSON.stringify({ model: 1, response_format: 2 })
  const { audio } = unchecked
  const routes = [
    audio.transcriptions.create('Hello'),
    audio.translations.create('Hello'),
    audio.speech.create(),
  ]

  for (const route of routes) {
    const url = `${BASE}${route.endpoint.path}`
    const response = await createFetch([route])(url, { method: 'POST', body })
    expect(response.status).toBe(200)
  }
})
