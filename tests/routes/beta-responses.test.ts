import type { HttpHandler } from 'msw'
import type OpenAI from 'openai'
import type { BetaResponseStreamEvent } from 'openai/resources/beta/responses/responses'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { createFetch } from 'msw-openai/fetch'
import { serve } from 'msw-openai/node'
import {
  beta,
  createRoute,
  foldResponse,
  responses,
  responseWriter,
  when,
  type BetaResponseEvent,
} from 'msw-openai/routes'
import { EventStream } from 'msw-openai/streaming'
import { clientOf } from './client-of.js'
import { ask, problems, Scripted } from './support.js'

const agent = { agent_name: 'researcher' }
const { event } = beta.responses.create.endpoint.wire
const stable = responses.create.endpoint.wire.event

const body = { model: 'gpt-5', input: 'Hello' }
const create = (query: string, more: object = {}) => ({
  url: `/responses${query}`,
  body: { ...body, ...more },
})
const retrieve = (query: string) => ({ url: `/responses/resp_7${query}`, method: 'GET' })

/** A response of an agent. */
class Found extends EventStream<BetaResponseEvent> {
  *generate(): Generator<BetaResponseEvent> {
    const w = responseWriter()
    for (const each of [...w.message('Found it'), ...w.completed()]) yield { ...each, agent }
  }
}

const call = { id: 'mac_1', type: 'multi_agent_call', call_id: 'call_1', arguments: '{}', agent }
const items: Record<string, object> = {
  'a message of an agent': {
    id: 'am_1',
    type: 'agent_message',
    author: 'researcher',
    recipient: 'root',
    content: [{ type: 'text', text: 'Found it' }],
    agent,
  },
  'a call of an agent': { ...call, action: 'spawn_agent' },
  'the output of such a call': {
    id: 'maco_1',
    type: 'multi_agent_call_output',
    call_id: 'call_1',
    action: 'wait_agent',
    output: [{ type: 'output_text', text: 'Done', annotations: [] }],
    agent: null,
  },
}

it.each(Object.entries(items))('takes %s, which Responses does not', (_, item) => {
  const added = { type: 'response.output_item.added', sequence_number: 0, output_index: 0, item }

  expect(problems(event, added)).toEqual([])
  expect(problems(stable, added)).toEqual(['item.type'])
})

it('takes an event with an agent, and refuses a wrong agent', () => {
  const delta = { type: 'response.audio.delta', sequence_number: 0, delta: 'AAAA' }

  expect(problems(event, { ...delta, agent })).toEqual([])
  expect(problems(event, { ...delta, agent: null })).toEqual([])
  expect(problems(event, { ...delta, agent: {} })).toEqual(['agent.agent_name'])
  expect(problems(event, { ...delta, delta: 5 })).toEqual(['delta'])
})

it('streams a script with agents, and folds it', async () => {
  const route = beta.responses.create(new Found())
  const stream = await ask(route, create('?beta=true', { stream: true }))
  const whole = await ask(route, create('?beta=true'))

  expect(await stream.text()).toContain(
    'event: response.created\ndata: {"type":"response.created","response":{"id":"resp_1",',
  )
  expect(route.calls[0]?.events).toEqual([...new Found()])
  await expect(whole.json()).resolves.toMatchObject({
    output: [{ content: [{ text: 'Found it' }] }],
  })
})

