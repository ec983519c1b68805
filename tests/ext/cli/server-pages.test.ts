import { collect } from 'msw-openai'
import type OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask, clientOf, json } from './ask-server.js'
import { BuiltCommand } from './built-command.js'

const command = new BuiltCommand()

beforeAll(() => command.build(), 120_000)
afterAll(() => command[Symbol.dispose]())

const RULES = `
responses:
  - id: once
    messages: [{ role: user, content: hello }]
    reply: First
    times: 1
  - id: always
    messages: [{ role: user, content: hello }]
    reply: Further
files:
  - { id: file-a, filename: a.txt, content: A }
`

async function textOf(client: OpenAI): Promise<unknown> {
  const { choices } = await client.chat.completions.create(ask('hello'))
  return choices[0]?.message.content
}

it('says that it is healthy, also to who has no key', async () => {
  const server = await command.serve(['--api-key', 'a-key'])

  expect(await json(server, '/health')).toEqual({ status: 'ok', uptime: expect.any(Number) })
  expect((await fetch(`${server.url}/health`, { method: 'HEAD' })).status).toBe(200)
  await server.stop()
})

it('lists the calls, with those that no route answers, and forgets them', async () => {
  const server = await command.serve([command.write('rules.yaml', RULES)])
  const client = clientOf(server)

  await client.chat.completions.create(ask('hello'))
  const events = await collect(
    client.chat.completions.create({
      ...ask('hello'),
      stream: true,
      stream_options: { include_usage: true },
    }),
  )
  await fetch(`${server.url}/v1/nothing`, { method: 'POST', body: '{}' })
  await server.until(/404 .*\n/)
  const listed = await json(server, '/_calls')
  await json(server, '/_calls', { method: 'DELETE' })

  const tokens = { input: expect.any(Number), output: expect.any(Number) }
  expect(listed).toEqual({
    calls: [
      {
        number: 1,
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        method: 'POST',
        path: '/v1/chat/completions',
        endpoint: 'chat.completions.create',
        model: 'gpt-5',
        stream: false,
        attempt: 1,
        rule: 'once',
        sent: 0,
        outcome: 'replied',
        status: 200,
        error: null,
        ms: expect.any(Number),
        firstEventMs: null,
        tokens,
        body: ask('hello'),
      },
      expect.objectContaining({
        rule: 'always',
        stream: true,
        sent: events.length,
        outcome: 'completed',
        firstEventMs: expect.any(Number),
        tokens,
      }),
      expect.objectContaining({
        path: '/v1/nothing',
        endpoint: null,
        status: 404,
        error: `Invalid URL (POST /v1/nothing). The base URL is ${server.baseURL}.`,
      }),
    ],
  })
  expect(await json(server, '/_calls')).toEqual({ calls: [] })
  await server.stop()
})

it('lists a call that has not ended', async () => {
  const rules = `responses: [{ id: a, messages: [{ role: user, matcher: any }], reply: one two, stallAfter: 1 }]`
  const server = await command.serve([command.write('stall.yaml', rules)])
  const stream = await clientOf(server).chat.completions.create({ ...ask('hello'), stream: true })
  await stream[Symbol.asyncIterator]().next()

  const listed = await json(server, '/_calls')
  const metrics = await (await fetch(`${server.url}/_metrics`)).text()

  expect(listed).toMatchObject({
    calls: [{ rule: 'a', stream: true, outcome: 'pending', sent: 1, ms: null }],
  })
  expect(metrics).toContain('msw_openai_open_streams 1\n')
  stream.controller.abort()
  await server.until(/1 events {2}aborted/)
  await server.stop()
})

it('takes rules from a test, refuses broken ones with all faults, and goes back at a reset', async () => {
  const server = await command.serve([command.write('rules.yaml', RULES)])
  const client = clientOf(server)
  expect([await textOf(client), await textOf(client)]).toEqual(['First', 'Further'])
  const thread = await client.beta.threads.create()

  const body = JSON.stringify({
    responses: [{ id: 'new', messages: [{ role: 'user', matcher: 'any' }], reply: 'New' }],
    files: [{ id: 'file-b', filename: 'b.txt', content: 'B' }],
  })
  const taken = await json(server, '/_rules', { method: 'POST', body })
  const broken = 'responses:\n  - repy: a\n  - reply: 3\n'
  const refused = await fetch(`${server.url}/_rules`, { method: 'POST', body: broken })

  expect(taken).toMatchObject({ rules: [{ id: 'new', calls: 0 }] })
  expect(refused.status).toBe(400)
  expect(await refused.json()).toMatchObject({
    error: { code: 'invalid_rules', faults: [{ line: 2 }, { line: 3 }] },
  })
  expect(await textOf(client)).toBe('New')
  expect((await client.files.list()).data.map(({ id }) => id)).toEqual(['file-b'])
  await client.beta.threads.retrieve(thread.id)

  await json(server, '/_reset', { method: 'POST' })

  expect(await textOf(client)).toBe('First')
  expect((await client.files.list()).data.map(({ id }) => id)).toEqual(['file-a'])
  expect(await json(server, '/_rules')).toMatchObject({
    rules: [
      { id: 'once', calls: 1 },
      { id: 'always', calls: 0 },
    ],
  })
  await expect(client.beta.threads.retrieve(thread.id)).rejects.toThrow('404')
  expect(await json(server, '/_calls')).toMatchObject({ calls: [{ number: 7 }, {}, {}] })
  await server.stop()
})

