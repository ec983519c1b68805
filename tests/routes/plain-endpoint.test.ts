import { http, HttpResponse } from 'msw'
import OpenAI from 'openai'
import { expect, it, onTestFinished, vi } from 'vitest'
import {
  apiError,
  createRoute,
  deliver,
  inOrder,
  LiveEventStream,
  reply,
  when,
  type CallRequest,
  type Endpoint,
  type StreamingEndpoint,
} from 'msw-openai/routes'
import { createFetch } from 'msw-openai/fetch'
import { cutAfter, delayHeaders, refuse, unnamed } from 'msw-openai/streaming'
import { z } from 'zod'
import { Words } from '../support.js'
import { ask, Scripted } from './support.js'

/** An endpoint with nothing but a name, a method and a path. */
const bare: Endpoint = { name: 'files.content', method: 'GET', path: '/files/:file_id/content' }
const url = '/files/file_1/content'
const GET = { url, method: 'GET' }

const content = createRoute(bare)

/** Keeps the messages of broken calls from being printed. */
function silence() {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
}

it('answers with JSON', async () => {
  const route = content({ object: 'file', nested: { list: [1, null] } })
  const response = await ask(route, GET)

  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.text()).toBe('{"object":"file","nested":{"list":[1,null]}}')
  expect(route.calls).toMatchObject([
    { outcome: 'replied', params: { file_id: 'file_1' }, body: undefined, events: [], sent: 0 },
  ])
})

it.each(['', 'Hello there', '{"a":1}'])('answers with the text %j', async (text) => {
  const response = await ask(content(text), GET)

  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(await response.text()).toBe(text)
})

const BYTES = [0, 255, 13, 10]

it.each<[what: string, value: () => object, type: string]>([
  ['a Uint8Array', () => Uint8Array.from(BYTES), 'application/octet-stream'],
  ['a Buffer', () => Buffer.from(BYTES), 'application/octet-stream'],
  ['an ArrayBuffer', () => Uint8Array.from(BYTES).buffer, 'application/octet-stream'],
  [
    'a view',
    () => new DataView(Uint8Array.from([1, ...BYTES]).buffer, 1),
    'application/octet-stream',
  ],
  ['a Blob', () => new Blob([Uint8Array.from(BYTES)]), 'application/octet-stream'],
  ['a typed Blob', () => new Blob([Uint8Array.from(BYTES)], { type: 'audio/mpeg' }), 'audio/mpeg'],
  ['a File', () => new File([Uint8Array.from(BYTES)], 'a.wav', { type: 'audio/wav' }), 'audio/wav'],
])('answers with the bytes of %s, any number of times', async (_, value, type) => {
  const routes = [
    content(value()),
    createRoute({ ...bare, plain: value })('any'),
    content(inOrder.forever(value())),
    content(value),
  ]

  for (const route of routes) {
    for (const response of [await ask(route, GET), await ask(route, GET)]) {
      expect(response.headers.get('content-type')).toBe(type)
      expect([...(await response.bytes())]).toEqual(BYTES)
    }
  }
})

const CSV = { 'content-type': 'text/csv' }
const asCSV = (resource: object, { headers }: CallRequest) =>
  headers.get('accept') === 'text/csv'
    ? new Response('a,b', { status: 203, headers: CSV })
    : resource

it('answers with the Response of `plain`, which has its own headers beside those of the server', async () => {
  const route = createRoute({ ...bare, plain: asCSV })({ a: 1 })
  const csv = await ask(route, { ...GET, headers: { accept: 'text/csv' } })
  const json = await ask(route, GET)

  expect([csv.status, csv.headers.get('content-type')]).toEqual([203, 'text/csv'])
  expect(csv.headers.get('openai-version')).toBe('2020-10-01')
  expect(await csv.text()).toBe('a,b')
  expect(await json.json()).toEqual({ a: 1 })
})

it('delivers the Response of `plain` with a status and headers of its own', async () => {
  const options = { status: 201, headers: { 'content-type': null, 'x-own': 'yes' } }
  const route = createRoute({ ...bare, plain: asCSV })(deliver({}, options))
  const response = await ask(route, { ...GET, headers: { accept: 'text/csv' } })

  expect([response.status, response.headers.get('x-own')]).toEqual([201, 'yes'])
  expect(response.headers.get('content-type')).toBeNull()
  expect(await response.text()).toBe('a,b')
})

it('answers with the headers of the endpoint', async () => {
  const endpoint = { ...bare, headers: { 'content-type': 'audio/mpeg', 'x-own': 'yes' } }
  const response = await ask(createRoute(endpoint)(new Uint8Array(2)), GET)

  expect(response.headers.get('content-type')).toBe('audio/mpeg')
  expect(response.headers.get('x-own')).toBe('yes')
  expect(response.headers.get('openai-version')).toBe('2020-10-01')
})