it('names the agent of an item in the events of that item alone', async () => {
  const message = {
    type: 'message',
    content: [{ type: 'output_text', text: 'Hi' }],
    agent,
  } as const
  const route = beta.responses.create({ output: [message, { type: 'reasoning', summary: [] }] })
  const stream = await ask(route, create('?beta=true', { stream: true }))
  const records = (await stream.text()).match(/^data: .*/gm) ?? []

  expect(
    records.filter((record) => record.includes('"agent":{"agent_name":"researcher"},"')),
  ).toEqual(expect.arrayContaining(records.slice(2, 7)))
  expect(records[4]).toBe(
    'data: {"type":"response.output_text.delta","agent":{"agent_name":"researcher"},"content_index":0,"delta":"Hi","item_id":"msg_1","logprobs":[],"obfuscation":"0123456789ABCD","output_index":0,"sequence_number":4}',
  )
  expect(records[8]).toMatch(/^data: {"type":"response.output_item.added","item":/)
})

it('resumes a stream', async () => {
  const route = beta.responses.retrieve(new Found())
  const response = await ask(route, retrieve('?beta=true&stream=true&starting_after=8'))

  expect((await response.text()).match(/^event: .*/gm)).toEqual(['event: response.completed'])
  expect(route.calls[0]?.url.search).toBe('?beta=true&stream=true&starting_after=8')
})

const stableRoutes = () => [responses.create('stable'), responses.retrieve('stable')]
const betaRoutes = () => [beta.responses.create('beta'), beta.responses.retrieve('beta')]

const orders: Array<[order: string, handlers: () => HttpHandler[]]> = [
  ['the stable routes first', () => [...stableRoutes(), ...betaRoutes()]],
  ['the beta first', () => [...betaRoutes(), ...stableRoutes()]],
]

it.each(orders)('gives each request to its own route, with %s', async (_, handlers) => {
  const routes = handlers()
  const answered = await Promise.all(
    [create('?beta=true'), create(''), retrieve('?beta=true'), retrieve('')].map(async (request) =>
      (await ask(routes, request)).text(),
    ),
  )

  expect(answered.map((text) => /"text":"(stable|beta)"/.exec(text)?.[1])).toEqual([
    'beta',
    'stable',
    'beta',
    'stable',
  ])
})

const storedRoutes = (of: typeof responses | typeof beta.responses) => [
  of.delete(),
  of.cancel(),
  of.compact(),
  of.inputItems.list([{ role: 'user', content: 'Hello' }]),
  of.inputTokens.count(),
]

type BetaClient = OpenAI['beta']['responses']
const storedCalls: Array<[name: string, send: (client: BetaClient) => unknown, answer: object]> = [
  ['delete', (client) => client.delete('resp_7').asResponse(), { status: 200 }],
  ['cancel', (client) => client.cancel('resp_7'), { id: 'resp_7', status: 'cancelled' }],
  ['compact', (client) => client.compact(body), { object: 'response.compaction' }],
  ['inputItems.list', (client) => client.inputItems.list('resp_7'), { data: [{ role: 'user' }] }],
  ['inputTokens.count', (client) => client.inputTokens.count(body), { input_tokens: 2 }],
]

it.each(storedCalls)(
  'answers %s of the beta, and no other route does',
  async (name, send, answer) => {
    const routes = [...storedRoutes(responses), ...storedRoutes(beta.responses)]

    await expect(send(clientOf(...routes).beta.responses)).resolves.toMatchObject(answer)
    const called = routes.filter(({ calls }) => calls.length > 0)
    expect(called.map(({ endpoint }) => endpoint.name)).toEqual([`beta.responses.${name}`])
  },
)

it('answers a request of Responses with the route of Responses', async () => {
  const routes = [...storedRoutes(beta.responses), ...storedRoutes(responses)]

  await clientOf(...routes).responses.cancel('resp_7')

  const called = routes.filter(({ calls }) => calls.length > 0)
  expect(called.map(({ endpoint }) => endpoint.name)).toEqual(['responses.cancel'])
})

it('compacts a conversation to the items of an agent', async () => {
  const agentItem = { ...items['a message of an agent'] }
  const client = clientOf(beta.responses.compact({ output: [agentItem] }))

  const { output } = await client.beta.responses.compact(body)

  expect(output).toEqual([agentItem])
})

it('answers through createFetch(), and explains a query without a route', async () => {
  const [stableRoute] = stableRoutes()
  const fetch = createFetch([stableRoute].filter((route) => route !== undefined))
  const post = (query: string) =>
    fetch(`https://api.openai.com/v1/responses${query}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
  const answered = await post('')
  const refused = await post('?beta=true')

  expect(answered.status).toBe(200)
  expect(refused.status).toBe(404)
  expect(await refused.text()).toContain(
    'Its path is that of responses.create, but its query is not: expected no beta.',
  )
  expect(stableRoute).toMatchObject({ calls: [{ outcome: 'replied' }] })
})

it('answers through serve()', async () => {
  const server = await serve([...stableRoutes(), ...betaRoutes()])
  const response = await fetch(`${server.baseURL}/responses/resp_7?beta=true`)
  const text = await response.text()
  await server.close()

  expect(text).toContain('"text":"beta"')
})

it('answers the preflight request of a page for its own query alone', async () => {
  const fetch = createFetch([beta.responses.create('beta')])
  const preflight = (query: string) =>
    fetch(`https://api.openai.com/v1/responses${query}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://page', 'access-control-request-method': 'POST' },
    })

  expect((await preflight('?beta=true')).status).toBe(204)
  expect((await preflight('')).status).toBe(404)
})

it('compares calls as on the stable route', async () => {
  const route = beta.responses.create([when({ input: 'Hello' }, 'Hi'), when({}, 'What?')])
  const response = await ask(route, create('?beta=true'))

  expect(await response.text()).toContain('"text":"Hi"')
})

/** Lists jobs of one version of an API. */
const version = (value: string) =>
  createRoute({
    name: `jobs.list ${value}`,
    method: 'GET',
    path: '/jobs',
    requiredQuery: { version: value },
  })

it('requires a query of an endpoint of your own', async () => {
  const routes = [version('1')({ data: [1] }), version('2')({ data: [2] })]
  const response = await ask(routes, { url: '/jobs?version=2&limit=1', method: 'GET' })

  await expect(response.json()).resolves.toEqual({ data: [2] })
  expect(routes.map(({ calls }) => calls.length)).toEqual([0, 1])
})

class Counted extends EventStream<number> {
  *generate(): Generator<number> {}
}

it('takes scripts of the events that the SDK types for either', () => {
  const plain: ResponseStreamEvent[] = [...responseWriter().message('Hi')]
  const typed: BetaResponseStreamEvent[] = [
    { type: 'response.audio.done', sequence_number: 0, agent },
  ]

  expect([
    beta.responses.create(new Scripted(plain)),
    beta.responses.create(new Scripted(typed)),
    beta.responses.retrieve(new Scripted(typed)),
    // @ts-expect-error It yields numbers.
    beta.responses.create(new Counted()),
  ]).toHaveLength(4)
  expect(foldResponse([...plain]).output).toHaveLength(1)
})
