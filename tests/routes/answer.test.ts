import { http, HttpResponse, type RequestHandler } from 'msw'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  apiError,
  chat,
  createRoute,
  deliver,
  inOrder,
  UnansweredCallError,
  when,
} from 'msw-openai/routes'
import { AsyncEventStream, EventStream, unnamed } from 'msw-openai/streaming'
import { z } from 'zod'
import { chunks, Words } from '../support.js'
import { ask, CHAT, Scripted } from './support.js'

const create = chat.completions.create
const [HELLO_CHUNK] = chunks('Hello')
const HELLO = `data: ${JSON.stringify(HELLO_CHUNK)}\n\ndata: [DONE]\n\n`

const hello = () => new Scripted([HELLO_CHUNK])

/** The texts of the answers to as many calls. */
async function asked(handlers: RequestHandler | RequestHandler[], calls: number) {
  const texts: string[] = []
  for (let call = 0; call < calls; call++) texts.push(await (await ask(handlers)).text())
  return texts
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
})

it('starts a script over with every call', async () => {
  const script = new Words(['Hello'])

  expect(await asked(create(script), 2)).toEqual([HELLO, HELLO])
  expect(script.said).toBe(2)
})

it('takes a script that awaits', async () => {
  class Awaited extends AsyncEventStream<ChatCompletionChunk> {
    override async *generate(): AsyncGenerator<ChatCompletionChunk> {
      yield await Promise.resolve(HELLO_CHUNK)
    }
  }

  expect(await asked(create(new Awaited()), 2)).toEqual([HELLO, HELLO])
})

it.each([
  ['a function', () => hello()],
  ['an async function', async () => hello()],
  ['a function that returns a function', () => () => hello()],
  ['a function that returns an order', () => inOrder(hello())],
])('asks %s for its answer', async (_, answer) => {
  expect(await asked(create(answer), 2)).toEqual([HELLO, HELLO])
})

it('hands the call to a function', async () => {
  const route = create((call) => apiError(404, `No ${call.body.model}.`))
  const response = await ask(route)

  expect(await response.json()).toMatchObject({ error: { message: 'No gpt-5.' } })
  expect(route.calls).toMatchObject([{ outcome: 'replied', body: CHAT }])
})

it.each([
  ['a function', () => undefined],
  ['an async function', async () => undefined],
])('passes a request to the next handler where %s says so', async (_, answer) => {
  const route = create(answer)
  const next = http.post('*', async ({ request }) => HttpResponse.json(await request.json()))
  const response = await ask([route, next])

  expect(await response.json()).toEqual(CHAT)
  expect(route.calls).toEqual([])
})

it('passes a request to the next route of the same endpoint', async () => {
  const mini = create(({ body }) => (body.model === 'gpt-5-mini' ? hello() : undefined))
  const rest = create(apiError(404))

  expect((await ask([mini, rest])).status).toBe(404)
  expect((await ask([mini, rest], { body: { ...CHAT, model: 'gpt-5-mini' } })).status).toBe(200)
  expect([mini, rest].map(({ calls }) => calls.map(({ body }) => body.model))).toEqual([
    ['gpt-5-mini'],
    ['gpt-5'],
  ])
})

it('copies a response for every call', async () => {
  const init = { status: 418, statusText: 'Teapot', headers: { 'x-tea': 'green' } }
  const route = create(new Response('I am a teapot', init))

  for (const response of [await ask(route), await ask(route)]) {
    expect(response).toMatchObject({ status: 418, statusText: 'Teapot' })
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'x-tea': 'green' })
    expect(await response.text()).toBe('I am a teapot')
  }
  expect(route.calls.map(({ outcome }) => outcome)).toEqual(['replied', 'replied'])
})

it('copies a response of bytes, and one of none', async () => {
  const bytes = Uint8Array.of(0, 255, 13, 10)
  const routes = [create(new Response(bytes)), create(new Response(null, { status: 204 }))]
  const [first, second] = await Promise.all(routes.map((route) => ask(route)))

  expect(await first?.bytes()).toEqual(bytes)
  expect(second).toMatchObject({ status: 204, body: null })
})

it('passes a response of a function as it is', async () => {
  const response = new Response('Hello', { headers: { 'x-request-id': 'req_mine' } })
  const route = create(() => response)

  expect(await ask(route)).toBe(response)
  expect(response.bodyUsed).toBe(false)
  expect(route.calls).toMatchObject([{ outcome: 'replied' }])
})

