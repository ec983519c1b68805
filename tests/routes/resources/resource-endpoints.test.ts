import { conversations, createRoute, createRoutes, files, inOrder } from 'msw-openai/routes'
import { createFetch } from 'msw-openai/fetch'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { resourceEndpoint } from '../../../src/routes/resources/resource-endpoints.js'
import { ask } from '../support.js'

const GET = { url: '/files?limit=-1', method: 'GET' }

it('refuses a wrong request before an answer is chosen, and records its call', async () => {
  const list = files.list(inOrder([{ id: 'file-1' }]))

  const refused = await ask(list, GET)
  const answered = await ask(list, { ...GET, url: '/files?limit=1' })

  expect(refused.status).toBe(400)
  expect(await refused.json()).toEqual({
    error: {
      message:
        "Invalid 'limit': integer below minimum value. Expected a value >= 0, but got -1 instead.",
      type: 'invalid_request_error',
      param: 'limit',
      code: 'integer_below_min_value',
    },
  })
  expect(await answered.json()).toMatchObject({ data: [{ id: 'file-1' }] })
  expect(list.calls.map(({ outcome }) => outcome)).toEqual(['replied', 'replied'])
})

it('refuses nothing where the server checks no requests', async () => {
  const { files: unchecked } = createRoutes({ checkRequests: false })

  const response = await ask(unchecked.list([{ id: 'file-1' }]), GET)

  expect(await response.json()).toMatchObject({ data: [{ id: 'file-1' }] })
})

it('lets an endpoint of your own require a parameter of the query', async () => {
  const search = createRoute({
    name: 'search',
    method: 'GET',
    path: '/search',
    query: z.object({ q: z.string() }),
  })
  const fetch = createFetch([search({ hits: 1 })])

  const refused = await fetch('https://api.openai.com/v1/search')
  const answered = await fetch('https://api.openai.com/v1/search?q=cats')

  expect(refused.status).toBe(400)
  expect(await refused.json()).toMatchObject({
    error: { message: "Missing required parameter: 'q'.", param: 'q' },
  })
  expect(await answered.json()).toEqual({ hits: 1 })
})

it('fills a resource with the fields of the author, of the method, of the request, and defaults', async () => {
  const family = {
    name: 'things',
    path: '/things',
    param: 'thing_id',
    prefix: 'thing_',
    defaults: (id: string) => ({ id, color: 'red', size: 1, status: 'new', tags: { a: 1, b: 2 } }),
  } as const
  const create = createRoute(
    resourceEndpoint<ReturnType<typeof family.defaults>, unknown>(family, {
      name: 'create',
      method: 'POST',
      path: '/things',
      fields: { status: 'created', color: undefined },
    }),
  )
  const body = { size: 2, color: 'blue', status: 'asked', weight: 3, tags: null }

  const made = await ask(create({ color: 'green', tags: { b: 3 } }), { url: '/things', body })
  const omitted = await ask(create(), { url: '/things', body })

  expect(await made.json()).toEqual({
    id: 'thing_1',
    color: 'green',
    size: 2,
    status: 'created',
    tags: { a: 1, b: 3 },
  })
  expect(await omitted.json()).toMatchObject({ color: 'blue', tags: { a: 1, b: 2 } })
})

it('does not mix the metadata of the author with those of the request', async () => {
  const { create } = conversations

  const made = await ask(create({ metadata: { team: 'red' } }), {
    url: '/conversations',
    body: { metadata: { season: 'winter' } },
  })

  const repeated = await ask(create(), {
    url: '/conversations',
    body: { metadata: { season: 'winter' } },
  })

  expect(await made.json()).toHaveProperty('metadata', { team: 'red' })
  expect(await repeated.json()).toHaveProperty('metadata', { season: 'winter' })
})
