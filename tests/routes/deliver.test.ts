import { http, HttpResponse } from 'msw'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, onTestFinished, vi } from 'vitest'
import {
  apiError,
  chat,
  chatCompletionWriter,
  createRoute,
  deliver,
  hasTool,
  inOrder,
  LiveEventStream,
  model,
  reply,
  when,
  type RouteOptions,
} from 'msw-openai/routes'
import {
  cutAfter,
  delayHeaders,
  drop,
  duplicate,
  EventStream,
  keepAlive,
  pause,
  refuse,
  type Cue,
} from 'msw-openai/streaming'
import { z } from 'zod'
import { chunk, chunks, Words } from '../support.js'
import { ask, CHAT, Scripted } from './support.js'

const create = chat.completions.create
const [HELLO_CHUNK] = chunks('Hello')
const HELLO = `data: ${JSON.stringify(HELLO_CHUNK)}\n\n`
const DONE = 'data: [DONE]\n\n'
const WHOLE = { body: { ...CHAT, stream: false } }

const hello = () => new Scripted([HELLO_CHUNK])

/** A script that amounts to a whole completion, too. */
function whole() {
  const w = chatCompletionWriter()
  return new Scripted([...w.text('Hello'), ...w.finish()])
}

/** Everything that a client gets of a stream, up to its end or its error. */
async function readText({ body }: Response): Promise<{ text: string; error?: unknown }> {
  let text = ''
  try {
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      text += read.value
    }
  } catch (error) {
    return { text, error }
  }
  return { text }
}

const terminated = expect.objectContaining({ message: 'terminated' })

it('cuts the first answer of an order, and answers well after it', async () => {
  const route = create(inOrder(deliver(hello(), { through: [cutAfter(1)] }), hello()))

  expect(await readText(await ask(route))).toEqual({ text: HELLO, error: terminated })
  expect(await readText(await ask(route))).toEqual({ text: HELLO + DONE })
  expect(await Promise.all(route.calls.map(({ settled }) => settled))).toEqual(['cut', 'completed'])
  expect(route.calls.map(({ events }) => events)).toEqual([[HELLO_CHUNK], [HELLO_CHUNK]])
})

it('delivers each answer of an order inside', async () => {
  const inner = deliver(inOrder('a', hello()), { status: 201, headers: { 'x-inner': 'yes' } })
  const route = create(inOrder(inner, 'c'))
  const answers = [await ask(route), await ask(route), await ask(route)]

  expect(answers.map(({ status }) => status)).toEqual([201, 201, 200])
  expect(answers.map(({ headers }) => headers.get('x-inner'))).toEqual(['yes', 'yes', null])
  expect(await answers[1]?.text()).toBe(HELLO + DONE)
  expect(route.unused).toEqual([])
})

it('delivers an order that a delivery inside a delivery has', async () => {
  const inner = deliver(inOrder('a', 'b'), { status: 201 })
  const route = create(inOrder(deliver(inner, { headers: { 'x-outer': 'yes' } }), 'c'))
  const answers = [await ask(route), await ask(route), await ask(route)]

  expect(answers.map(({ status }) => status)).toEqual([201, 201, 200])
  expect(answers.map(({ headers }) => headers.get('x-outer'))).toEqual(['yes', 'yes', null])
})

it('delivers an order without end, which is one step of the order around it', async () => {
  const endless = deliver(inOrder.forever('a', 'b'), { status: 201 })
  const [alone, inside] = [create(endless), create(inOrder(endless, 'c'))]
  const statuses = async (route: typeof alone) => [
    (await ask(route)).status,
    (await ask(route)).status,
  ]

  expect([await statuses(alone), await statuses(alone)]).toEqual([
    [201, 201],
    [201, 201],
  ])
  expect(await statuses(inside)).toEqual([201, 200])
})

