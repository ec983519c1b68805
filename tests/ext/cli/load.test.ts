import { connect } from 'node:net'
import * as fc from 'fast-check'
import { collect } from 'msw-openai'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BuiltCommand, type Running } from './built-command.js'

const command = new BuiltCommand()

beforeAll(() => command.build(), 120_000)
afterAll(() => command[Symbol.dispose]())

const words = Array.from({ length: 20 }, (_, index) => `word-${index} `)
  .join('')
  .trim()
const RULES = `
responses:
  - id: all
    messages: [{ role: user, matcher: any }]
    reply: ${words}
`
const REQUEST = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hello' }] }

it('loses nothing of 50 streams at once', async () => {
  const server = await command.serve([command.write('rules.yaml', RULES), '-q', '--pace', '2'])
  const client = new OpenAI({ baseURL: server.baseURL, apiKey: 'a-key', maxRetries: 0 })

  const streams = Array.from({ length: 50 }, () =>
    collect(client.chat.completions.create({ ...REQUEST, stream: true })),
  )
  const all = await Promise.all(streams)

  const texts = all.map((events) =>
    events.map(({ choices }) => choices[0]?.delta.content ?? '').join(''),
  )
  expect(new Set(texts)).toEqual(new Set([words]))
  expect(await callsOf(server)).toHaveLength(50)
  await server.stop()
})

it('remembers the last 1,000 of 1,500 requests', async () => {
  const server = await command.serve([command.write('rules.yaml', RULES), '-q'])
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(REQUEST),
  }
  for (let round = 0; round < 60; round++) {
    const requests = Array.from({ length: 25 }, async () =>
      (await fetch(`${server.baseURL}/chat/completions`, init)).text(),
    )
    await Promise.all(requests)
  }

  const calls = await callsOf(server)
  expect(calls).toHaveLength(1_000)
  expect(calls.at(-1)).toMatchObject({ number: 1_500, rule: 'all', outcome: 'replied' })
  await server.stop()
})

it('answers 1,000 damaged requests, or closes their connections, and goes on', async () => {
  const server = await command.serve([command.write('rules.yaml', RULES)])
  const { port } = new URL(server.url)

  // A half-sent request is ended by its client, so that the test waits for no time limit.
  const results = await Promise.all(damagedRequests().map((bytes) => send(Number(port), bytes)))

  expect(results).toHaveLength(1_000)
  expect(results.filter((result) => !/^(HTTP\/1\.1 \d{3} |$)/.test(result))).toEqual([])
  expect(results.filter((result) => result.startsWith('HTTP/1.1 500'))).toEqual([])
  expect(server.stderr()).toBe('')
  expect(await (await fetch(`${server.url}/health`)).json()).toMatchObject({ status: 'ok' })
  expect(await server.stop()).toBe(0)
})

async function callsOf(server: Running): Promise<unknown[]> {
  const { calls }: { calls: unknown[] } = Object(await (await fetch(`${server.url}/_calls`)).json())
  return calls
}

/** Makes requests of random parts, some of them damaged. The same in every run. */
function damagedRequests(): Buffer[] {
  const body = JSON.stringify(REQUEST)
  const path = fc.oneof(
    fc.constantFrom(
      '/v1/chat/completions',
      '/v1/responses',
      '/v1/threads/%ff/runs',
      '//',
      '/%',
      '*',
    ),
    fc.constantFrom(
      'http://[',
      'http://a b/',
      '/v1/files/../..',
      '/?a=%zz',
      '/_calls',
      '/_rules',
      '',
    ),
    fc.string().map((text) => `/v1/${text}`),
    fc.webPath(),
  )
  const header = fc.oneof(
    fc.constantFrom(
      'content-type: application/json',
      'content-type: multipart/form-data; boundary=x',
    ),
    fc.constantFrom('transfer-encoding: chunked', 'content-length: 5', 'content-length: -1'),
    fc.constantFrom(
      'expect: 100-continue',
      'expect: x',
      'upgrade: websocket',
      'origin: null',
      'host:',
    ),
    fc.constantFrom(
      'authorization: Bearer',
      'x-stainless-retry-count: 9e9',
      'accept-encoding: \u00ff',
    ),
    fc.tuple(fc.string(), fc.string({ maxLength: 2_000 })).map((pair) => pair.join(': ')),
  )
  const request = fc
    .record({
      method: fc.constantFrom(
        'GET',
        'POST',
        'DELETE',
        'HEAD',
        'OPTIONS',
        'TRACE',
        'PATCH',
        'CONNECT',
        'X',
      ),
      path,
      headers: fc.array(header, { maxLength: 5 }),
      body: fc.oneof(fc.constant(body), fc.json(), fc.string(), fc.constant('0\r\n\r\n')),
      length: fc.boolean(),
      kept: fc.double({ min: 0, max: 1, noNaN: true }),
      isWhole: fc.boolean(),
    })
    .map(({ method, path: target, headers, body: content, length, kept, isWhole }) => {
      const size = length ? [`content-length: ${Buffer.byteLength(content)}`] : []
      const head = [`${method} ${target} HTTP/1.1`, 'host: a', ...headers, ...size].join('\r\n')
      const bytes = Buffer.from(`${head}\r\n\r\n${content}`, 'latin1')
      return isWhole ? bytes : bytes.subarray(0, Math.floor(kept * bytes.length))
    })
  return fc.sample(request, { numRuns: 1_000, seed: 1 })
}

/** Sends bytes, ends its half of the connection, and gives everything that comes back until the end. */
async function send(port: number, bytes: Buffer): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' })
  let received = ''
  socket.on('data', (chunk) => (received += chunk.toString('latin1')))
  // A connection that is reset is closed, too.
  socket.on('error', () => undefined)
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.end(bytes)
  await closed
  return received
}