it.each([
  ['given', () => create(Response.error())],
  ['of a function', () => create(() => Response.error())],
])('fails every request with a Response.error() %s', async (_, route) => {
  const failing = route()

  expect(await ask(failing)).toMatchObject({ type: 'error', status: 0 })
  expect(await ask(failing)).toMatchObject({ type: 'error', status: 0 })
  expect(failing.calls.map(({ outcome }) => outcome)).toEqual(['replied', 'replied'])
})

it('gives one answer for each call, in order', async () => {
  const route = create(
    inOrder(
      apiError(429),
      () => hello(),
      new Response('Third'),
      async () => new Response('Fourth'),
    ),
  )
  const [first, ...others] = await asked(route, 4)

  expect(JSON.parse(first ?? '')).toMatchObject({ error: { code: 'rate_limit_exceeded' } })
  expect(others).toEqual([HELLO, 'Third', 'Fourth'])
})

it('repeats the last answer for ever', async () => {
  const route = create(inOrder.forever(apiError(429), () => hello(), new Response('Last')))
  const [first, ...others] = await asked(route, 5)

  expect(JSON.parse(first ?? '')).toMatchObject({ error: { code: 'rate_limit_exceeded' } })
  expect(others).toEqual([HELLO, 'Last', 'Last', 'Last'])
  route.forget()
  expect((await ask(route)).status).toBe(429)
})

it('says of a retry too many that it is a call, too', async () => {
  const route = create(inOrder(apiError(429)))
  await ask(route)
  const response = await ask(route, { headers: { 'x-stainless-retry-count': '1' } })

  expect(await response.text()).toContain('has only 1 answer(s). Retries are calls, too.')
})

it('reports a call too many', async () => {
  const route = create(inOrder(apiError(404), new Words(['Hello']), () => undefined, hello()))
  const next = http.post('*', () => new HttpResponse('next'))
  await asked([route, next], 4)
  const response = await ask([route, next])
  const message =
    'Failed to answer calls[3] of "chat.completions.create": ' +
    'inOrder(apiError(404), Words, a function, Scripted) has only 4 answer(s). ' +
    'Add another, or use inOrder.forever().'

  expect(response.status).toBe(400)
  expect(response.headers.get('x-should-retry')).toBe('false')
  expect(await response.json()).toEqual({
    error: { message, type: 'invalid_request_error', param: null, code: 'unanswered_call' },
  })
  const error = route.calls[3]?.error
  expect(error).toBeInstanceOf(UnansweredCallError)
  expect(error).toMatchObject({
    name: 'UnansweredCallError',
    message,
    endpoint: 'chat.completions.create',
    index: 3,
    cause: expect.any(RangeError),
  })
  expect(vi.mocked(console.error).mock.calls).toEqual([[error]])
  expect(await route.calls[3]?.settled).toBe('broken')
})

it('keeps an order of its own in every route that shares one', async () => {
  const order = inOrder<ChatCompletionChunk, unknown>(apiError(404), hello())
  const [one, other] = [create(order), create(order)]
  await asked(one, 2)

  expect((await ask(other)).status).toBe(404)
  expect((await ask(one)).status).toBe(400)
})

it.each([
  [
    'an error',
    () => {
      throw new Error('Out of tea')
    },
    'Out of tea',
  ],
  [
    'a text',
    () => {
      throw 'Out of tea'
    },
    'Out of tea',
  ],
  ['a rejection', () => Promise.reject(new Error('Out of tea')), 'Out of tea'],
])('reports a function that throws %s', async (_, answer, reason) => {
  const route = create(answer)
  const response = await ask(route)
  const message = `Failed to answer calls[0] of "chat.completions.create": ${reason}`

  expect(response.status).toBe(400)
  expect(response.headers.get('x-should-retry')).toBe('false')
  expect(await response.json()).toMatchObject({ error: { message, code: 'unanswered_call' } })
  expect(route.calls).toMatchObject([{ outcome: 'broken', error: { message } }])
  expect(vi.mocked(console.error).mock.calls).toEqual([[route.calls[0]?.error]])
})

const EXPECTED =
  'Expected a script, a text, a resource, reply(), a Response, apiError(), deliver(), inOrder(), when(), or a function of the call.'
