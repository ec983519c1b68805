import OpenAI, { AuthenticationError } from 'openai'
import { expect, it, onTestFinished, vi } from 'vitest'
import {
  apiError,
  chat,
  createRoute,
  createRoutes,
  deliver,
  type CreateRouteOptions,
  type Endpoint,
} from 'msw-openai/routes'
import { createFetch } from 'msw-openai/fetch'
import { unnamed } from 'msw-openai/streaming'
import { z } from 'zod'
import { Words } from '../support.js'
import { ask, CHAT } from './support.js'

const WHOLE = { ...CHAT, stream: false }

/** Sends a request with a key to a server that asks for `sk-right`, and gives the answer. */
async function askWith(authorization?: string) {
  const create = createRoutes({ apiKey: 'sk-right' }).chat.completions.create('Hi')
  const headers = authorization === undefined ? {} : { authorization }
  return { response: await ask(create, { headers, body: WHOLE }), route: create }
}

it.each([
  'Bearer sk-right',
  'bearer sk-right',
  'BEARER sk-right',
  'Bearer  sk-right',
  'Bearer sk-right ',
])('takes the right key as %j', async (authorization) => {
  const { response, route } = await askWith(authorization)

  expect(response.status).toBe(200)
  expect(route.calls).toMatchObject([{ outcome: 'replied' }])
})

const KEYS_URL = 'https://platform.openai.com/account/api-keys'
const NO_KEY =
  "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth " +
  "(i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API " +
  `from your browser and are prompted for a username and password. You can obtain an API key from ${KEYS_URL}.`

it.each([undefined, '', 'sk-right', 'Bearer', 'Bearer ', 'Basic c2s6cmlnaHQ='])(
  'answers a request without a key, %j, as OpenAI does',
  async (authorization) => {
    const { response, route } = await askWith(authorization)

    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('x-request-id')).toBe('req_00000000000000000000000000000001')
    expect(await response.text()).toBe(
      JSON.stringify({
        error: { message: NO_KEY, type: 'invalid_request_error', param: null, code: null },
      }),
    )
    expect(route.calls).toMatchObject([{ outcome: 'replied', body: WHOLE }])
  },
)

it.each([
  ['sk-wrong', 'sk-wrong'],
  ['sk-rightly', 'sk-rightly'],
  ['SK-RIGHT', 'SK-RIGHT'],
  ['sk-proj-0123456789abcdef', 'sk-proj-************cdef'],
])('answers a request with the wrong key %j as OpenAI does', async (key, masked) => {
  const { response, route } = await askWith(`Bearer ${key}`)

  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({
    error: {
      message: `Incorrect API key provided: ${masked}. You can find your API key at ${KEYS_URL}.`,
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    },
  })
  expect(route.calls).toMatchObject([{ outcome: 'replied', events: [] }])
})

it('looks at the key before the body, and on every endpoint', async () => {
  const { beta, responses } = createRoutes({ apiKey: 'sk-right' })
  const script = new Words(['Hi'])
  const streaming = createRoutes({ apiKey: 'sk-right' }).chat.completions.create(script)

  expect((await ask(streaming)).status).toBe(401)
  expect(script.said).toBe(0)
  expect((await ask(streaming, { body: '{' })).status).toBe(401)
  expect((await ask(responses.create('Hi'), { url: '/responses', body: {} })).status).toBe(401)
  const runs = beta.threads.runs.create('Hi')
  expect((await ask(runs, { url: '/threads/t/runs', body: {} })).status).toBe(401)
})

it('throws the error of the SDK for a wrong key', async () => {
  const create = createRoutes({ apiKey: 'sk-right' }).chat.completions.create('Hi')
  const fetch = createFetch([create])
  const send = (apiKey: string) =>
    new OpenAI({ apiKey, fetch }).chat.completions.create({
      model: 'gpt-5',
      messages: [{ role: 'user', content: 'Hi' }],
    })

  await expect(send('sk-wrong')).rejects.toBeInstanceOf(AuthenticationError)
  await expect(send('sk-right')).resolves.toMatchObject({ object: 'chat.completion' })
  // A 401 is not retried.
  expect(create.calls).toHaveLength(2)
})