it('delivers the answer of a when(), and a when() inside', async () => {
  const route = create([
    when(model('a'), deliver('Hi', { status: 201 })),
    when(model('b'), inOrder(deliver(apiError(404), { status: 410 }))),
    when({}, deliver([when(model('c'), 'Hi'), when({}, 'Hi')], { status: 202 })),
  ])
  const statusOf = async (name: string) =>
    (await ask(route, { body: { ...CHAT, model: name } })).status

  expect([await statusOf('a'), await statusOf('b'), await statusOf('c')]).toEqual([201, 410, 202])
})

it.each([
  ['a function', () => deliver('Hi', { status: 201 })],
  ['an async function', async () => deliver('Hi', { status: 201 })],
  ['a function of a function', () => () => deliver('Hi', { status: 201 })],
])('delivers an answer from %s', async (_, answer) => {
  expect((await ask(create(answer))).status).toBe(201)
})

it('delivers everything that a function gives', async () => {
  const route = create(
    deliver(({ body }) => (body.model === 'gpt-5' ? hello() : undefined), {
      status: 201,
      headers: { 'x-own': 'yes' },
    }),
  )
  const next = http.post('*', () => new HttpResponse('next'))
  const answer = await ask([route, next])

  expect([answer.status, answer.headers.get('x-own')]).toEqual([201, 'yes'])
  const other = await ask([route, next], { body: { ...CHAT, model: 'o3' } })
  expect([other.status, await other.text()]).toEqual([200, 'next'])
  expect(route.calls).toHaveLength(1)
})