it('answers a DELETE with a 204', async () => {
  const remove = createRoute({ name: 'things.delete', method: 'DELETE', path: '/things/:id' })
  const route = remove({}, { status: 204 })
  const response = await ask(route, { url: '/things/1', method: 'DELETE', body: '' })

  expect([response.status, response.body]).toEqual([204, null])
  expect(response.headers.get('content-type')).toBeNull()
  expect(route.calls).toMatchObject([{ outcome: 'replied', params: { id: '1' } }])
})

it('answers with everything else that is an answer', async () => {
  const route = content(
    inOrder(
      apiError(404, 'No such file.'),
      new Response('text'),
      () => ({ from: 'a function' }),
      async () => 'later',
      when({}, deliver({ a: 1 }, { status: 201 })),
    ),
  )
  const answers = []
  for (let call = 0; call < 5; call++) answers.push(await ask(route, GET))

  expect(answers.map(({ status }) => status)).toEqual([404, 200, 200, 200, 201])
  expect(await answers[0]?.json()).toMatchObject({ error: { message: 'No such file.' } })
  expect(await answers[2]?.json()).toEqual({ from: 'a function' })
  expect(await answers[3]?.text()).toBe('later')
})

it('passes a request to the next handler', async () => {
  const next = http.get('*', () => new HttpResponse('next'))

  expect(await (await ask([content(() => undefined), next], GET)).text()).toBe('next')
})

it('refuses the connection, and delays it', async () => {
  const refused = content({}, { through: [refuse()] })

  expect(await ask(refused, GET)).toMatchObject({ type: 'error' })
  expect(refused.calls).toMatchObject([{ outcome: 'cut' }])
  expect((await ask(content({}, { through: [delayHeaders(1)] }), GET)).status).toBe(200)
})

it('refuses a script, a live stream and a reply', async () => {
  silence()
  const stream = '"files.content" never streams: give it a resource, and no script.'

  expect(() => content(new Words(['a']) as never)).toThrow(stream)
  expect(() => content(new LiveEventStream() as never)).toThrow(stream)
  expect(() => content(reply({ text: 'Hi' }))).toThrow('makes nothing of a reply()')
  for (const answer of [new Words(['a']), new LiveEventStream()]) {
    const route = content(() => answer as never)
    const response = await ask(route, GET)

    expect(response.status).toBe(400)
    expect(await response.text()).toContain('never streams: give it a resource, and no script.')
    expect(route.calls).toMatchObject([{ outcome: 'broken' }])
  }
})

it('breaks a call whose answer is delivered through stages about a stream', async () => {
  silence()
  const route = content(inOrder(deliver({}, { through: [cutAfter(1)] })))
  const response = await ask(route, GET)

  expect(response.status).toBe(400)
  expect(await response.text()).toContain('never streams, and its stages are about a stream.')
  expect(route.calls).toMatchObject([{ outcome: 'broken' }])
})

it('never streams, whatever the request asks for', async () => {
  const made = createRoute({ ...bare, method: 'POST' })
  const response = await ask(made({ a: 1 }), { url: `${url}?stream=true`, body: { stream: true } })

  expect(await response.json()).toEqual({ a: 1 })
})

it('breaks a call that has no JSON', async () => {
  silence()
  const cyclic: { self?: object } = {}
  cyclic.self = cyclic
  for (const answer of [cyclic, { count: 1n }]) {
    const route = content(answer)
    const response = await ask(route, GET)

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'unanswered_call' } })
    expect(route.calls).toMatchObject([{ outcome: 'broken' }])
  }
})

interface Tick {
  tick: number
}

/** The parts of a request that differ from call to call. */
function seenOf({ body, params, url: { search }, headers, number }: CallRequest) {
  return { body, params, search, accept: headers.get('accept'), number }
}

/** An endpoint whose functions note the request that they get. */
function noting() {
  const seen: Record<string, Array<ReturnType<typeof seenOf>>> = {}
  const note = (name: string, request: CallRequest) => {
    const list = (seen[name] ??= [])
    list.push(seenOf(request))
  }
  const endpoint: StreamingEndpoint<Tick, unknown, { ticks: number[] }> = {
    name: 'clocks.ticks',
    method: 'POST',
    path: '/clocks/:clock/ticks',
    wire: { event: z.object({ tick: z.int() }), frame: unnamed },
    streams: (request) => {
      note('streams', request)
      return request.headers.get('accept') === 'text/event-stream'
    },
    fold: (events, request) => {
      note('fold', request)
      return { ticks: Array.from(events, ({ tick }) => tick) }
    },
    unfold: ({ ticks }, request) => {
      note('unfold', request)
      return ticks.map((tick) => ({ tick }))
    },
    complete: (given, request) => {
      note('complete', request)
      const { ticks = [request.number] } = typeof given === 'string' ? { ticks: [0] } : given
      return { ticks: [...ticks] }
    },
    fromReply: ({ text }, request) => {
      note('fromReply', request)
      return { ticks: [Number(text)] }
    },
    plain: ({ ticks }, request) => {
      note('plain', request)
      return ticks.join()
    },
  }
  return { seen, endpoint }
}