it('asks a function for the key at each request', async () => {
  let apiKey: string | undefined = 'sk-first'
  const create = createRoutes({ apiKey: () => apiKey }).chat.completions.create('Hi')
  const send = () => ask(create, { headers: { authorization: 'Bearer sk-first' }, body: WHOLE })
  const statuses = [(await send()).status]

  apiKey = 'sk-second'
  statuses.push((await send()).status)
  apiKey = undefined
  statuses.push((await send()).status)

  expect(statuses).toEqual([200, 401, 200])
})

it('takes every key, and none, where it asks for none', async () => {
  const create = createRoutes().chat.completions.create('Hi')

  expect((await ask(create, { body: WHOLE })).status).toBe(200)
  expect((await ask(create, { headers: { authorization: 'Bearer any' } })).status).toBe(200)
})

it('sends headers with every answer, which win over those of OpenAI', async () => {
  const { chat: own } = createRoutes({
    headers: { 'X-Own': 'yes', 'OpenAI-Version': '2099-01-01', 'x-request-id': null },
  })
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const broken = own.completions.create(() => {
    throw new Error('Out of tea')
  })
  const answers = [
    await ask(own.completions.create(new Words(['Hi']))),
    await ask(own.completions.create('Hi'), { body: WHOLE }),
    await ask(own.completions.create(apiError(404))),
    await ask(own.completions.create('Hi'), { body: '{' }),
    await ask(broken),
  ]

  for (const { headers } of answers) {
    expect(headers.get('x-own')).toBe('yes')
    expect(headers.get('openai-version')).toBe('2099-01-01')
    expect(headers.has('x-request-id')).toBe(false)
    expect(headers.get('openai-organization')).toBe('org-test')
  }
})

it('lets a route and an answer win over the headers of its server', async () => {
  const { chat: own } = createRoutes({ headers: { 'x-a': 'server', 'x-b': 'server', 'x-c': '1' } })
  const delivered = deliver('Hi', { headers: { 'x-a': 'answer', 'x-c': null } })
  const route = own.completions.create(delivered, { headers: { 'x-a': 'route', 'x-b': 'route' } })
  const { headers } = await ask(route)

  expect([headers.get('x-a'), headers.get('x-b'), headers.get('x-c')]).toEqual([
    'answer',
    'route',
    null,
  ])
})

it.each<[form: string, headers: CreateRouteOptions['headers']]>([
  ['a Headers object', new Headers({ 'x-own': 'yes' })],
  ['pairs', [['X-Own', 'yes']]],
  ['a record', { 'X-Own': 'yes', 'x-none': undefined }],
])('takes headers as %s', async (_, headers) => {
  const { chat: own } = createRoutes({ headers })
  const response = await ask(own.completions.create('Hi'))

  expect(response.headers.get('x-own')).toBe('yes')
})

const FOREIGN = /^(openai-|x-ratelimit-|cf-|server$|strict-transport)/

const HOSTS = [
  ['https://api.groq.com/openai/v1', 'https://api.groq.com/openai/v1'],
  ['http://localhost:8080/v1', 'http://localhost:8080/v1'],
  ['https://*.openai.azure.com/openai', 'https://test.openai.azure.com/openai'],
  ['https://notapi.openai.com/v1', 'https://notapi.openai.com/v1'],
  ['https://api.openai.com.example.org', 'https://api.openai.com.example.org'],
  ['*', 'http://gateway.example.com'],
] as const

it.each(HOSTS)('sends none of the headers of OpenAI from %s', async (baseURL, base) => {
  const server = createRoutes({ baseURL })
  const sent = async (path: string, body: unknown) => {
    const response = await ask(
      [
        server.chat.completions.create('Hi'),
        server.responses.create('Hi'),
        server.beta.threads.runs.create(apiError(429)),
      ],
      { url: `${base}${path}`, body },
    )
    return [...response.headers.keys()].filter((name) => FOREIGN.test(name))
  }

  expect(await sent('/chat/completions', CHAT)).toEqual([])
  expect(await sent('/chat/completions', WHOLE)).toEqual([])
  expect(await sent('/chat/completions', '{')).toEqual([])
  expect(await sent('/responses', { model: 'gpt-5', input: 'Hi', stream: true })).toEqual([])
  expect(await sent('/responses', { model: 'gpt-5', input: 'Hi' })).toEqual([])
  expect(await sent('/threads/t/runs', { assistant_id: 'a' })).toEqual([])
})