it('passes the stages of the answer before those of the route', async () => {
  const events = chunks('a', 'b', 'c')
  const contents = async (options: RouteOptions, own: RouteOptions['through']) => {
    const route = create(deliver(new Scripted(events), { through: own }), options)
    const { text } = await readText(await ask(route))
    return text.match(/(?<="content":")\w/g)?.join('')
  }

  // The last of three events is one of six once the first has been repeated before.
  expect(await contents({ through: [drop(1)] }, [duplicate(0)])).toBe('abc')
  expect(await contents({ through: [duplicate(0)] }, [drop(1)])).toBe('aac')
})

it('passes the stages of the inner delivery before those of the outer one', async () => {
  const inner = deliver(new Scripted(chunks('a', 'b')), { through: [duplicate(0)] })
  const outer = deliver(inner, { through: [drop(1)] })
  const { text } = await readText(await ask(create(outer)))

  expect(text.match(/(?<="content":")\w/g)).toEqual(['a', 'b'])
})

const ANSWERS = [
  ['a script', whole],
  ['a text', () => 'Hi'],
  ['a reply', () => reply({ text: 'Hi' })],
  ['a resource', () => ({ choices: [{ message: { content: 'Hi' } }] })],
  ['a Response', () => new Response('Hi', { status: 418, headers: { 'x-own': 'its' } })],
  ['an error', () => apiError(503, {}, { headers: { 'x-own': 'its' } })],
] as const

it.each(ANSWERS)('gives %s the status and the headers of its delivery', async (_, answer) => {
  const options = { status: 207, headers: { 'x-own': 'delivered' } }
  const route = create(deliver(answer(), options), {
    status: 202,
    headers: { 'x-own': 'of the route', 'x-route': 'yes' },
  })

  for (const response of [await ask(route), await ask(route, WHOLE)]) {
    expect(response.status).toBe(207)
    expect(response.headers.get('x-own')).toBe('delivered')
    expect(response.headers.get('x-route')).toBe('yes')
    expect(await response.text()).not.toBe('')
  }
})

it.each(ANSWERS)(
  'keeps the status and the headers of %s over those of the route',
  async (name, answer) => {
    const isOwn = name === 'a Response' || name === 'an error'
    const options = { status: 202, headers: { 'x-own': 'of the route', 'x-route': 'yes' } }
    const route = create(answer(), options)

    for (const response of [await ask(route), await ask(route, WHOLE)]) {
      expect(response.status).toBe({ 'a Response': 418, 'an error': 503 }[String(name)] ?? 202)
      expect(response.headers.get('x-own')).toBe(isOwn ? 'its' : 'of the route')
      expect(response.headers.get('x-route')).toBe('yes')
    }
  },
)

it('gives a live stream the status and the headers of its delivery', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const route = create(
    deliver(live, { status: 201, headers: { 'content-type': null }, through: [duplicate(0)] }),
  )
  const response = await ask(route)
  const reading = readText(response)
  await live.emit(HELLO_CHUNK)

  expect(await live.end()).toBe('completed')
  expect(await reading).toEqual({ text: HELLO + HELLO + DONE })
  expect([response.status, response.headers.get('content-type')]).toEqual([201, null])
  expect(route.calls).toMatchObject([{ outcome: 'completed', sent: 2 }])
})

it.each(ANSWERS)('takes a header of %s away with null', async (_, answer) => {
  const headers = { 'Content-Type': null, 'X-Request-Id': null, 'X-Own': null }
  const routes = [
    create(deliver(answer(), { headers })),
    create(deliver(answer(), { headers }), { headers: { 'x-own': 'of the route' } }),
  ]

  for (const route of routes) {
    for (const response of [await ask(route), await ask(route, WHOLE)]) {
      expect(response.headers.get('content-type')).toBeNull()
      expect(response.headers.get('x-request-id')).toBeNull()
      expect(response.headers.get('x-own')).toBeNull()
      expect(await response.text()).not.toBe('')
    }
  }
})

it('takes a header away with null for all answers of a route', async () => {
  const route = create(inOrder(hello(), 'Hi'), { headers: { 'content-type': null } })

  expect((await ask(route)).headers.get('content-type')).toBeNull()
  expect((await ask(route, WHOLE)).headers.get('content-type')).toBeNull()
})

const FORMS: ReadonlyArray<[form: string, headers: NonNullable<RouteOptions['headers']>]> = [
  ['a record', { 'X-Own': 'a, b', 'X-Left-Out': undefined }],
  ['a Headers object', new Headers([['x-own', 'a, b']])],
  [
    'pairs',
    [
      ['X-Own', 'a'],
      ['x-own', 'b'],
    ],
  ],
]

it.each(FORMS)('takes headers as %s', async (_, headers) => {
  for (const [, answer] of ANSWERS) {
    const response = await ask(create(deliver(answer(), { headers })))
    expect(response.headers.get('x-own')).toBe('a, b')
    expect(response.headers.has('x-left-out')).toBe(false)
  }
})

it('keeps several cookies apart', async () => {
  const cookies: Array<[string, string]> = [
    ['set-cookie', 'a=1; Path=/'],
    ['set-cookie', 'b=2; Path=/'],
  ]
  const given = () => new Response('Hi', { headers: cookies })
  const [first, ...others] = [
    await ask(create(given)),
    await ask(create(deliver(given(), { headers: { 'x-own': 'yes' } }))),
    await ask(create(deliver(hello(), { headers: cookies }))),
    await ask(create(deliver('Hi', { headers: new Headers(cookies) })), WHOLE),
    await ask(create(deliver(apiError(404), { headers: cookies }))),
    await ask(create(apiError(404, {}, { headers: cookies }))),
    await ask(create('Hi', { headers: cookies }), WHOLE),
  ]

  expect(first?.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
  for (const { headers } of others)
    expect(headers.getSetCookie()).toEqual(first?.headers.getSetCookie())
})

it('makes a 201 of an answer without a stream', async () => {
  const response = await ask(create(deliver('Hi', { status: 201 })), WHOLE)

  expect(response.status).toBe(201)
  expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Hi' } }] })
})

it.each([204, 205, 304])('sends no body with the status %d', async (status) => {
  for (const answer of ['Hi', new Response('Hi'), apiError(404), reply({ text: 'Hi' })]) {
    const route = create(deliver(answer, { status }))
    const response = await ask(route, WHOLE)

    expect([response.status, await response.text()]).toEqual([status, ''])
    expect(route.calls[0]?.outcome).toBe('replied')
  }
})

it('breaks a call whose stream has a status without a body', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const script = new Words(['a'])
  const route = create(deliver(script, { status: 204 }))
  const response = await ask(route)

  expect(response.status).toBe(400)
  expect(await response.text()).toContain('204')
  expect(await route.calls[0]?.settled).toBe('broken')
  expect(script.said).toBe(0)
})

it('takes the status of an error away', async () => {
  const response = await ask(create(deliver(apiError(429), { status: 200 })))

  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } })
})

it('sends a Response.error() as it is', async () => {
  const route = create(deliver(Response.error(), { status: 201, headers: { a: 'b' } }))

  expect(await ask(route)).toMatchObject({ type: 'error' })
  expect(await ask(route)).toMatchObject({ type: 'error' })
})

it('copies a delivered Response for every call', async () => {
  const init = { status: 418, statusText: 'Teapot', headers: { 'x-tea': 'green' } }
  const route = create(deliver(new Response('Tea', init), { headers: { 'x-cup': 'yes' } }))

  for (const response of [await ask(route), await ask(route)]) {
    expect(response).toMatchObject({ status: 418, statusText: 'Teapot' })
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'x-tea': 'green', 'x-cup': 'yes' })
    expect(await response.text()).toBe('Tea')
  }
})

