import { expect, it } from 'vitest'
import { createFetch } from 'msw-openai/fetch'
import { createRoutes } from 'msw-openai/routes'
import { sampleFor } from './answered.js'
import { routeFactories } from './route-tree.js'
import { routesPage } from './routes-page.js'
import { STREAMS, streamsOf, type ASKS } from './streams.js'

it('writes a page about every route', async () => {
  await expect(routesPage()).toMatchFileSnapshot('../../docs/every-route.md')
})

const streaming = routeFactories(createRoutes({ checkRequests: false })).filter(
  ([, { endpoint }]) => endpoint.wire,
)

it('says how to ask for each stream', () => {
  expect(Object.keys(STREAMS).toSorted()).toEqual(streaming.map(([name]) => name).toSorted())
})

it.each(streaming)('streams %s to a request that asks as the page says', async (name, create) => {
  const { path, wire, requiredQuery } = create.endpoint
  const { search, ...init } = askingBy(streamsOf(name)?.asks)
  const query = new URLSearchParams({ ...search, ...(requiredQuery?.['beta'] && { beta: 'true' }) })
  const url = `https://api.openai.com/v1${path.replaceAll(/:\w+/g, 'id_7')}?${query}`

  const response = await createFetch([create(sampleFor(create.endpoint))])(url, init)

  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  expect(await response.text()).toContain(wire?.terminator ? `data: ${wire.terminator.data}` : '')
})

/** Makes the part of a request that asks for a stream. */
function askingBy(way: keyof typeof ASKS = 'json'): RequestInit & { search?: { stream: 'true' } } {
  const form = new FormData()
  form.append('stream', 'true')
  const requests = {
    json: json({ stream: true }),
    format: json({ stream_format: 'sse' }),
    form: { method: 'POST', body: form },
    query: { search: { stream: 'true' as const } },
  }
  return requests[way]
}

function json(body: object): RequestInit {
  const headers = { 'content-type': 'application/json' }
  return { method: 'POST', headers, body: JSON.stringify(body) }
}
