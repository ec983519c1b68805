import { runInNewContext } from 'node:vm'
import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  afterToolResult,
  apiError,
  beta,
  chat,
  hasTool,
  inOrder,
  lastUserMessage,
  model,
  NoMatchError,
  responses,
  turn,
  UnansweredCallError,
  when,
} from 'msw-openai/routes'
import { StreamError } from 'msw-openai/streaming'
import { ask, CHAT, Scripted, type Asked } from '../support.js'

const create = chat.completions.create

const user = (content: string) => ({ role: 'user', content })
const weather = { type: 'function', function: { name: 'get_weather' } }
const headers = { 'x-stainless-retry-count': '1' }

const saysSo = () => 'yes' as never

/** Gives the text with which a route answers such messages, or the message of its error. */
async function say(route: ReturnType<typeof create>, body: object = {}, rest: Asked = {}) {
  const response = await ask(route, { ...rest, body: { ...CHAT, stream: false, ...body } })
  const { choices, error } = await response.json()
  return error?.message ?? choices[0].message.content
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
})

it('gives the answer of the first that matches', async () => {
  const route = create([
    when(model('o3'), 'I think'),
    when(lastUserMessage('Hi'), 'Hello'),
    when(hasTool('get_weather'), 'Sunny'),
    when({}, 'What?'),
  ])

  expect(await say(route)).toBe('Hello')
  expect(await say(route, { tools: [weather] })).toBe('Hello')
  expect(await say(route, { tools: [weather], messages: [user('And now?')] })).toBe('Sunny')
  expect(await say(route, { messages: [{ role: 'system', content: 'Hi' }] })).toBe('What?')
  expect(await say(route, { model: 'o3' })).toBe('I think')
})

it.each([
  ['a part of the body', { model: /^gpt/, messages: [{ role: 'user' as const }] }],
  ['an asymmetric matcher', expect.objectContaining({ model: 'gpt-5' })],
  ['a function', () => true],
  ['an async function', async () => true],
  ['one of the vocabulary', turn(1)],
  ['an array', [turn(1), { model: 'gpt-5' }, () => true, [model('gpt-5')]]],
])('takes %s for a condition', async (_, condition) => {
  expect(await say(create(when(condition, 'Hello')))).toBe('Hello')
})

it('asks a function about the call', async () => {
  const route = create([when(({ retryCount }) => retryCount > 0, 'Again'), when({}, apiError(429))])

  expect(await say(route)).toBe('Rate limit reached.')
  expect(await say(route, {}, { headers })).toBe('Again')
})

it('asks a function only about calls that are right otherwise', async () => {
  const isAsked = vi.fn<() => boolean>(() => true)
  const route = create([when([isAsked, model('o3')], 'I think'), when({}, 'Hello')])

  expect(await say(route)).toBe('Hello')
  expect(isAsked).not.toHaveBeenCalled()
  expect(await say(route, { model: 'o3' })).toBe('I think')
})

it('takes every kind of answer for its own', async () => {
  const route = create([
    when(lastUserMessage('order'), inOrder('one', 'two')),
    when(lastUserMessage('function'), ({ body }) => body.model),
    when(lastUserMessage('nested'), [when(model('o3'), 'o3'), when({}, 'rest')]),
    when(lastUserMessage('error'), apiError(404, 'No')),
    when(lastUserMessage('response'), Response.json({ error: { message: 'copied' } })),
  ])
  const texts: string[] = []
  for (const text of ['order', 'function', 'order', 'nested', 'error', 'response', 'response']) {
    texts.push(await say(route, { messages: [user(text)] }))
  }

  expect(texts).toEqual(['one', 'gpt-5', 'two', 'rest', 'No', 'copied', 'copied'])
})

it('is an answer of an order, and of a function', async () => {
  const hello = when(lastUserMessage('Hi'), 'Hello')
  const ordered = create(inOrder(hello, [when(model('o3'), 'o3'), hello]))
  const chosen = create(() => [hello])

  expect([await say(ordered), await say(ordered), await say(chosen)]).toEqual(
    Array.from({ length: 3 }, () => 'Hello'),
  )
})

it('passes a request to the next handler where its function says so', async () => {
  const route = create(when({}, () => undefined))
  const next = http.post('*', () => new HttpResponse('next'))

  expect(await (await ask([route, next])).text()).toBe('next')
  expect(route.calls).toEqual([])
})

it('counts a retry to the same turn, where the server keeps the conversation', async () => {
  const outputs = [{ type: 'function_call_output', call_id: 'call_1', output: 'Sunny' }]
  const second = { model: 'gpt-5', previous_response_id: 'resp_1', input: outputs }
  const route = responses.create([
    when(turn(1), 'one'),
    when(
      turn(2),
      inOrder(apiError(429), () => new Response('', { status: 500 }), 'two'),
    ),
    when([turn(3), afterToolResult()], 'three'),
  ])
  const statuses: number[] = []
  for (const body of [{ model: 'gpt-5', input: 'Hi' }, second, second, second, second]) {
    statuses.push((await ask(route, { url: '/responses', body })).status)
  }

  expect(statuses).toEqual([200, 429, 500, 200, 200])
  expect(route.unused).toEqual([])
})

const KEPT = { model: 'gpt-5', conversation: 'conv_1', input: 'Next' }

