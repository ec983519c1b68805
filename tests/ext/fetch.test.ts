import { Readable } from 'node:stream'
import { http, HttpResponse, passthrough, type RequestHandler } from 'msw'
import { beta, chat, embeddings, refuse, stallAfter } from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { expect, it, vi } from 'vitest'
import { collectGarbage } from '../collect-garbage.js'
import { pieces } from '../pieces.js'
import { readAll, Words } from '../support.js'

const URL_OF_CHAT = 'https://api.openai.com/v1/chat/completions'
const NO_ROUTES =
  'there are no routes. Pass one to the server, such as chat.completions.create(answer).'
const CHAT = {
  method: 'POST',
  body: JSON.stringify({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  }),
}

/** Answers with what it was asked. */
const echo = http.all('https://example.com/*', async ({ request }) => {
  const { method, url } = request
  return HttpResponse.json({
    method,
    url,
    body: await request.text(),
    header: request.headers.get('x-test'),
  })
})

it('takes a text, a URL and a Request', async () => {
  const fetch = createFetch([echo])
  const init = { method: 'PUT', body: 'Hello', headers: { 'x-test': 'yes' } }
  const asked = { method: 'PUT', url: 'https://example.com/a', body: 'Hello', header: 'yes' }

  const responses = await Promise.all([
    fetch('https://example.com/a', init),
    fetch(new URL('https://example.com/a'), init),
    fetch(new Request('https://example.com/a', init)),
    fetch(new Request('https://example.com/a', { method: 'POST' }), init),
  ])

  const read = await Promise.all(responses.map((response) => response.json()))
  expect(read).toEqual([asked, asked, asked, asked])
})

it('takes a stream for a body, of the web or of anything', async () => {
  const fetch = createFetch([echo])
  // As openai 4 sends files: undici takes it, and its type does not know.
  const iterable = Readable.from([Buffer.from('Hel'), Buffer.from('lo')]) as unknown as BodyInit

  const first = await fetch('https://example.com/', { method: 'POST', body: iterable })
  const second = await fetch('https://example.com/', {
    method: 'POST',
    body: new Response('Hello').body,
  })

  await expect(first.json()).resolves.toMatchObject({ body: 'Hello' })
  await expect(second.json()).resolves.toMatchObject({ body: 'Hello' })
})

it('rejects what is no request, as fetch does', async () => {
  await expect(createFetch([echo])('/nowhere')).rejects.toThrow(TypeError)
})

it('gives the URL of a response, without its fragment', async () => {
  const fetch = createFetch([echo, http.get('https://example.org/', () => new Response())])

  await expect(fetch('https://example.com/a?b=c#d')).resolves.toMatchObject({
    url: 'https://example.com/a?b=c',
  })
  await expect(fetch('https://example.org#d')).resolves.toMatchObject({
    url: 'https://example.org/',
  })
})

it('hands over everything else of a response as it is', async () => {
  const headers = new Headers({ 'x-test': 'yes' })
  headers.append('set-cookie', 'a=1')
  headers.append('set-cookie', 'b=2')
  const bytes = new Uint8Array([0, 255, 128])
  const teapot = http.get('https://example.com/', () => {
    return new Response(bytes, { status: 418, statusText: 'Teapot', headers })
  })

  const response = await createFetch([teapot])('https://example.com/')

  expect(response).toMatchObject({ status: 418, statusText: 'Teapot', ok: false })
  expect(response.headers.get('x-test')).toBe('yes')
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  await expect(response.bytes()).resolves.toEqual(bytes)
})

it('gives no body to HEAD', async () => {
  const cancelled = vi.fn<(reason: unknown) => void>()
  const head = http.head('https://example.com/', () => {
    return new Response(new ReadableStream({ cancel: cancelled }), { headers: { 'x-test': 'yes' } })
  })

  const response = await createFetch([head])('https://example.com/', { method: 'HEAD' })

  expect(response.body).toBeNull()
  expect(response.headers.get('x-test')).toBe('yes')
  expect(cancelled).toHaveBeenCalledTimes(1)
})