it('refuses once, and answers well after it', async () => {
  const script = new Words(['Hello'])
  const route = create(inOrder(deliver(script, { through: [refuse()] }), script))

  expect(await ask(route)).toMatchObject({ type: 'error', status: 0 })
  expect(script.said).toBe(0)
  expect(await (await ask(route)).text()).toBe(HELLO + DONE)
  expect(await Promise.all(route.calls.map(({ settled }) => settled))).toEqual(['cut', 'completed'])
})

it.each(ANSWERS)(
  'refuses the connection in the place of %s, streamed or not',
  async (_, answer) => {
    const route = create(deliver(answer(), { through: [refuse()] }))

    expect(await ask(route)).toMatchObject({ type: 'error' })
    expect(await ask(route, WHOLE)).toMatchObject({ type: 'error' })
    expect(route.calls.map(({ outcome, error }) => [outcome, error])).toEqual([
      ['cut', undefined],
      ['cut', undefined],
    ])
  },
)

it('refuses the connection of a live stream', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  await ask(create(deliver(live, { through: [refuse()] })))

  expect(await live.closed).toBe('cut')
  await expect(live.emit(chunk('late'))).rejects.toThrow('the call is over, it was cut')
})

it.each(ANSWERS)('delays the headers of %s', async (_, answer) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const route = create(deliver(answer(), { through: [delayHeaders(1000)] }), {
    through: [delayHeaders(500)],
  })
  let isThere = false
  const response = ask(route, WHOLE).finally(() => {
    isThere = true
  })
  while (vi.getTimerCount() === 0) await new Promise(setImmediate)

  await vi.advanceTimersByTimeAsync(1499)
  expect([isThere, route.calls[0]?.outcome]).toEqual([false, 'pending'])
  await vi.advanceTimersByTimeAsync(1)
  expect(await (await response).text()).not.toBe('')
})

it('sends the comments of a keep-alive that an answer is delivered through', async () => {
  class Slow extends EventStream<ChatCompletionChunk> {
    override *generate(): Generator<ChatCompletionChunk | Cue> {
      yield pause(25)
      yield HELLO_CHUNK
    }
  }
  const route = create(inOrder(deliver(new Slow(), { through: [keepAlive(10, 'wait')] }), 'Hi'))

  expect(await readText(await ask(route))).toEqual({
    text: `: wait\n\n: wait\n\n${HELLO}${DONE}`,
  })
})

it('records a delivered call as any other', async () => {
  const route = create(deliver(hello(), { status: 201 }), { record: 'none' })
  const response = await ask(route, { headers: { 'x-stainless-retry-count': '1' } })
  const [call] = route.calls

  expect(call).toMatchObject({ outcome: 'pending', attempt: 2, body: CHAT, number: 1 })
  await response.text()
  expect(await call?.settled).toBe('completed')
  expect(call).toMatchObject({ sent: 1, events: [], error: undefined })
})

