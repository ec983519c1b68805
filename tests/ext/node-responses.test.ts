import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { get, request, type IncomingMessage } from 'node:http'
import { json, text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { http, HttpResponse } from 'msw'
import {
  apiError,
  AsyncEventStream,
  chat,
  createRoutes,
  cut,
  cutAfter,
  EventStream,
  pause,
  refuse,
  respond,
  stallAfter,
  type Cue,
} from 'msw-openai'
import { serve } from 'msw-openai/node'
import { stage, type PlayOutcome } from 'msw-openai/streaming'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, vi } from 'vitest'
import { pieces } from '../pieces.js'
import { chunks, readAll, Words } from '../support.js'

const CHAT = {
  method: 'POST',
  body: JSON.stringify({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  }),
}

const LATIN = { 'x-author': 'Jürgen Ångström' }

/** A server whose every path gives one response. */
function serving(resolver: () => Response | Promise<Response>) {
  return serve([http.all('*', resolver)])
}

/** Frames whose bytes are none. */
const withoutBytes = stage('withoutBytes', () => ({
  // As JavaScript may.
  take: (item) => ({ ...item, bytes: 5 as unknown as Uint8Array }) as typeof item,
}))

/** Ask without `fetch`, which hides what it does not understand. */
async function ask(url: string, method = 'GET'): Promise<IncomingMessage> {
  const asked = request(url, { method }).end()
  const [response] = await once(asked, 'response')
  return response
}

it('sends status, headers and bytes as they are', async () => {
  const headers = new Headers({ 'x-test': 'yes', 'content-type': 'application/octet-stream' })
  headers.append('set-cookie', 'a=1')
  headers.append('set-cookie', 'b=2')
  const bytes = new Uint8Array([0, 255, 128, 13, 10])
  await using server = await serving(
    () => new Response(bytes, { status: 418, statusText: 'I am a teapot', headers }),
  )

  const response = await ask(server.url)
  const { items } = await readAll(response)

  expect(response).toMatchObject({ statusCode: 418, statusMessage: 'I am a teapot' })
  expect(response.headers).toMatchObject({
    'x-test': 'yes',
    'content-type': 'application/octet-stream',
    'set-cookie': ['a=1', 'b=2'],
  })
  expect(Buffer.concat(items as Buffer[])).toEqual(Buffer.from(bytes))
})

it("says a status in HTTP's own words where the response has none", async () => {
  await using server = await serving(() => new Response(null, { status: 404 }))

  expect((await ask(server.url)).statusMessage).toBe('Not Found')
})

it('lets Node write the headers of the connection', async () => {
  const create = chat.completions.create(new Words(['a']))
  await using server = await serve([create])

  const asked = request(`${server.baseURL}/chat/completions`, { method: 'POST' }).end(CHAT.body)
  const [response] = await once(asked, 'response')
  await readAll(response)

  const names: string[] = response.rawHeaders.filter((_: string, index: number) => index % 2 === 0)
  const connection = names
    .map((name) => name.toLowerCase())
    .filter((name) => /^(c.*ion|keep|tra)/.test(name))
  expect(connection.toSorted()).toEqual(['connection', 'transfer-encoding'])
  expect(response.headers).toMatchObject({
    'transfer-encoding': 'chunked',
    connection: 'keep-alive',
    'content-type': 'text/event-stream; charset=utf-8',
  })
})

it.each([204, 304])('sends no body with %i', async (status) => {
  await using server = await serving(() => new Response(null, { status }))

  const response = await ask(server.url)

  expect(response.statusCode).toBe(status)
  await expect(readAll(response)).resolves.toEqual({ items: [] })
})

it('sends no body to HEAD', async () => {
  await using server = await serving(
    () => new Response('Hello', { headers: { 'content-length': '5' } }),
  )

  const response = await ask(server.url, 'HEAD')

  expect(response.headers).toMatchObject({ 'content-length': '5' })
  await expect(readAll(response)).resolves.toEqual({ items: [] })
})

it('hears requests as they are', async () => {
  const echo = http.all('*', ({ request: { method, url, headers } }) => {
    return HttpResponse.json({ method, url, list: headers.get('x-list') })
  })
  await using server = await serve([echo])
  const { url } = server
  const headers = { 'x-list': ['a', 'b'] }

  const asked = request(`${url}/a%20b?c=d`, { method: 'PATCH', headers }).end('Hello')
  const [response] = await once(asked, 'response')

  await expect(json(response)).resolves.toEqual({
    method: 'PATCH',
    url: `${url}/a%20b?c=d`,
    list: 'a, b',
  })
})

it('hears requests of clients that take it for a proxy', async () => {
  const echo = http.get('*', ({ request: { url } }) => new Response(url))
  await using server = await serve([echo])

  const asked = get({ port: server.port, path: 'http://api.openai.com/v1/models?a=b' })
  const [response] = await once(asked, 'response')

  expect(await text(response)).toBe(`${server.url}/v1/models?a=b`)
})

