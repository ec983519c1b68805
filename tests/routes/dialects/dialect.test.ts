import {
  apiError,
  createRoute,
  createRoutes,
  responses,
  type CallRequest,
  type Dialect,
} from 'msw-openai/routes'
import { azure, changeByName, groq } from 'msw-openai/dialects'
import { unnamed } from 'msw-openai/streaming'
import { expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { ask, Scripted } from '../support.js'
import { askChat, CHAT } from './support.js'

const baseURL = 'https://gateway.example.com/v1'
const url = `${baseURL}/chat/completions`

it('has a dialect of its own, with headers, errors and a check of the key', async () => {
  const gateway: Dialect = {
    name: 'gateway',
    baseURL,
    headers: ({ number }: CallRequest) => ({ 'x-gateway': `call-${number}` }),
    error: ({ status, error }) => ({ status, reason: error.message }),
    refuse: (headers, key) =>
      headers.get('x-key') === key ? undefined : apiError(403, 'No entry.'),
  }
  const routes = createRoutes({ dialect: gateway, apiKey: 'right' })
  const create = routes.chat.completions.create('Hi')
  const refused = await ask(create, { url, body: CHAT })
  const taken = await ask(create, { url, body: CHAT, headers: { 'x-key': 'right' } })

  expect(refused.status).toBe(403)
  expect(await refused.json()).toEqual({ status: 403, reason: 'No entry.' })
  expect(refused.headers.get('x-gateway')).toBe('call-1')
  expect(taken.headers.get('x-gateway')).toBe('call-2')
})

it('changes endpoints by name, and leaves all others alone', () => {
  const dialect: Dialect = {
    name: 'gateway',
    baseURL,
    endpoint: changeByName({
      'chat.completions.create': (endpoint) => ({ ...endpoint, path: '/chat' }),
    }),
  }
  const routes = createRoutes({ dialect })

  expect(routes.chat.completions.create.endpoint.path).toBe('/chat')
  expect(routes.responses.create.endpoint).toBe(responses.create.endpoint)
})

it('changes every endpoint, and those of your own', async () => {
  const dialect: Dialect = {
    name: 'gateway',
    baseURL,
    endpoint: (endpoint) => ({ ...endpoint, headers: { 'x-name': endpoint.name } }),
  }
  const tick = { event: z.object({ tick: z.number() }), frame: unnamed }
  const ticks = createRoute(
    { name: 'ticks.list', method: 'POST', path: '/ticks', wire: tick },
    { dialect },
  )
  const response = await ask(ticks(new Scripted([{ tick: 1 }])), { url: `${baseURL}/ticks` })

  expect(response.headers.get('x-name')).toBe('ticks.list')
  expect(await response.text()).toBe('data: {"tick":1}\n\n')
})

it('names each endpoint of the API as the tree does', () => {
  const names = namesIn(createRoutes())

  expect(names.length).toBeGreaterThan(4)
  expect(names).toEqual(names.map(([path]) => [path, path]))
})

/** Lists the endpoints of a tree: the path in the tree, and the name. */
function namesIn(tree: object, prefix = ''): Array<[path: string, name: string]> {
  return Object.entries(tree).flatMap(([key, branch]) =>
    'endpoint' in branch
      ? [[`${prefix}${key}`, branch.endpoint.name] as [string, string]]
      : namesIn(branch, `${prefix}${key}.`),
  )
}

it('has the words of OpenAI where a dialect has none of its own', async () => {
  const { chat: routes } = createRoutes({ dialect: { name: 'plain', baseURL }, apiKey: 'right' })
  const response = await ask(routes.completions.create('Hi'), { url, body: CHAT })

  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
})

it('is at the usual base URL of the dialect, unless another is given', async () => {
  const usual = createRoutes({ dialect: groq }).chat.completions.create('Hi')
  const other = createRoutes({ dialect: groq, baseURL }).chat.completions.create('Hi')
  const groqURL = 'https://api.groq.com/openai/v1/chat/completions'

  expect(await (await ask(usual, { url: groqURL })).text()).toContain('x_groq')
  expect(await (await ask(other, { url })).text()).toContain('x_groq')
})

it('needs the base URL of a dialect that has no usual one', () => {
  const message =
    'Failed to create routes: the dialect "azure" has no usual base URL. Give that of the client: { baseURL: \'https://…\' }.'

  expect(() => createRoutes({ dialect: azure })).toThrow(new TypeError(message))
})

it.each(['groq', null, {}, []])('refuses %j as a dialect', (dialect) => {
  const message =
    "Failed to create routes: expected { dialect } with a name, such as azure of 'msw-openai/dialects'."

  expect(() => createRoutes({ dialect: dialect as unknown as Dialect })).toThrow(
    new TypeError(message),
  )
})

it('lets the headers of the routes win over those of the dialect', async () => {
  const headers = { 'x-groq-region': 'mars', 'x-request-id': null }
  const create = createRoutes({ dialect: groq, baseURL, headers }).chat.completions.create('Hi')
  const response = await ask(create, { url, body: CHAT })

  expect(response.headers.get('x-groq-region')).toBe('mars')
  expect(response.headers.has('x-request-id')).toBe(false)
})

it('streams in a dialect to a request without a body, where requests are not checked', async () => {
  const routes = createRoutes({ dialect: groq, baseURL, checkRequests: false })
  const create = routes.chat.completions.create('Hi')

  const text = await (await ask(create, { url: `${url}?stream=true`, body: '' })).text()

  expect(text).toMatch(/"content":"Hi".*"finish_reason":"stop"/s)
})

it('tells a test at fault in the shape of the server', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const response = await askChat(groq, () => {
    throw new Error('Out of tea')
  })

  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({
    error: {
      message: expect.stringContaining('Out of tea'),
      type: 'invalid_request_error',
      code: 'unanswered_call',
    },
  })
})