it.each(['https://api.openai.com/v1', 'https://eu.api.openai.com/v1'])(
  'sends the headers of OpenAI from %s',
  async (baseURL) => {
    const create = createRoutes({ baseURL }).chat.completions.create('Hi')
    const { headers } = await ask(create, { url: `${baseURL}/chat/completions` })

    expect(headers.get('openai-version')).toBe('2020-10-01')
    expect(headers.get('x-ratelimit-limit-requests')).toBe('10000')
  },
)

const ticks: Endpoint<{ tick: number }> = {
  name: 'ticks.create',
  method: 'POST',
  path: '/ticks',
  headers: { 'x-clock': 'atomic' },
  wire: { event: z.object({ tick: z.int() }), frame: unnamed, headers: { 'x-wire': 'yes' } },
  fold: (events) => [...events],
}

it('sends none of the headers of OpenAI from an endpoint of the user at another host', async () => {
  class Ticks extends Words {
    override *generate(): Generator<never> {
      yield { tick: 1 } as never
    }
  }
  const route = createRoute(ticks, { baseURL: 'http://localhost:3000' })(new Ticks([]) as never)
  const url = 'http://localhost:3000/ticks'
  const streamed = await ask(route, { url, body: { stream: true } })
  const whole = await ask(route, { url, body: {} })

  for (const { headers } of [streamed, whole]) {
    expect([...headers.keys()].filter((name) => FOREIGN.test(name))).toEqual([])
    expect(headers.get('x-clock')).toBe('atomic')
  }
  // The headers of a wire format are those of a stream.
  expect([streamed, whole].map(({ headers }) => headers.get('x-wire'))).toEqual(['yes', null])
  expect(await whole.json()).toEqual([{ tick: 1 }])
})

it('takes an endpoint of the user behind a key, with headers', async () => {
  const options = { apiKey: 'sk-right', headers: { 'x-own': 'yes' }, baseURL: 'http://localhost' }
  const models = createRoute({ name: 'models.list', method: 'GET', path: '/models' }, options)
  const route = models({ data: [] })
  const send = (headers: Record<string, string>) =>
    ask(route, { url: 'http://localhost/models', method: 'GET', headers })
  const [refused, taken] = [await send({}), await send({ authorization: 'Bearer sk-right' })]

  expect([refused.status, refused.headers.get('x-own')]).toEqual([401, 'yes'])
  expect([taken.status, taken.headers.get('x-own')]).toEqual([200, 'yes'])
})

it.each([
  ['a body that lacks everything', {}],
  ['a body of wrong types', { model: 5, messages: 'Hi' }],
  ['an array', []],
  ['null', null],
  ['no JSON', '{"model":'],
  ['nothing', ''],
])('lets %s pass where it checks no requests', async (_, body) => {
  const { chat: open } = createRoutes({ checkRequests: false })
  const route = open.completions.create('Hi')
  const response = await ask(route, { body })

  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Hi' } }] })
  expect(route.calls).toMatchObject([{ outcome: 'replied' }])
  const strict = createRoutes({ checkRequests: true }).chat.completions.create('Hi')
  expect((await ask(strict, { body })).status).toBe(400)
})

it('asks for the key where it checks no requests', async () => {
  const { chat: open } = createRoutes({ checkRequests: false, apiKey: 'sk-right' })

  expect((await ask(open.completions.create('Hi'), { body: {} })).status).toBe(401)
})

it('makes a stream of a broken body where it checks no requests', async () => {
  const { chat: open } = createRoutes({ checkRequests: false })
  const [hi] = new Words(['Hi'])
  const response = await ask(open.completions.create(new Words(['Hi'])), { body: { stream: true } })

  expect(await response.text()).toBe(`data: ${JSON.stringify(hi)}\n\ndata: [DONE]\n\n`)
})