it('hears the body of a request, byte for byte', async () => {
  const echo = http.post('*', async ({ request: asked }) => new Response(await asked.arrayBuffer()))
  await using server = await serve([echo])
  const body = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256)

  const response = await fetch(server.url, { method: 'POST', body })

  await expect(response.bytes()).resolves.toEqual(body)
})

it("sends a body of one's own as its parts come", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  await using server = await serving(() => new Response(readable))

  const response = await fetch(server.url)
  const reader = response.body?.getReader()
  void writer.write(new Uint8Array([1]))
  await expect(reader?.read()).resolves.toEqual({ done: false, value: new Uint8Array([1]) })
  void writer.write(new Uint8Array([2]))
  void writer.close()

  await expect(reader?.read()).resolves.toEqual({ done: false, value: new Uint8Array([2]) })
  await expect(reader?.read()).resolves.toMatchObject({ done: true })
})

it("reads a body of one's own no further than its client does, and cancels it in the end", async () => {
  let pulls = 0
  const cancelled = Promise.withResolvers<void>()
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulls++
      controller.enqueue(new Uint8Array(100_000))
    },
    cancel: () => cancelled.resolve(),
  })
  await using server = await serving(() => new Response(body))

  const response = await fetch(server.url)
  let before = 0
  await expect
    .poll(() => {
      const same = pulls === before
      before = pulls
      return same && before > 0
    })
    .toBe(true)
  await response.body?.cancel()

  await expect(cancelled.promise).resolves.toBeUndefined()
})

it("drops the connection where a body of one's own fails, after what came before", async () => {
  const parts = [new TextEncoder().encode('Hel'), new TextEncoder().encode('lo')]
  const failing = new ReadableStream<Uint8Array>({
    pull(controller) {
      const part = parts.shift()
      if (part) controller.enqueue(part)
      else controller.error(new Error('Broken'))
    },
  })
  await using server = await serving(() => new Response(failing))

  const { items, error } = await readAll(pieces(await fetch(server.url)))

  expect(items.join('')).toBe('Hello')
  expect(error).toMatchObject({ message: 'terminated', cause: { code: 'UND_ERR_SOCKET' } })
})

it('sends nothing at all where there is no response', async () => {
  const create = chat.completions.create('Hello', { through: [refuse()] })
  await using server = await serve([create, http.get('*', () => Response.error())])
  const closed = { message: 'fetch failed', cause: { code: 'UND_ERR_SOCKET' } }

  await expect(fetch(server.url)).rejects.toMatchObject(closed)
  await expect(fetch(`${server.baseURL}/chat/completions`, CHAT)).rejects.toMatchObject(closed)
  await expect(ask(server.url)).rejects.toMatchObject({ code: 'ECONNRESET' })
})

it('answers for a handler that fails, and prints its error once', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  await using server = await serving(() => Promise.reject(new Error('Boom')))

  const response = await fetch(server.url)

  expect(response.status).toBe(500)
  expect(response.headers.get('x-should-retry')).toBe('false')
  await expect(response.json()).resolves.toEqual({
    error: {
      message: `Failed to answer GET ${server.url}/: Boom`,
      type: 'server_error',
      param: null,
      code: 'failed_handler',
    },
  })
  expect(print.mock.calls).toEqual([[new Error('Boom')]])
  print.mockRestore()
})

it('says so where a method is one that no Request can have, and prints nothing', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  await using server = await serve([chat.completions.create('Hello')])

  const response = await ask(server.url, 'TRACE')

  expect(response.statusCode).toBe(404)
  await expect(json(response)).resolves.toMatchObject({
    error: {
      message: `Failed to answer TRACE ${server.url}/: none of these routes does:\nPOST https://api.openai.com/v1/chat/completions`,
    },
  })
  await expect(ask(server.url, 'CONNECT')).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(print).not.toHaveBeenCalled()
  print.mockRestore()
})

it('drops the connection where a frame cannot be sent, and prints why once', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const script = new Words(['a', 'b'])
  const create = chat.completions.create(script, { through: [withoutBytes] })
  await using server = await serve([create])

  const asked = fetch(`${server.baseURL}/chat/completions`, CHAT)
  const reading = asked.then((response) => response.text())

  await expect(reading).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } })
  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
  expect(script.stopped).toBe(true)
  expect(print.mock.calls).toEqual([[expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' })]])
  print.mockRestore()
})

it('drops the connection where a header cannot be sent, and cancels the body', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const cancelled = Promise.withResolvers<void>()
  const body = new ReadableStream({ cancel: () => cancelled.resolve() })
  // A `Headers` takes it, and Node does not.
  await using server = await serving(() => new Response(body, { headers: { 'x-test': '\u0001' } }))

  await expect(fetch(server.url)).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } })

  await expect(cancelled.promise).resolves.toBeUndefined()
  expect(print.mock.calls).toEqual([[expect.objectContaining({ code: 'ERR_INVALID_CHAR' })]])
  print.mockRestore()
})