it('hands over one event a read', async () => {
  const script = new Words(['a', 'b'])
  const response = await createFetch([chat.completions.create(script)])(URL_OF_CHAT, CHAT)

  await expect(readAll(pieces(response))).resolves.toEqual({
    items: [
      ...[...script].map((event) => `data: ${JSON.stringify(event)}\n\n`),
      'data: [DONE]\n\n',
    ],
  })
})

it('never runs a script ahead of its reader', async () => {
  const script = new Words(['a', 'b', 'c', 'd'])
  const { body } = await createFetch([chat.completions.create(script)])(URL_OF_CHAT, CHAT)
  expect(script.said).toBe(0)

  const reader = body?.getReader()
  await reader?.read()
  await reader?.read()

  expect(script.said).toBe(2)
})

it('looks its handlers up with each request', async () => {
  const handlers = [http.get('https://example.com/', () => new Response('first'))]
  const fetch = createFetch(handlers)
  const first = await fetch('https://example.com/')
  handlers[0] = http.get('https://example.com/', () => new Response('second'))
  const second = await fetch('https://example.com/')

  await expect(first.text()).resolves.toBe('first')
  await expect(second.text()).resolves.toBe('second')
})

it('rejects with the reason of a signal that has aborted, and asks nobody', async () => {
  const asked = vi.fn<() => undefined>()
  const fetch = createFetch([http.get('https://example.com/', asked)])
  const signal = AbortSignal.abort('enough')

  await expect(fetch('https://example.com/', { signal })).rejects.toBe('enough')
  await expect(fetch(new Request('https://example.com/', { signal }))).rejects.toBe('enough')
  expect(asked).not.toHaveBeenCalled()
})

it('rejects with the reason of a signal that aborts before there is a response', async () => {
  const controller = new AbortController()
  const cancelled = Promise.withResolvers<unknown>()
  const gate = Promise.withResolvers<Response>()
  const heard = Promise.withResolvers<unknown>()
  const late = http.get('https://example.com/', ({ request: { signal } }) => {
    signal.addEventListener('abort', () => heard.resolve(signal.reason))
    controller.abort('enough')
    return gate.promise
  })

  const { signal } = controller
  await expect(createFetch([late])('https://example.com/', { signal })).rejects.toBe('enough')
  await expect(heard.promise).resolves.toBe('enough')

  // The response that comes after all is of no use to anybody.
  gate.resolve(new Response(new ReadableStream({ cancel: () => cancelled.resolve('cancelled') })))
  await expect(cancelled.promise).resolves.toBe('cancelled')
})

it('fails a body with the reason of a signal that aborts, and cancels where it comes from', async () => {
  const controller = new AbortController()
  const cancelled = Promise.withResolvers<unknown>()
  const silent = http.get('https://example.com/', () => {
    return new Response(new ReadableStream({ cancel: cancelled.resolve }))
  })
  const response = await createFetch([silent])('https://example.com/', {
    signal: controller.signal,
  })

  const reading = response.text()
  controller.abort('enough')

  await expect(reading).rejects.toBe('enough')
  await expect(cancelled.promise).resolves.toBe('enough')
})

it('takes signals of another realm', async () => {
  // As jsdom has its own: `Request` would refuse it.
  const foreign = Object.assign(new EventTarget(), { aborted: false, reason: 'enough' })
  const create = chat.completions.create(new Words(['a']), { through: [stallAfter(1)] })
  const response = await createFetch([create])(URL_OF_CHAT, {
    ...CHAT,
    signal: foreign as AbortSignal,
  })

  const reading = response.text()
  foreign.aborted = true
  foreign.dispatchEvent(new Event('abort'))

  await expect(reading).rejects.toBe('enough')
  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})

it('removes its listeners from a signal once the body is read, cancelled or broken', async () => {
  const { signal } = new AbortController()
  const added = vi.spyOn(signal, 'addEventListener')
  const removed = vi.spyOn(signal, 'removeEventListener')
  const broken = http.get('https://example.com/broken', () => {
    return new Response(new ReadableStream({ pull: () => Promise.reject(new Error('Broken')) }))
  })
  const fetch = createFetch([broken, echo])

  await (await fetch('https://example.com/', { signal })).text()
  await (await fetch('https://example.com/', { signal })).body?.cancel()
  await expect((await fetch('https://example.com/broken', { signal })).text()).rejects.toThrow(
    'Broken',
  )

  const listeners = added.mock.calls.map(([, listener]) => listener)
  expect(listeners).toHaveLength(6)
  expect(new Set(removed.mock.calls.map(([, listener]) => listener))).toEqual(new Set(listeners))
})