const request = (number: number, accept = 'application/json') => ({
  body: { call: number },
  params: { clock: 'big-ben' },
  search: '?a=b',
  accept,
  number,
})

it('hands the request to every function of an endpoint', async () => {
  const { seen, endpoint } = noting()
  const route = createRoute(endpoint)(
    inOrder<Tick, unknown, { ticks: number[] }>(
      new Scripted([{ tick: 7 }]),
      {},
      {},
      reply({ text: '9' }),
    ),
  )
  const send = (accept: string, body: unknown) =>
    ask(route, { url: '/clocks/big-ben/ticks?a=b', headers: { accept }, body })
  const folded = await send('application/json', { call: 1 })
  const unfolded = await send('text/event-stream', { call: 2 })
  const plain = await send('application/json', { call: 3 })
  const replied = await send('application/json', { call: 4 })

  expect(await folded.json()).toEqual({ ticks: [7] })
  expect(await unfolded.text()).toBe('data: {"tick":2}\n\n')
  expect(await plain.text()).toBe('3')
  expect(await replied.text()).toBe('9')
  expect(seen).toEqual({
    streams: [request(1), request(2, 'text/event-stream'), request(3), request(4)],
    fold: [request(1)],
    complete: [request(2, 'text/event-stream'), request(3), request(4)],
    unfold: [request(2, 'text/event-stream')],
    plain: [request(3), request(4)],
    fromReply: [request(4)],
  })
})

it.each(['streams', 'fold', 'unfold', 'complete', 'fromReply', 'plain'] as const)(
  'breaks a call where %s throws',
  async (name) => {
    silence()
    const { endpoint } = noting()
    const broken = {
      ...endpoint,
      [name]: () => {
        throw new Error('Out of tea')
      },
    }
    const answer = { fold: new Scripted([{ tick: 1 }]), fromReply: reply({ text: '1' }) }[
      String(name)
    ]
    const route = createRoute(broken)(answer ?? 'Hi')
    const accept = name === 'unfold' ? 'text/event-stream' : '*/*'
    const response = await ask(route, { url: '/clocks/a/ticks', body: {}, headers: { accept } })

    expect(response.status).toBe(400)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(await response.text()).toContain('calls[0] of \\"clocks.ticks\\": Out of tea')
    expect(route.calls).toMatchObject([
      { outcome: 'broken', error: { cause: { message: 'Out of tea' } } },
    ])
  },
)

it('needs no dummies: a whole API of three literals, read by the SDK', async () => {
  const routes = [
    createRoute({ name: 'models.list', method: 'GET', path: '/models' })({
      object: 'list',
      data: [{ id: 'gpt-5', object: 'model' }],
    }),
    createRoute({ name: 'models.delete', method: 'DELETE', path: '/models/:model' })(
      ({ params }) => ({ id: params['model'], deleted: true }),
    ),
    createRoute({ name: 'files.content', method: 'GET', path: '/files/:file_id/content' })(
      Uint8Array.of(1, 2, 3),
    ),
  ]
  const client = new OpenAI({ apiKey: 'test', fetch: createFetch(routes) })
  const models = []
  for await (const { id } of client.models.list()) models.push(id)
  const file = await client.files.content('file_1')

  expect(models).toEqual(['gpt-5'])
  expect(await client.models.delete('gpt-5')).toEqual({ id: 'gpt-5', deleted: true })
  expect([...(await file.bytes())]).toEqual([1, 2, 3])
})

it('answers every call, with a body or without, by when({})', async () => {
  silence()
  const post: Endpoint = { ...bare, method: 'POST' }
  const every = createRoute(post)([when({ a: 1 }, { met: 'a' }), when({}, { met: 'every' })])
  const met = async (body: unknown) => (await ask(every, { url, body })).json()

  expect(await met({ a: 1 })).toEqual({ met: 'a' })
  for (const body of [{}, { b: 1 }, '', 'null', '[]', '5']) {
    expect(await met(body)).toEqual({ met: 'every' })
  }
  expect(await (await ask(content(when({}, { met: 'every' })), GET)).json()).toEqual({
    met: 'every',
  })
  expect((await ask(content(when({ a: 1 }, {})), GET)).status).toBe(400)
})