it("drops the connection where a body of one's own has what is no bytes, and prints why once", async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const cancelled = Promise.withResolvers<void>()
  const body = new ReadableStream({
    pull: (controller) => controller.enqueue(5),
    cancel: () => cancelled.resolve(),
  })
  await using server = await serving(() => new Response(body))

  const reading = fetch(server.url).then((response) => response.text())

  await expect(reading).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } })
  await expect(cancelled.promise).resolves.toBeUndefined()
  expect(print.mock.calls).toEqual([[expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' })]])
  print.mockRestore()
})

it('stops a stream that does not follow the signal of its request', async () => {
  const script = new Words(['a', 'b'])
  const ended = Promise.withResolvers<PlayOutcome>()
  const through = [stallAfter(1)]
  const observer = { onEnd: ended.resolve }
  await using server = await serving(() => {
    return respond(chat.completions.create.endpoint, script, { through, observer })
  })

  await (await fetch(server.url)).body?.cancel()

  await expect(ended.promise).resolves.toBe('aborted')
  expect(script.stopped).toBe(true)
})

it('plays a stream of another copy of this package, and delivers exactly what comes before a cut', async () => {
  const routes = createRoutes({ baseURL: '*/v1' })
  const create = routes.chat.completions.create(new Words(['a', 'b', 'c']), {
    through: [cutAfter(2)],
  })
  // A body that is a copy is of no play that the server knows.
  const copied = http.post('*', async ({ request: asked }) => {
    const { response } = (await create.run({ request: asked, requestId: '1' })) ?? {}
    return response?.clone()
  })
  await using server = await serve([copied])

  const response = await fetch(`${server.baseURL}/chat/completions`, CHAT)
  const { items, error } = await readAll(pieces(response))

  expect(items.join('').match(/data: /g)).toHaveLength(2)
  expect(error).toMatchObject({ message: 'terminated' })
})

class Cut extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk | Cue> {
    yield* chunks('a', 'b', 'c')
    yield cut()
  }
}

class SlowlyCut extends AsyncEventStream<ChatCompletionChunk> {
  async *generate(): AsyncGenerator<ChatCompletionChunk | Cue> {
    const [first, ...rest] = chunks('a', 'b', 'c')
    yield first
    yield pause(1)
    yield* rest
    yield cut()
  }
}

/** Counts the events of streams, as another process. */
const COUNT = `
  const [url, body] = process.argv.slice(1)
  const seen = {}
  for (let time = 0; time < 100; time++) {
    const { body: bytes } = await fetch(url, { method: 'POST', body })
    let text = ''
    let end = 'end'
    try {
      for await (const part of bytes) text += new TextDecoder().decode(part)
    } catch (error) {
      end = error.message + ' ' + error.cause.code
    }
    const key = text.split('data: ').length - 1 + ' ' + end
    seen[key] = (seen[key] ?? 0) + 1
  }
  console.log(JSON.stringify(seen))
`

it.each([
  ['in one tick', new Cut()],
  ['slowly', new SlowlyCut()],
])('delivers exactly the events before a cut to another process, %s', async (_, script) => {
  await using server = await serve([chat.completions.create(script)])
  const url = `${server.baseURL}/chat/completions`

  const node = [
    process.execPath,
    ['--input-type=module', '-e', COUNT, '--', url, CHAT.body],
  ] as const
  const { stdout } = await promisify(execFile)(...node)

  expect(JSON.parse(stdout)).toEqual({ '3 terminated UND_ERR_SOCKET': 100 })
})

it.each([
  ['a plain answer', () => chat.completions.create('Hello', { headers: LATIN }), {}],
  ['a stream', () => chat.completions.create('Hello', { headers: LATIN }), { stream: true }],
  ['an error', () => chat.completions.create(apiError(400, 'No', { headers: LATIN })), {}],
  ['a response', () => chat.completions.create(new Response('Hello', { headers: LATIN })), {}],
  [
    'a stream with a length',
    () => chat.completions.create('Hello', { headers: { ...LATIN, 'content-length': '20' } }),
    { stream: true },
  ],
  [
    'a response without a body',
    () => chat.completions.create(new Response(null, { status: 204, headers: LATIN })),
    {},
  ],
])('sends headers that are not ASCII with %s', async (_, createRouteWith, more) => {
  await using server = await serve([createRouteWith()])
  const body = JSON.stringify({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    ...more,
  })
  const response = await fetch(`${server.baseURL}/chat/completions`, { method: 'POST', body })

  expect(response.headers.get('x-author')).toBe('Jürgen Ångström')
})
