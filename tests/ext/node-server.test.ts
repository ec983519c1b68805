import { once } from 'node:events'
import { Server } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { http, type RequestHandler } from 'msw'
import { chat, EventStream, stall, type Cue } from 'msw-openai'
import { serve, ServeError, type ServeOptions } from 'msw-openai/node'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, onTestFinished, vi } from 'vitest'
import { chunks } from '../support.js'

const CHAT = {
  method: 'POST',
  body: JSON.stringify({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  }),
}

/** Says one thing, and falls silent. */
class Silent extends EventStream<ChatCompletionChunk> {
  stopped = false;

  override *generate(): Generator<ChatCompletionChunk | Cue> {
    try {
      yield* chunks('a')
      yield stall()
    } finally {
      this.stopped = true
    }
  }
}

it('listens where nobody else can reach it, on a free port', async () => {
  await using server = await serve([])
  await using other = await serve([])

  expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
  expect(server.baseURL).toBe(`${server.url}/v1`)
  expect(server.port).toBeGreaterThan(0)
  expect(other.port).not.toBe(server.port)
})

const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
/** Not every machine has IPv6. */
const hostnames = [
  ['localhost', 'localhost'],
  ['0.0.0.0', '127.0.0.1'],
  ['::1', '[::1]'],
  ['::', '[::1]'],
].filter(([, host]) => host !== '[::1]' || addresses.some(({ address }) => address === '::1'))

it.each(hostnames)('listens on %s', async (hostname, host) => {
  await using server = await serve([http.get('*/v1', () => new Response('Hello'))], { hostname })

  expect(server.url).toBe(`http://${host}:${server.port}`)
  await expect((await fetch(server.baseURL)).text()).resolves.toBe('Hello')
})

it('listens on a port that it is given', async () => {
  const { port } = await serve([]).then(async (server) => {
    await server.close()
    return server
  })
  await using server = await serve([], { port })

  expect(server.port).toBe(port)
})

it('says so where the port is in use', async () => {
  await using server = await serve([])
  const { port } = server

  const error: unknown = await serve([], { port }).catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(ServeError)
  expect(error).toMatchObject({
    name: 'ServeError',
    message: `Failed to serve on port ${port} of 127.0.0.1: the port is in use. Omit the port to get a free one.`,
    hostname: '127.0.0.1',
    port,
    cause: { code: 'EADDRINUSE' },
  })
})

it.each([
  [{ port: 70_000 }, 'options.port should be >= 0 and < 65536. Received type number (70000).'],
  [{ hostname: '203.0.113.1' }, 'listen EADDRNOTAVAIL: address not available 203.0.113.1'],
])('says so where it cannot listen, as on %j', async (options, reason) => {
  const { port = 0, hostname = '127.0.0.1' } = options as { port?: number; hostname?: string }

  await expect(serve([], options)).rejects.toThrow(
    `Failed to serve on port ${port} of ${hostname}: ${reason}`,
  )
})

const NAMES = '{ port, hostname, bodyLimit }'

it.each<[options: unknown, reason: string]>([
  [{ hostname: '' }, 'expected a hostname, received "".'],
  [{ hostname: ' ' }, 'expected a hostname, received " ".'],
  [{ hostname: null }, 'expected a hostname, received null.'],
  [{ hostname: Symbol('host') }, 'expected a hostname, received Symbol(host).'],
  [{ hostname: 1n }, 'expected a hostname, received 1.'],
  [{ port: 'x' }, 'expected a port, received "x".'],
  [{ port: '8080' }, 'expected a port, received "8080".'],
  [{ port: '' }, 'expected a port, received "".'],
  [{ port: null }, 'expected a port, received null.'],
  [{ port: 1.5 }, 'expected a port, received 1.5.'],
  [{ port: [] }, 'expected a port, received [].'],
  [{ host: '0.0.0.0' }, `unknown option "host". Expected ${NAMES}.`],
  [{ toString: 1 }, `unknown option "toString". Expected ${NAMES}.`],
  [null, `expected ${NAMES}, received null.`],
  [8080, `expected ${NAMES}, received 8080.`],
  ['127.0.0.1', `expected ${NAMES}, received "127.0.0.1".`],
  [[], `expected ${NAMES}, received [].`],
  ...[-1, 1.5, NaN, '64mb', null].map((bodyLimit): [unknown, string] => [
    { bodyLimit },
    'expected { bodyLimit }, a number of bytes or Infinity, received ',
  ]),
])('opens nothing for the options %o', async (options, reason) => {
  const listening = vi.spyOn(Server.prototype, 'listen')
  onTestFinished(() => listening.mockRestore())

  const error: unknown = await serve([], options as ServeOptions).catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(TypeError)
  expect(String(error)).toContain(`Failed to start a server: ${reason}`)
  expect(listening).not.toHaveBeenCalled()
})

