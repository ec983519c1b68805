import { http, HttpResponse, type RequestHandler } from 'msw'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import {
  apiError,
  beta,
  chat,
  completions,
  createRoute,
  createRoutes,
  inOrder,
  responses,
  type Endpoint,
  type ResponseEvent,
  type StreamingEndpoint,
} from 'msw-openai/routes'
import { comment, cutAfter, delayHeaders, EventStream, unnamed } from 'msw-openai/streaming'
import { chunks, Words } from '../support.js'
import { ask, CHAT, Scripted } from './support.js'

const RUN = { assistant_id: 'asst_1', stream: true }
const OUTPUTS = { tool_outputs: [], stream: true }
const INPUT = { model: 'gpt-5', input: 'Hi', stream: true }
const PROMPT = { model: 'gpt-3.5-turbo-instruct', prompt: 'Hi', stream: true }

const { runs, createAndRun } = beta.threads
const noRun = () => new Scripted<AssistantStreamEvent>([])
const noResponse = () => new Scripted<ResponseEvent>([])

it.each([
  [chat.completions.create, 'chat.completions.create', '/chat/completions'],
  [responses.create, 'responses.create', '/responses'],
  [runs.create, 'beta.threads.runs.create', '/threads/:thread_id/runs'],
  [createAndRun, 'beta.threads.createAndRun', '/threads/runs'],
  [
    runs.submitToolOutputs,
    'beta.threads.runs.submitToolOutputs',
    '/threads/:thread_id/runs/:run_id/submit_tool_outputs',
  ],
])('carries the endpoint on the factory and on the route', (factory, name, path) => {
  const create = factory as (answer: () => undefined) => RequestHandler & { endpoint: unknown }

  expect(factory.endpoint).toMatchObject({ name, method: 'POST', path })
  expect(create(() => undefined).endpoint).toBe(factory.endpoint)
})

it('remembers every call', async () => {
  const route = runs.submitToolOutputs(apiError(404))
  const url = 'https://api.openai.com/v1/threads/thread_1/runs/run_1/submit_tool_outputs?a=1&a=2'
  await ask(route, { url, body: OUTPUTS, headers: { 'x-stainless-retry-count': '2' } })
  await ask(route, { url, body: { ...OUTPUTS, stream: false } })
  const [first, second] = route.calls

  expect(first).toMatchObject({
    body: OUTPUTS,
    params: { thread_id: 'thread_1', run_id: 'run_1' },
    retryCount: 2,
    events: [],
    outcome: 'replied',
    error: undefined,
  })
  expect(first?.url.href).toBe(url)
  expect(first?.url.searchParams.getAll('a')).toEqual(['1', '2'])
  expect(first?.headers.get('x-stainless-retry-count')).toBe('2')
  expect(second).toMatchObject({ body: { stream: false }, retryCount: 0 })
  expect(route.calls).toHaveLength(2)
})

it('follows a stream in its call', async () => {
  const route = chat.completions.create(new Words(['Hello', 'world']))
  const response = await ask(route)
  const [call] = route.calls

  expect(call).toMatchObject({ outcome: 'pending', events: [] })
  await response.text()
  expect(await call?.settled).toBe('completed')
  expect(call).toMatchObject({ outcome: 'completed', error: undefined })
  expect(call?.events).toEqual(chunks('Hello', 'world'))
})

it('passes a stream through the stages of its route', async () => {
  const script = new Words(['Hello', 'world'])
  const [hello] = script
  const route = chat.completions.create(script, { through: [cutAfter(1)] })
  const response = await ask(route)

  await expect(response.text()).rejects.toThrow('terminated')
  expect(await route.calls[0]?.settled).toBe('cut')
  expect(route.calls[0]?.events).toEqual([hello])
})

it('keeps cues out of the events of its call', async () => {
  const [hello] = chunks('Hello')
  class Kept extends EventStream<ChatCompletionChunk> {
    override *generate() {
      yield comment('ping')
      yield hello
    }
  }
  const route = chat.completions.create(new Kept())
  const text = await (await ask(route)).text()

  expect(text).toBe(`: ping\n\ndata: ${JSON.stringify(hello)}\n\ndata: [DONE]\n\n`)
  expect(route.calls[0]?.events).toEqual([hello])
})

it('forgets its calls, and starts its order over, on reset', async () => {
  const route = chat.completions.create(inOrder(apiError(404), apiError(403)))
  await ask(route)
  await ask(route)
  route.forget()

  expect(route.calls).toEqual([])
  const response = await ask(route)
  expect(response.status).toBe(404)
  expect(response.headers.get('x-request-id')).toBe('req_00000000000000000000000000000001')
  expect(route.calls).toHaveLength(1)
})