it('breaks a call whose delivered fault never came', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const route = create(deliver(hello(), { through: [cutAfter(5)] }))

  expect(await readText(await ask(route))).toEqual({ text: HELLO, error: terminated })
  expect(await route.calls[0]?.settled).toBe('broken')
  expect(String(route.calls[0]?.error)).toContain('Failed to apply cutAfter(5)')
  expect(complaints.mock.calls).toEqual([[route.calls[0]?.error]])
})

it('names delivered answers among those that are unused', async () => {
  const delivered = deliver(hello(), { status: 201 })
  const route = create(
    inOrder('Hi', delivered, deliver(apiError(429), { status: 201 }), deliver('Bye', {})),
  )
  await ask(route)

  expect(route.unused).toEqual([
    'inOrder() answer 2 of 4, deliver(Scripted)',
    'inOrder() answer 3 of 4, deliver(apiError(429))',
    'inOrder() answer 4 of 4, deliver("Bye")',
  ])
})

it('names the steps of a delivered order, and a delivered when()', async () => {
  const route = create(
    inOrder('Hi', deliver(inOrder('a', reply({})), {}), deliver(when(hasTool('f'), 'b'), {})),
  )
  await ask(route)

  expect(route.unused).toEqual([
    'inOrder() answer 2 of 4, deliver("a")',
    'inOrder() answer 3 of 4, deliver(reply())',
    'inOrder() answer 4 of 4, deliver(when(hasTool("f")))',
  ])
})

it('names a Response as one, wherever it stands', async () => {
  const [one, other] = [new Response('Hi'), new Response('Hi')]
  const route = create(inOrder('Hi', one, deliver(other, {}), deliver(new LiveEventStream(), {})))
  await ask(route)

  expect(route.unused).toEqual([
    'inOrder() answer 2 of 4, response',
    'inOrder() answer 3 of 4, deliver(response)',
    'inOrder() answer 4 of 4, deliver(LiveEventStream)',
  ])
})

it('names delivered answers where there are too few', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const route = create(inOrder(deliver(hello(), { through: [cutAfter(1)] })))
  await readText(await ask(route))

  expect(await (await ask(route)).text()).toContain(
    'inOrder(deliver(Scripted)) has only 1 answer(s).',
  )
})

const plain = createRoute({ name: 'models.list', method: 'GET', path: '/models' })

it('delivers on an endpoint that never streams', async () => {
  const route = plain(deliver({ data: [] }, { status: 201, headers: { 'x-own': 'yes' } }))
  const response = await ask(route, { url: '/models', method: 'GET' })

  expect([response.status, response.headers.get('x-own')]).toEqual([201, 'yes'])
  expect(await response.json()).toEqual({ data: [] })
})

const STAGES = 'stages go in { through: [cutAfter(1)] }.'
const NO_OPTIONS: ReadonlyArray<[what: string, options: unknown, complaint: string]> = [
  ['no options', undefined, STAGES],
  ['null', null, STAGES],
  ['a stage', cutAfter(1), STAGES],
  ['a list of stages', [cutAfter(1)], STAGES],
  ['a stage outside of a list', { through: cutAfter(1) }, STAGES],
  [
    'a stage that was not called',
    { through: [refuse, cutAfter] },
    'expected a stage, received refuse, which has to be called.',
  ],
  ['a text for a stage', { through: ['cut'] }, 'expected a stage, received cut.'],
  ['no stage', { through: [undefined] }, 'expected a stage, received undefined.'],
  [
    'an unknown option',
    { trough: [cutAfter(1)] },
    'unknown option "trough". Expected { through, status, headers }.',
  ],
  [
    'an option of routes',
    { record: 'none' },
    'unknown option "record". Expected { through, status, headers }.',
  ],
  ['the status 99', { status: 99 }, 'expected a status from 200 to 599, received 99.'],
  ['the status 101', { status: 101 }, 'expected a status from 200 to 599, received 101.'],
  ['the status 600', { status: 600 }, 'expected a status from 200 to 599, received 600.'],
  ['the status 200.5', { status: 200.5 }, 'expected a status from 200 to 599, received 200.5.'],
  ['a status that is a text', { status: 'x' }, 'expected a status from 200 to 599, received x.'],
  ['the status null', { status: null }, 'expected a status from 200 to 599, received null.'],
]