it.each([
  ['a route', chat.completions.create('Hello'), 'expected an array of handlers.'],
  ['a text', [http.get('*', () => undefined), 'Hello'], 'expected a handler at handlers[1].'],
])('says so at once where it is given %s in the place of handlers', async (_, given, reason) => {
  // As JavaScript may.
  const handlers = given as RequestHandler[]

  await expect(serve(handlers)).rejects.toThrow(
    new TypeError(`Failed to start a server: ${reason}`),
  )
})

it('aborts what is open when it closes, which has settled by then', async () => {
  const script = new Silent()
  const create = chat.completions.create(script)
  const server = await serve([create])
  const { body } = await fetch(`${server.baseURL}/chat/completions`, CHAT)
  const reader = body?.getReader()
  await reader?.read()

  await server.close()

  expect(create.calls.map(({ outcome }) => outcome)).toEqual(['aborted'])
  expect(script.stopped).toBe(true)
  await expect(reader?.read()).rejects.toThrow('terminated')
})

it('drops requests that have no answer yet when it closes', async () => {
  const heard = Promise.withResolvers<void>()
  const never = http.get('*', ({ request }) => {
    request.signal.addEventListener('abort', () => heard.resolve())
    void server.close()
    return new Promise<undefined>(() => {})
  })
  const server = await serve([never])

  await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  await expect(heard.promise).resolves.toBeUndefined()
})

it('closes connections that are idle, and those that say nothing', async () => {
  const server = await serve([http.get('*', () => new Response('Hello'))])
  await (await fetch(server.url)).text()
  const socket = connect(server.port)
  await once(socket, 'connect')
  const closed = once(socket, 'close')
  socket.resume()

  await server.close()

  await closed
  await expect(fetch(server.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
})

it('may be closed more than once, in whatever way', async () => {
  await using server = await serve([])

  await Promise.all([server.close(), server.close(), server[Symbol.asyncDispose]()])
  await server.close()

  await using other = await serve([], { port: server.port })
  expect(other.port).toBe(server.port)
})

it('looks its handlers up with each request', async () => {
  const handlers = [http.get('*', () => new Response('first'))]
  await using server = await serve(handlers)

  const first = await (await fetch(server.url)).text()
  handlers[0] = http.get('*', () => new Response('second'))
  const second = await (await fetch(server.url)).text()

  expect([first, second]).toEqual(['first', 'second'])
})

it('minds no client that disconnects in the middle of its request', async () => {
  const create = chat.completions.create('Hello')
  await using server = await serve([create])
  const socket = connect(server.port)
  socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{')
  await once(socket, 'connect')

  socket.resetAndDestroy()
  const response = await fetch(`${server.baseURL}/chat/completions`, CHAT)

  expect(response.ok).toBe(true)
  expect(create.calls).toHaveLength(1)
})

it('keeps no listeners on a connection that many streams share', async () => {
  const create = chat.completions.create('Hello')
  await using server = await serve([create])

  const warnings: unknown[] = []
  const note = (warning: unknown) => warnings.push(warning)
  process.on('warning', note)
  for (let time = 0; time < 20; time++) {
    await (await fetch(`${server.baseURL}/chat/completions`, CHAT)).text()
  }
  process.off('warning', note)

  expect(warnings).toEqual([])
})

it('aborts a call that a function still has to answer when it closes', async () => {
  const asked = Promise.withResolvers<void>()
  const create = chat.completions.create(() => {
    asked.resolve()
    return new Promise<undefined>(() => {})
  })
  const server = await serve([create])
  const answered = fetch(`${server.baseURL}/chat/completions`, CHAT)
  void answered.catch(() => {})
  await asked.promise

  await server.close()

  expect(create.calls.map(({ outcome }) => outcome)).toEqual(['aborted'])
  await expect(answered).rejects.toThrow('fetch failed')
})