it('hears of an abort after a collection, where only the body is held', async () => {
  const controller = new AbortController()
  const create = chat.completions.create(new Words(['a']), { through: [stallAfter(1)] })
  const { signal } = controller
  const { body } = await createFetch([create])(URL_OF_CHAT, { ...CHAT, signal })
  const reader = body?.getReader()
  await reader?.read()

  await collectGarbage()
  controller.abort('enough')

  await expect(reader?.read()).rejects.toBe('enough')
  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})

it('hears of an abort after a collection, where a client waits that nothing holds', async () => {
  const cancelled = Promise.withResolvers<unknown>()
  const silent = http.get('https://example.com/', () => {
    return new Response(new ReadableStream({ cancel: cancelled.resolve }))
  })
  /** As openai 7 has it: whoever may abort holds nothing of what is aborted. */
  const begin = async () => {
    const controller = new AbortController()
    const { signal } = controller
    const response = await createFetch([silent])('https://example.com/', { signal })
    void readAll(pieces(response)).finally(() => controller)
    return new WeakRef(controller)
  }
  const client = await begin()

  await collectGarbage()
  client.deref()?.abort('enough')

  await expect(cancelled.promise).resolves.toBe('enough')
})

it('lets go of what is over', async () => {
  const requests: Array<WeakRef<Request>> = []
  const note = http.get('https://example.com/', ({ request }) => {
    requests.push(new WeakRef(request))
    return new Response('Hello')
  })
  const { signal } = new AbortController()
  const ask = async () => {
    await (await createFetch([note])('https://example.com/', { signal })).text()
  }
  await ask()

  await collectGarbage()

  expect(requests.map((request) => request.deref())).toEqual([undefined])
})

it('fails where there is no response, as on a connection that is refused', async () => {
  const error = http.get('http://localhost:8080/', () => Response.error())
  const create = chat.completions.create('Hello', { through: [refuse()] })
  const fetch = createFetch([error, create])

  await expect(fetch('http://localhost:8080/')).rejects.toMatchObject({
    name: 'TypeError',
    message: 'fetch failed',
    cause: {
      name: 'Error',
      message: 'connect ECONNREFUSED localhost:8080',
      code: 'ECONNREFUSED',
      syscall: 'connect',
      address: 'localhost',
      port: 8080,
    },
  })
  await expect(fetch(URL_OF_CHAT, CHAT)).rejects.toMatchObject({
    cause: { message: 'connect ECONNREFUSED api.openai.com:443' },
  })
})

it('answers for a handler that fails, and prints its error once', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const broken = http.get('https://example.com/', () => {
    throw new Error('Boom')
  })

  const response = await createFetch([broken])('https://example.com/')

  expect(response.status).toBe(500)
  expect(response.headers.get('x-should-retry')).toBe('false')
  await expect(response.json()).resolves.toEqual({
    error: {
      message: 'Failed to answer GET https://example.com/: Boom',
      type: 'server_error',
      param: null,
      code: 'failed_handler',
    },
  })
  expect(print.mock.calls).toEqual([[new Error('Boom')]])
  print.mockRestore()
})

it('answers for a handler whose response has been read already', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const once = new Response('Hello')
  const fetch = createFetch([http.get('https://example.com/', () => once)])
  await (await fetch('https://example.com/')).text()

  await expect((await fetch('https://example.com/')).json()).resolves.toMatchObject({
    error: { message: expect.stringMatching('the body of the Response has been read already') },
  })
  print.mockRestore()
})