it.each<[string, () => Parameters<typeof responses.create>[0]]>([
  ['a script that fails', () => new Scripted([], new StreamError({ message: 'Slow down' }))],
  ['no connection', () => () => Response.error()],
  ['an answer that comes too late', () => () => new Promise<Response>(() => {})],
  ['an answer that is lost', () => 'lost'],
])('counts a retry after %s to the same turn', async (_, failing) => {
  const route = responses.create([
    when(turn(1), inOrder('one')),
    when(turn(2), inOrder(failing(), failing(), 'two')),
    when(turn(3), inOrder('three')),
  ])
  const asked = (body: object, retry: number) =>
    ask(route, { url: '/responses', body, headers: { 'x-stainless-retry-count': String(retry) } })

  await asked(KEPT, 0)
  // One of them is never answered: its client has gone.
  void asked(KEPT, 0).catch(() => {})
  await vi.waitUntil(() => route.calls.length === 2)
  void asked(KEPT, 1).catch(() => {})
  await vi.waitUntil(() => route.calls.length === 3)
  await asked(KEPT, 2)
  await asked(KEPT, 0)

  expect(route.calls.map(({ outcome }) => outcome)).not.toContain('broken')
  expect(route.unused).toEqual([])
})

it('counts requests alike that are no retries to turns of their own', async () => {
  const url = '/threads/thread_1/runs'
  const run = beta.threads.runs.create([
    when(turn(1), inOrder('one')),
    when(turn(2), inOrder(apiError(429), 'two')),
  ])
  const statuses: number[] = []
  for (const retry of ['0', '0', '1']) {
    const retried = { 'x-stainless-retry-count': retry }
    const body = { assistant_id: 'asst_1' }
    statuses.push((await ask(run, { url, body, headers: retried })).status)
  }

  expect(statuses).toEqual([200, 429, 200])
  expect(run.unused).toEqual([])
})

it('counts a lost connection to the same turn, where the client asks anew', async () => {
  const route = responses.create([
    when(
      turn(1),
      inOrder(() => Response.error(), 'one'),
    ),
    when(turn(2), 'two'),
  ])
  for (let count = 0; count < 3; count++) await ask(route, { url: '/responses', body: KEPT })

  expect(route.unused).toEqual([])
})

it('matches the runs of assistants', async () => {
  const { runs } = beta.threads
  const run = runs.create([when(model('o3'), apiError(404)), when(lastUserMessage('Hi'), 'Hello')])
  const submit = runs.submitToolOutputs(when(afterToolResult('call_1'), apiError(404)))
  const url = '/threads/thread_1/runs'
  const tool_outputs = [{ tool_call_id: 'call_1', output: 'Sunny' }]

  const additional_messages = [user('Hi')]
  const ran = await ask(run, { url, body: { assistant_id: 'asst_1', additional_messages } })
  expect(ran.status).toBe(200)
  const outputs = `${url}/run_1/submit_tool_outputs`
  expect((await ask(submit, { url: outputs, body: { tool_outputs } })).status).toBe(404)
})

it('reports a request that nothing matches', async () => {
  const route = create([
    when(lastUserMessage('Hello'), 'Hi'),
    when({ model: 'gpt-5', messages: [{ role: 'user', content: 'Bye' }] }, 'Bye'),
    when([hasTool('get_weather'), afterToolResult('call_1')], 'Sunny'),
  ])
  const response = await ask(route)

  expect(response.status).toBe(400)
  expect(response.headers.get('x-should-retry')).toBe('false')
  expect(await response.json()).toMatchObject({ error: { code: 'unanswered_call' } })
  const error = route.calls[0]?.error
  expect(error).toBeInstanceOf(UnansweredCallError)
  expect(error).toHaveProperty('cause', expect.any(NoMatchError))
  expect(error).toHaveProperty('cause.misses.1.matched', 2)
  expect(vi.mocked(console.error).mock.calls).toEqual([[error]])
})

it.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'Hi'],
  ['a number', 5],
  ['an array of nothing', []],
  ['an array of a text', ['Hi']],
])('refuses %s for a condition at once', (_, condition) => {
  expect(() => when(condition as object, 'Hello')).toThrow(
    /^Failed to create when\(\): .* is no condition\. Expected a part of a body, a function of the call,/,
  )
})

it('refuses a function that gives no truth', async () => {
  expect(await say(create(when(saysSo, 'Hello')))).toBe(
    'Failed to answer calls[0] of "chat.completions.create": ' +
      'Failed to ask saysSo about a call: expected a boolean, received "yes".',
  )
})

it('reports a function that throws', async () => {
  const route = create(
    when(() => {
      throw new Error('Out of tea')
    }, 'Hello'),
  )

  expect(await say(route)).toBe(
    'Failed to answer calls[0] of "chat.completions.create": Out of tea',
  )
})

class Ledger {
  readonly model = 'gpt-5'
}

it.each<[string, object, string]>([
  ['a map', { metadata: new Map([['a', 1]]) }, 'metadata is an instance of Map'],
  ['a date', { tools: [{ 'x-at': new Date(0) }] }, 'tools[0]["x-at"] is an instance of Date'],
  ['an object of a class', { a: new Ledger() }, 'a is an instance of Ledger'],
  ['a script', new Scripted([]), 'its first argument is an instance of Scripted'],
  ['a script in an array', [new Scripted([])], 'its first argument is an instance of Scripted'],
])('refuses %s in a body at once', (_, condition, reason) => {
  expect(() => when(condition, 'Hello')).toThrow(
    new TypeError(
      `Failed to create when(): ${reason}, which no JSON has. Expected plain objects, arrays, texts, ` +
        'numbers, regular expressions and asymmetric matchers.',
    ),
  )
})

it('takes plain objects of any kind for a body', async () => {
  const bare = Object.assign(Object.create(null), { model: /^gpt/ })
  const foreign: unknown = runInNewContext('({ messages: [{ role: "user" }] })')

  expect(await say(create(when([bare, foreign], 'Hello')))).toBe('Hello')
})