const NO_ANSWERS: Array<[what: string, value: unknown, complaint: string]> = [
  ['a class', Words, 'Words is a class. Pass new Words().'],
  ['a number', 5, `5 is no answer. ${EXPECTED}`],
  ['null', null, `null is no answer. ${EXPECTED}`],
  ['undefined', undefined, `undefined is no answer. ${EXPECTED}`],
  [
    'an array',
    ['Hi'],
    'an array is no answer, unless each item is an object, a list of numbers, or a when(). Give inOrder() its answers one by one, and yield events from a script.',
  ],
  [
    'an array of which not all is when()',
    [when({}, apiError(404)), apiError(404)],
    'an array is an answer where all of it is when(). End it with when({}, answer) for every other call.',
  ],
]

it.each(NO_ANSWERS)('refuses %s, which is no answer, at once', (_, value, complaint) => {
  const answer = value as EventStream<ChatCompletionChunk>

  expect(() => create(answer)).toThrow(
    new TypeError(`Failed to create chat.completions.create: ${complaint}`),
  )
  expect(() => inOrder(apiError(404), answer)).toThrow(
    new TypeError(`Failed to create inOrder(): ${complaint}`),
  )
  expect(() => when({}, answer)).toThrow(new TypeError(`Failed to create when(): ${complaint}`))
})

it.each<[string, unknown]>([
  ['alone', []],
  ['in an order', inOrder(apiError(404), [])],
  ['in a condition', [when({}, [{ id: 'chatcmpl-1' }])]],
  ['with a delivery', deliver([{ id: 'chatcmpl-1' }], { status: 201 })],
])('refuses a list %s at once, where the endpoint has no list', (_, value) => {
  const answer = value as EventStream<ChatCompletionChunk>

  expect(() => create(answer)).toThrow(
    new TypeError(
      '"chat.completions.create" makes nothing of an array: give inOrder() its answers one by one, and yield events from a script.',
    ),
  )
})

it('refuses an order of nothing at once', () => {
  expect(() => inOrder()).toThrow(
    new TypeError('Failed to create inOrder(): expected one answer at least.'),
  )
  expect(() => inOrder.forever()).toThrow(
    new TypeError('Failed to create inOrder.forever(): expected one answer at least.'),
  )
})

it.each<[string, () => unknown, string]>([
  ['an array', () => ['Hi'], 'is no answer'],
  ['a number', () => 5, '5 is no answer'],
  ['null', () => null, 'null is no answer'],
  ['a class', () => Words, 'Words is a class. Pass new Words()'],
])('refuses %s from a function', async (_, choose, reason) => {
  const route = create(choose as () => undefined)
  const response = await ask(route)

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    error: { message: expect.stringContaining(reason) },
  })
  expect(route.calls).toMatchObject([{ outcome: 'broken', error: { index: 0 } }])
})

it('refuses a response that has been read', async () => {
  const read = new Response('text')
  await read.text()

  expect(() => create(read)).toThrow('has been read already')
})

it('fails every call that asks for a response whose body fails', async () => {
  const body = new ReadableStream({ start: (controller) => controller.error(new Error('Broken')) })
  const route = create(new Response(body))

  expect([(await ask(route)).status, (await ask(route)).status]).toEqual([400, 400])
  expect(route.calls.map(({ outcome }) => outcome)).toEqual(['broken', 'broken'])
})

it('keeps one array of calls', async () => {
  const route = create(hello())
  const { calls } = route
  await ask(route)
  expect(calls).toHaveLength(1)
  route.forget()
  expect(calls).toHaveLength(0)
})

const bare = createRoute({
  name: 'ticks.create',
  method: 'POST',
  path: '/ticks',
  wire: { event: z.object({ tick: z.number() }), frame: unnamed },
})

it.each<[string, unknown]>([
  ['a text', 'Hi'],
  ['a resource', { status: 'completed', error: null }],
])('refuses %s where the endpoint makes nothing of it', async (_, given) => {
  // @ts-expect-error The types refuse it, too.
  const attempt = () => bare(given)

  expect(attempt).toThrow('"ticks.create" makes nothing of a text or a resource: give it a script.')
  const route = bare(() => given as undefined)
  await ask(route, { url: '/ticks' })
  expect(route.calls).toMatchObject([{ outcome: 'broken' }])
})

it('never answers with an empty stream where the endpoint makes no stream of a resource', async () => {
  const route = createRoute({ ...bare.endpoint, complete: () => ({ tick: 1 }) })('Hi')
  const response = await ask(route, { url: '/ticks' })

  expect(response.status).toBe(400)
  expect(await response.text()).toContain('makes no stream of a resource: give it a script.')
  expect(route.calls).toMatchObject([{ outcome: 'broken' }])
})