it('prints nothing for a handler that passes on that the client is gone', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const controller = new AbortController()
  const left = Promise.withResolvers<void>()
  const passing = http.get('https://example.com/', async ({ request: { signal } }) => {
    controller.abort('enough')
    await left.promise
    signal.throwIfAborted()
  })

  const { signal } = controller
  await expect(createFetch([passing])('https://example.com/', { signal })).rejects.toBe('enough')
  left.resolve()
  await new Promise((resolve) => setImmediate(resolve))

  expect(print).not.toHaveBeenCalled()
  print.mockRestore()
})

it('says so where there are no routes, or none that takes the request', async () => {
  const nothing = await createFetch([])('https://example.com/')
  const leaving = chat.completions.create(() => undefined)
  const left = await createFetch([echo, leaving])(URL_OF_CHAT, CHAT)

  expect([nothing.status, left.status]).toEqual([404, 404])
  expect(left.headers.get('x-should-retry')).toBe('false')
  await expect(nothing.json()).resolves.toMatchObject({
    error: { message: `Failed to answer GET https://example.com/: ${NO_ROUTES}` },
  })
  await expect(left.json()).resolves.toEqual({
    error: {
      message: [
        `Failed to answer POST ${URL_OF_CHAT}: none of these routes does:`,
        '/.+/ https://example.com/*',
        `POST ${URL_OF_CHAT}`,
      ].join('\n'),
      type: 'invalid_request_error',
      param: null,
      code: 'unmatched_request',
    },
  })
})

it.each([
  ['http://localhost:11434/v1', '/chat/completions', 'chat.completions.create'],
  ['https://api.groq.com/openai/v1', '/threads/thread_1/runs', 'beta.threads.runs.create'],
])('names the base URL of a client of %s', async (baseURL, path, name) => {
  const fetch = createFetch([echo, chat.completions.create('Hi'), beta.threads.runs.create('Hi')])
  const response = await fetch(`${baseURL}${path}`, CHAT)

  expect((await response.json()).error.message).toMatch(
    `Its path is that of ${name}. For a server of its own, create the route with createRoutes({ baseURL: '${baseURL}' }).`,
  )
})

it.each([
  ['GET', '/models/gpt-5', 'models.retrieve'],
  ['POST', '/threads/thread_1', 'beta.threads.update'],
  ['POST', '/threads/runs', 'beta.threads.createAndRun'],
  ['POST', '/responses', 'responses.create'],
  ['POST', '/responses?beta=true', 'beta.responses.create'],
])('names the route that answers %s %s', async (method, path, name) => {
  const url = `https://api.openai.com/v1${path}`
  const alone = await createFetch([])(url, { method })
  const beside = await createFetch([embeddings.create()])(url, { method })

  expect((await alone.json()).error.message).toBe(
    `Failed to answer ${method} ${url}: there are no routes. Pass one to the server, such as ${name}(answer).`,
  )
  expect((await beside.json()).error.message).toBe(
    `Failed to answer ${method} ${url}: none of these routes does:\n` +
      `POST https://api.openai.com/v1/embeddings\nAdd one that does: ${name}(answer).`,
  )
})

it('says so where a handler passes a request through, which goes nowhere', async () => {
  const passing = http.get('https://example.com/', () => passthrough())

  const response = await createFetch([passing, echo])('https://example.com/')

  expect(response.status).toBe(404)
  expect(response.headers.get('x-msw-intention')).toBeNull()
  expect(response.headers.get('x-should-retry')).toBe('false')
  await expect(response.json()).resolves.toEqual({
    error: {
      message:
        'Failed to answer GET https://example.com/: a handler passes it through, and there is nowhere to pass it through to.',
      type: 'invalid_request_error',
      param: null,
      code: 'unmatched_request',
    },
  })
})

it.each([
  ['a handler', echo, 'expected an array of handlers.'],
  ['nothing', undefined, 'expected an array of handlers.'],
  ['a hole', [echo, undefined], 'expected a handler at handlers[1].'],
  ['an array', [[echo]], 'expected a handler at handlers[0].'],
  ['a text', [echo, 'Hello'], 'expected a handler at handlers[1].'],
])('says so at once where it is given %s in the place of handlers', (_, given, reason) => {
  // As JavaScript may.
  const handlers = given as RequestHandler[]

  expect(() => createFetch(handlers)).toThrow(
    new TypeError(`Failed to create a fetch function: ${reason}`),
  )
})