it('lists the models of OpenAI again once other rules name none', async () => {
  const server = await command.serve([command.write('models.yaml', 'models: [own-model]')])
  const client = clientOf(server)
  const listed = async () => (await client.models.list()).data.map(({ id }) => id)
  expect(await listed()).toEqual(['own-model'])

  await json(server, '/_rules', { method: 'POST', body: RULES })
  const changed = await listed()
  await json(server, '/_reset', { method: 'POST' })

  expect(changed).toContain('gpt-5')
  expect(changed).not.toContain('own-model')
  expect(await listed()).toEqual(['own-model'])
  await server.stop()
})

it('refuses rules of more than a million characters unread', async () => {
  const server = await command.serve()

  const body = '#'.repeat(1_000_001)
  const { status } = await fetch(`${server.url}/_rules`, { method: 'POST', body })

  expect(status).toBe(413)
  await server.stop()
})

it('prints metrics for Prometheus', async () => {
  const server = await command.serve(['--api-key', 'other-key'])
  const right = clientOf(server, 'other-key')

  await collect(right.chat.completions.create({ ...ask('hello'), stream: true }))
  await expect(textOf(clientOf(server))).rejects.toThrow('401')
  await server.until(/401 .*\n/)
  const response = await fetch(`${server.url}/_metrics`)
  const metrics = await response.text()

  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/)
  const route = 'route="chat.completions.create"'
  expect(metrics).toContain(
    `msw_openai_requests_total{${route},status="200",outcome="completed"} 1\n`,
  )
  expect(metrics).toContain(
    `msw_openai_requests_total{${route},status="401",outcome="replied"} 1\n`,
  )
  expect(metrics).toContain(`msw_openai_first_event_seconds_count{${route}} 1\n`)
  expect(metrics).toContain(`msw_openai_request_duration_seconds_count{${route}} 2\n`)
  expect(metrics).toContain('msw_openai_open_streams 0\n')
  await server.stop()
})

const from = (origin: string) => ({ headers: { origin } })

it('lets web pages use the API, and only those of this machine use its own pages', async () => {
  const server = await command.serve()

  const near = await fetch(`${server.url}/_calls`, from('http://localhost:5173'))
  const far = await fetch(`${server.url}/_calls`, from('https://example.com'))
  const api = await fetch(`${server.baseURL}/models`, from('https://example.com'))

  expect(near.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
  expect(far.status).toBe(403)
  expect(api.headers.get('access-control-allow-origin')).toBe('https://example.com')
  await server.stop()
})

it('counts no preflight request of a web page', async () => {
  const server = await command.serve()
  const headers = { origin: 'https://example.com', 'access-control-request-method': 'POST' }

  await fetch(`${server.baseURL}/chat/completions`, { method: 'OPTIONS', headers })
  await clientOf(server).models.retrieve('gpt-5')

  expect(await json(server, '/_calls')).toMatchObject({ calls: [{ method: 'GET' }] })
  await server.stop()
})

it.each([
  ['POST', '/chat/completions', '/v1/chat/completions'],
  ['POST', '/v1/v1/responses', '/v1/responses'],
  ['GET', '/models/gpt-5', '/v1/models/gpt-5'],
  ['POST', '/openai/deployments/mine/chat/completions', '/v1/chat/completions'],
  ['POST', '/v1/chat/completion', '/v1/chat/completions'],
  ['GET', '/calls', '/_calls'],
])('names the path that %s %s means: %s', async (method, path, meant) => {
  const server = await command.serve(['-q'])

  const response = await fetch(`${server.url}${path}`, { method })

  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({
    error: {
      message: `Invalid URL (${method} ${path}). Did you mean ${meant}? The base URL is ${server.baseURL}.`,
      type: 'invalid_request_error',
      param: null,
      code: null,
    },
  })
  await server.stop()
})

it.each([
  ['PUT', '/v1/chat/completions', 'POST, GET'],
  ['GET', '/v1/responses', 'POST'],
  ['PATCH', '/v1/files/file-a', 'GET, DELETE'],
  ['POST', '/health', 'GET, HEAD'],
])('answers a wrong method as OpenAI does: %s %s', async (method, path, allow) => {
  const server = await command.serve(['-q'])

  const response = await fetch(`${server.url}${path}`, { method })

  expect(response.status).toBe(405)
  expect(response.headers.get('allow')?.split(', ').toSorted()).toEqual(
    allow.split(', ').toSorted(),
  )
  expect(await response.json()).toEqual({
    error: {
      message: `Not allowed to ${method} on ${path}. (HINT: Perhaps you meant to use a different HTTP method?)`,
      type: 'invalid_request_error',
      param: null,
      code: null,
    },
  })
  await server.stop()
})