it.each(NO_OPTIONS)('refuses %s', (_, options, complaint) => {
  // Plain JavaScript can give anything.
  expect(() => deliver('Hi', options as object)).toThrow(`Failed to create deliver(): ${complaint}`)
})

it.each(NO_OPTIONS.filter(([what]) => /stage|status/.test(what)))(
  'refuses %s on a route, too',
  (_, options, complaint) => {
    expect(() => create('Hi', options as object)).toThrow(
      `Failed to create chat.completions.create: ${complaint}`,
    )
  },
)

it.each<[what: string, headers: unknown]>([
  ['a text', 'x-own: yes'],
  ['a number', 5],
  ['a name with a space', { 'x own': 'yes' }],
  ['an empty name', { '': 'yes' }],
  ['a value of two lines', { 'x-own': 'a\r\nb' }],
  ['a value that is not Latin', { 'x-own': '→' }],
  ['pairs that are none', ['x-own', 'yes']],
])('refuses headers that are %s', (_, headers) => {
  const options = { headers } as RouteOptions

  expect(() => deliver('Hi', options)).toThrow('Failed to create deliver(): ')
  expect(() => create('Hi', options)).toThrow('Failed to create chat.completions.create: ')
  expect(() => deliver('Hi', options)).toThrow(TypeError)
})

it.each([
  ['a Response', () => new Response('Hi')],
  ['an error', () => apiError(404)],
  ['a delivered error', () => deliver(apiError(404), { status: 200 })],
  ['a delivered Response', () => deliver(new Response('Hi'), { status: 201 })],
])('refuses stages about a stream for %s', (_, answer) => {
  const complaint =
    'its stages are about a stream, and its answer is none. ' +
    'Only delayHeaders() and refuse() come before an answer of any kind.'

  expect(() => deliver(answer(), { through: [cutAfter(1)] })).toThrow(
    `Failed to create deliver(): ${complaint}`,
  )
  expect(() => create(answer(), { through: [cutAfter(1)] })).toThrow(
    `Failed to create chat.completions.create: ${complaint}`,
  )
  expect(() => deliver(answer(), { through: [refuse(), delayHeaders(1)] })).not.toThrow()
})

it('refuses stages about a stream on an endpoint that never streams', () => {
  const message = '"models.list" never streams, and its stages are about a stream.'

  expect(() => plain({ data: [] }, { through: [cutAfter(1)] })).toThrow(message)
  expect(() => plain(deliver({ data: [] }, { through: [cutAfter(1)] }))).toThrow(message)
  expect(() => plain({ data: [] }, { through: [refuse()] })).not.toThrow()
})

it('refuses an answer that is none', () => {
  expect(() => deliver(Words as never, {})).toThrow(
    'Failed to create deliver(): Words is a class. Pass new Words().',
  )
  expect(() => deliver(5 as never, {})).toThrow('Failed to create deliver(): 5 is no answer.')
})

it('refuses a reply inside a delivery where the endpoint makes nothing of it', async () => {
  const bare = createRoute({
    name: 'ticks.create',
    method: 'POST',
    path: '/ticks',
    wire: { event: z.object({ tick: z.number() }), frame: () => ({ data: '' }) },
  })
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const route = bare(() => deliver(reply({ text: 'Hi' }), {}) as never)

  expect(await (await ask(route, { url: '/ticks' })).text()).toContain(
    'makes nothing of a reply(): give it a script or a resource.',
  )
})