it.each([
  ['https://api.openai.com:443/v1', 'https://api.openai.com/v1'],
  ['http://localhost:80/v1', 'http://localhost/v1'],
  ['http://localhost:443/v1', 'http://localhost:443/v1'],
  ['https://localhost:8443/v1', 'https://localhost:8443/v1'],
  ['HTTPS://localhost/v1', 'https://localhost/v1'],
  ['https://münchen.example/v1', 'https://münchen.example/v1'],
  ['https://münchen.例え.テスト:443', 'https://xn--mnchen-3ya.xn--r8jz45g.xn--zckzah'],
  ['https://*.münchen.example/v1', 'https://eu.münchen.example/v1'],
  ['https://user:secret@gateway.example/v1', 'https://gateway.example/v1'],
  ['http://[::1]:80/v1', 'http://[::1]/v1'],
  ['http://[::1]:8080/v1', 'http://[::1]:8080/v1'],
  ['http://:host:80/v1', 'http://gateway/v1'],
  ['http://[0:0:0:0:0:0:0:1]:8080/v1', 'http://[::1]:8080/v1'],
  ['https://gateway.example:0443/v1', 'https://gateway.example/v1'],
  ['http://127.1:80/v1', 'http://127.0.0.1/v1'],
  ['https://user:p%40ss@gateway.example:443/v1', 'https://gateway.example/v1'],
])('serves %s to requests to %s', async (baseURL, base) => {
  const create = createRoutes({ baseURL }).chat.completions.create('Hi')

  expect((await ask(create, { url: `${base}/chat/completions`, body: WHOLE })).status).toBe(200)
})

const OPTIONS = 'Expected { baseURL, apiKey, dialect, headers, checkRequests }.'
const URL_EXPECTED = "expected { baseURL: 'https://…' }"

it.each<[what: string, options: unknown, complaint: string]>([
  ['an unknown one', { baseUrl: 'https://localhost' }, `unknown option "baseUrl". ${OPTIONS}`],
  ['one of routes', { through: [] }, `unknown option "through". ${OPTIONS}`],
  ['null', null, URL_EXPECTED],
  ['a text', 'https://localhost', URL_EXPECTED],
  ['an array', ['https://localhost'], URL_EXPECTED],
  ['a base URL that is none', { baseURL: 5 }, `${URL_EXPECTED}, without a query.`],
  ['a base URL with a query', { baseURL: 'https://a/v1?b=c' }, `${URL_EXPECTED}, without a query.`],
  ['a base URL with a hash', { baseURL: 'https://a/v1#b' }, `${URL_EXPECTED}, without a query.`],
  ['a URL object', { baseURL: new URL('https://a') }, `${URL_EXPECTED}, without a query.`],
  ['an empty key', { apiKey: '' }, "expected { apiKey: 'sk-…' }, a text that is not empty."],
  ['a key that is none', { apiKey: 5 }, "expected { apiKey: 'sk-…' }, a text that is not empty."],
  ['headers that are none', { headers: 'x-a: b' }, 'expected headers in a form that Fetch takes.'],
  [
    'a header that is none',
    { headers: { 'x a': 'b' } },
    'expected headers in a form that Fetch takes.',
  ],
])('refuses options: %s', (_, options, complaint) => {
  const message = `Failed to create routes: ${complaint}`

  expect(() => createRoutes(options as CreateRouteOptions)).toThrow(message)
  expect(() => createRoute(ticks, options as CreateRouteOptions)).toThrow(message)
  expect(() => createRoutes(options as CreateRouteOptions)).toThrow(TypeError)
})

it('takes options that are undefined for options that are not given', async () => {
  const nothing = {
    baseURL: undefined,
    apiKey: undefined,
    headers: undefined,
    checkRequests: undefined,
  }
  const create = createRoutes(nothing).chat.completions.create('Hi')

  expect((await ask(create, { body: WHOLE })).status).toBe(200)
  expect((await ask(create, { body: {} })).status).toBe(400)
  expect(createRoutes().chat.completions.create.endpoint).toBe(chat.completions.create.endpoint)
})

it.each(['https://gateway:99999/v1', 'http://256.1.1.1/v1', 'https://:443/v1', 'https://a b/v1'])(
  'refuses the base URL %s, to which no request can go',
  (baseURL) => {
    expect(() => createRoutes({ baseURL })).toThrow(
      new TypeError(
        `Failed to create routes: no request can go to the host of { baseURL: "${baseURL}" }.`,
      ),
    )
  },
)