const SERVERS: Array<[baseURL: string, asked: string, params: object]> = [
  ['https://api.groq.com/openai/v1', 'https://api.groq.com/openai/v1', {}],
  ['https://api.groq.com/openai/v1/', 'https://api.groq.com/openai/v1', {}],
  ['http://localhost:8080', 'http://localhost:8080', {}],
  ['http://127.0.0.1:8080/v1//', 'http://127.0.0.1:8080/v1', {}],
  ['http://:host:8080/v1', 'http://gateway:8080/v1', { host: 'gateway' }],
  [
    'https://*.openai.azure.com/openai/deployments/:deployment',
    'https://test.openai.azure.com/openai/deployments/gpt-5-eu',
    { deployment: 'gpt-5-eu' },
  ],
  ['*/v1', 'https://gateway.example.com/team/v1', {}],
  ['*', 'https://gateway.example.com', {}],
]

it.each(SERVERS)('serves %s to clients of %s', async (baseURL, base, params) => {
  const server = createRoutes({ baseURL })
  const create = server.chat.completions.create(new Words(['Hello']))
  const run = server.beta.threads.runs.create(noRun())
  const handlers = [create, run]
  const query = '?api-version=2024-10-21'

  const streamed = await ask(handlers, { url: `${base}/chat/completions${query}` })
  expect(streamed.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  await ask(handlers, { url: `${base}/threads/thread_1/runs`, body: RUN })
  expect(create.calls).toMatchObject([{ params }])
  expect(run.calls).toMatchObject([{ params: { ...params, thread_id: 'thread_1' } }])
})

it.each([
  ['another host', 'https://api.groq.com/v1/chat/completions', 'POST'],
  ['another path', 'https://api.openai.com/v1/chat/completions/chatcmpl-1', 'POST'],
  ['a longer base', 'https://api.openai.com/proxy/v1/chat/completions', 'POST'],
  ['another port', 'https://api.openai.com:8443/v1/chat/completions', 'POST'],
  ['another method', 'https://api.openai.com/v1/chat/completions', 'GET'],
])('does not serve %s', async (_, url, method) => {
  const route = chat.completions.create(new Words(['Hello']))
  const next = http.all('*', () => new HttpResponse('next'))

  expect(await (await ask([route, next], { url, method })).text()).toBe('next')
  expect(route.calls).toEqual([])
})

it.each([
  ['/chat/completions', CHAT, ['chat']],
  ['/chat/completions?beta=true', CHAT, ['chat']],
  ['/responses', INPUT, ['responses']],
  ['/responses?beta=true', INPUT, ['betaResponses']],
  ['/completions', PROMPT, ['completions']],
  ['/threads/runs', RUN, ['createAndRun']],
  ['/threads/runs?beta=true', RUN, ['createAndRun']],
  ['/threads/thread_1/runs', RUN, ['run']],
  ['/threads/thread_1/runs?include%5B%5D=step_details.tool_calls%5B*%5D', RUN, ['run']],
  ['/threads/thread_1/runs/run_1/submit_tool_outputs', OUTPUTS, ['outputs']],
])('serves %s where every endpoint has a route', async (url, body, called) => {
  const routes = {
    outputs: runs.submitToolOutputs(noRun()),
    run: runs.create(noRun()),
    createAndRun: createAndRun(noRun()),
    responses: responses.create(noResponse()),
    betaResponses: beta.responses.create(noResponse()),
    completions: completions.create('Hello'),
    chat: chat.completions.create(new Words([])),
  }
  const response = await ask(Object.values(routes), { url, body })

  expect(response.status).toBe(200)
  const served = Object.entries(routes).filter(([, { calls }]) => calls.length > 0)
  expect(served.map(([name]) => name)).toEqual(called)
})

const SHARED = {
  'openai-version': '2020-10-01',
  'openai-organization': 'org-test',
  'openai-project': 'proj_test',
  'openai-processing-ms': '10',
}
/** The headers that pages can read: only some endpoints say so. */
const EXPOSED = { 'access-control-expose-headers': 'X-Request-ID' }
const RATE_LIMITS = {
  'x-ratelimit-limit-requests': '10000',
  'x-ratelimit-limit-tokens': '2000000',
  'x-ratelimit-remaining-requests': '9999',
  'x-ratelimit-remaining-tokens': '1999990',
  'x-ratelimit-reset-requests': '6ms',
  'x-ratelimit-reset-tokens': '0s',
}

it.each([
  ['/chat/completions', CHAT, { ...EXPOSED, ...RATE_LIMITS }],
  ['/responses', INPUT, RATE_LIMITS],
  ['/threads/runs', RUN, {}],
  ['/threads/thread_1/runs', RUN, {}],
  ['/threads/thread_1/runs/run_1/submit_tool_outputs', OUTPUTS, {}],
])('sends the headers of a stream of %s', async (url, body, own) => {
  const response = await ask(
    [
      chat.completions.create(new Words([])),
      responses.create(noResponse()),
      createAndRun(noRun()),
      runs.create(noRun()),
      runs.submitToolOutputs(noRun()),
    ],
    { url, body },
  )
  const headers = Object.fromEntries(response.headers)

  expect(headers).toMatchObject({
    ...SHARED,
    'content-type': 'text/event-stream; charset=utf-8',
    'x-request-id': 'req_00000000000000000000000000000001',
  })
  const OWN = /^(x-ratelimit|access-control)-/
  expect(Object.fromEntries(Object.entries(headers).filter(([name]) => OWN.test(name)))).toEqual(
    own,
  )
})

it('counts its request ids up, and those of errors too', async () => {
  const answers = Array.from({ length: 17 }, () => apiError(404))
  const route = chat.completions.create(inOrder(new Words([]), ...answers))
  const ids: Array<string | null> = []
  for (let call = 0; call < 17; call++) ids.push((await ask(route)).headers.get('x-request-id'))

  expect(ids.slice(0, 3)).toEqual([
    'req_00000000000000000000000000000001',
    'req_00000000000000000000000000000002',
    'req_00000000000000000000000000000003',
  ])
  expect(ids[16]).toBe('req_00000000000000000000000000000011')
  const other = await ask(chat.completions.create(apiError(500)))
  expect(other.headers.get('x-request-id')).toBe('req_00000000000000000000000000000001')
})

/** An endpoint that OpenAI has not. */
const ticks: StreamingEndpoint<{ tick: number }> = {
  name: 'clocks.ticks',
  method: 'GET',
  path: '/clocks/:clock/ticks',
  streams: ({ url }) => url.searchParams.get('stream') === 'true',
  wire: {
    event: z.object({ tick: z.int() }),
    frame: unnamed,
    isFinal: ({ tick }) => tick === 0,
    lineEnding: '\r\n',
  },
  headers: { 'x-clock': 'atomic' },
}

it('serves an endpoint that OpenAI has not', async () => {
  const route = createRoute(ticks)(new Scripted([{ tick: 1 }, { tick: 0 }]))
  const url = '/clocks/big-ben/ticks?stream=true'
  const response = await ask(route, { url, method: 'GET' })

  expect(response.headers.get('x-clock')).toBe('atomic')
  expect(await response.text()).toBe('data: {"tick":1}\r\n\r\ndata: {"tick":0}\r\n\r\n')
  expect(await route.calls[0]?.settled).toBe('completed')
  expect(route.calls).toMatchObject([{ params: { clock: 'big-ben' }, body: undefined }])
})

it('asks the endpoint whether a request is for a stream', async () => {
  const route = createRoute(ticks, { baseURL: 'http://localhost:3000/' })(
    new Scripted([{ tick: 0 }]),
  )
  const url = 'http://localhost:3000/clocks/big-ben/ticks'

  expect((await ask(route, { url, method: 'GET' })).status).toBe(400)
  expect((await ask(route, { url: `${url}?stream=true`, method: 'GET' })).status).toBe(200)
})

it('takes any JSON object where an endpoint does not say what it takes', async () => {
  const posted: Endpoint<{ tick: number }> = {
    name: 'clocks.start',
    method: 'POST',
    path: '/clocks',
    wire: { event: ticks.wire.event, frame: unnamed },
  }
  const route = createRoute(posted)(new Scripted([{ tick: 0 }]))

  expect((await ask(route, { url: '/clocks', body: { stream: true } })).status).toBe(200)
  expect((await ask(route, { url: '/clocks', body: [] })).status).toBe(400)
  expect(route.calls.map(({ body }) => body)).toEqual([{ stream: true }, []])
})

it.each<[string, unknown]>([
  ['a stage', cutAfter(1)],
  ['a list of stages', [cutAfter(1)]],
  ['a stage that is not in a list', { through: cutAfter(1) }],
])('refuses %s where its options belong', (_, options) => {
  expect(() => chat.completions.create(new Words(['a']), options as object)).toThrow(
    'Failed to create chat.completions.create: stages go in { through: [cutAfter(1)] }.',
  )
})

it('refuses a base URL where its options belong', () => {
  // @ts-expect-error It is an option.
  expect(() => createRoutes('https://api.groq.com')).toThrow('expected { baseURL: ')
})

it('does not touch the calls of later tests', async () => {
  const gate = Promise.withResolvers<undefined>()
  let asked = 0
  const route = chat.completions.create(() => (asked++ === 0 ? gate.promise : new Words(['a'])))
  const first = ask([route, http.post('*', () => HttpResponse.json({}))])
  await vi.waitUntil(() => asked === 1)
  route.forget()
  await ask(route)
  gate.resolve(undefined)
  await first

  expect(route.calls).toHaveLength(1)
})

it.each<[name: string, options: object, message: string]>([
  [
    'unknown ones',
    { trough: [] },
    'unknown option "trough". Expected { through, status, headers, record, calls }. Did you mean "through"?',
  ],
  [
    'a count of nothing',
    { record: -1 },
    "expected { record: 'all' }, 'none' or a number of events.",
  ],
])('refuses options: %s', (_, options, message) => {
  expect(() => chat.completions.create('Hi', options)).toThrow(
    new TypeError(`Failed to create chat.completions.create: ${message}`),
  )
})

it.each([() => apiError(400), () => new Response('Hi')])(
  'refuses stages for an answer that is no stream, but for those before it',
  (answer) => {
    expect(() => chat.completions.create(answer(), { through: [cutAfter(1)] })).toThrow(
      'its stages are about a stream, and its answer is none.',
    )
    expect(chat.completions.create(answer(), { through: [delayHeaders(1)] }).calls).toEqual([])
  },
)
