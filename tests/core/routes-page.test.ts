import { expect, it } from 'vitest'
import { createRoutes } from 'msw-openai/routes'
import { routeFactories } from './route-tree.js'
import { routesPage } from './routes-page.js'
import { streamed } from './streamed.js'
import { STREAMS } from './streams.js'

it('writes a page about every route', async () => {
  await expect(routesPage()).toMatchFileSnapshot('../../docs/every-route.md')
})

const streaming = routeFactories(createRoutes({ checkRequests: false })).filter(
  ([, { endpoint }]) => endpoint.wire,
)

it('says how to ask for each stream', () => {
  expect(Object.keys(STREAMS).toSorted()).toEqual(streaming.map(([name]) => name).toSorted())
})

it.each(streaming)('streams %s to a request that asks as the page says', async (_, create) => {
  const { terminator } = create.endpoint.wire ?? {}

  const response = await streamed(create)

  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  expect(await response.text()).toContain(terminator ? `data: ${terminator.data}` : '')
})
