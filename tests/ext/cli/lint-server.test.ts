import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { apiError, chat, EventStream, responses, responseWriter } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import { serve } from 'msw-openai/node'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { chunkRecord, dataRecord, DONE, GREETING, ROLE } from '../show/recordings.js'
import { runIn } from './run-in.js'

const lint = (url: string, ...args: string[]) =>
  runIn('/', ['lint', '--url', url, '--model', 'm', ...args])

const STREAM = { 'content-type': 'text/event-stream' }
const HELLO = ROLE + chunkRecord({ content: 'Hello' })

/** Listens with an answer for every request. */
async function listen(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const urls: string[] = []
  const server = createServer((request, response) => {
    urls.push(request.url ?? '')
    answer(response, request)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}/v1`,
    urls,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function* endless(content: string): Generator<string> {
  for (;;) yield content
}

const json = (body: object) => (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

it('says once that a server wants a key, and how to give one', async () => {
  await using server = await serve(createBackend({ apiKey: 'sk-right' }).handlers)
  const { status, stdout, stderr } = await lint(server.baseURL)

  expect([status, stdout]).toEqual([1, ''])
  expect(stderr.match(/with 401/g)).toHaveLength(1)
  expect(stderr).toMatch(/Give a key: --api-key "\$OPENAI_API_KEY"\.\n$/)
})

it('says that a key is refused, without the key', async () => {
  await using server = await listen((response, { headers }) => {
    response.writeHead(401).end(JSON.stringify({ error: { message: headers.authorization } }))
  })
  const { stderr } = await lint(server.url, '--api-key', 'my-secret')

  expect(stderr).toContain('with 401: Bearer *** The server refuses the key of --api-key.\n')
  expect(server.urls).toHaveLength(1)
})

it('says once that nothing listens', async () => {
  const server = await serve([])
  await server.close()
  const { status, stderr } = await lint(server.baseURL)

  expect(status).toBe(1)
  expect(stderr).toBe(
    `Failed to get a stream of ${server.baseURL}:\n` +
      '- chat.completions.create, text: the request failed: nothing listens at this address ' +
      `(connect ECONNREFUSED 127.0.0.1:${server.port}). Start the server, or correct --url.\n`,
  )
})

it.each([
  ['/', '/v1'],
  ['/v1/chat/completions', '/v1'],
  ['/v1', undefined],
])('names the base URL where %s is none', async (path, meant) => {
  await using server = await listen((response) => {
    response.writeHead(404).end('404 page not found')
  })
  const { origin } = new URL(server.url)
  const { stderr } = await lint(origin + path)
  const lines = stderr.split('\n')

  expect(lines.slice(1, 3)).toEqual([
    '- chat.completions.create, text: no stream: the server has no /chat/completions.',
    '- responses.create, text and usage: no stream: the server has no /responses.',
  ])
  expect(lines[3]).toBe(meant ? `Expected the base URL, which may be --url ${origin}${meant}.` : '')
})

it('shortens the reason of a refusal to a line', async () => {
  await using server = await listen((response) => {
    const message = `No such route:\n${'GET /a\n'.repeat(100)}`
    response.writeHead(404).end(JSON.stringify({ error: { message } }))
  })
  const { stderr } = await lint(server.url)

  expect(stderr.split('\n')).toHaveLength(4)
  expect(stderr).toContain('with 404: No such route: GET /a GET /a')
})

it('fails for a server that answers without streams', async () => {
  await using server = await listen(json({ object: 'chat.completion', choices: [] }))
  const { status, stdout, stderr } = await lint(server.url)

  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain(
    '- chat.completions.create, text: no stream: ' +
      'the server answers /chat/completions with a plain answer in JSON, whose object is "chat.completion"\n',
  )
})

it('fails for an endpoint that answers without a stream, and lints the other', async () => {
  await using server = await listen((response, { url }) => {
    if (url?.endsWith('/responses')) json({ object: 'response' })(response)
    else response.writeHead(200, STREAM).end(GREETING)
  })
  const { status, stdout, stderr } = await lint(server.url)

  expect(status).toBe(1)
  expect(stdout).toMatch(/3 streams: 0 errors, 0 warnings\.\n$/)
  expect(stderr).toContain('responses.create, tool call: no stream: ')
})

it.each([
  ['first', `${dataRecord({ error: { message: 'no model "m"' } })}${DONE}`, 'no model "m"'],
  ['behind a text', `${HELLO}${dataRecord({ error: { message: 'overloaded' } })}`, 'overloaded'],
  ['as a text', dataRecord({ error: 'no such model' }), 'no such model'],
  ['that no blank line closes', 'data: {"error":"no such model"}\n', 'no such model'],
  ['as a name', `event: error\n${dataRecord({ message: 'out of memory' })}`, 'out of memory'],
  ['without a message', dataRecord({ error: { code: 5 } }), '{ error: { code: 5 } }'],
  ['with the key', dataRecord({ error: 'wrong key: my-secret' }), 'wrong key: ***'],
])('fails for streams with an error %s, and names the error', async (_, content, message) => {
  await using server = await listen((response, { url }) => {
    if (url?.endsWith('/responses')) response.writeHead(404).end()
    else response.writeHead(200, STREAM).end(content)
  })
  const { status, stdout, stderr } = await lint(server.url, '--api-key', 'my-secret')

  expect(status).toBe(1)
  expect(stderr.split('\n')).toEqual([
    ...['text', 'tool call', 'usage'].map(
      (wanted) =>
        `chat.completions.create, ${wanted}: the answer ends in an error of the server: ${message}`,
    ),
    '',
  ])
  expect(stdout).not.toContain('the answer has no')
})

class FailedResponse extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    yield* responseWriter().failed({ message: 'The model broke.' }, { alone: true })
  }
}

it('places the findings of a head at the beginning of the stream', async () => {
  await using server = await listen((response, { url }) => {
    const content = url?.endsWith('/responses') ? '' : `\n${GREETING}`
    response.writeHead(200, { 'content-type': 'text/plain' }).end(content)
  })
  const { stdout } = await lint(server.url)
  const shown = await runIn('/', ['show', '--url', server.url, '--model', 'm'])

  expect(stdout).toContain('chat.completions.create, text:1: warning stream/content-type: ')
  expect(stdout).toContain('responses.create, tool call:1: warning stream/content-type: ')
  expect(shown.stdout.match(/▲ warning stream\/content-type/g)).toHaveLength(5)
  expect(shown.stdout).toMatch(
    /^chat\.completions\.create, text\n.*\n\n0 .*\n {2}▲ warning stream\/content-type /,
  )
})

it('fails for a response that fails', async () => {
  const failed = responses.create(new FailedResponse())
  await using server = await serve([chat.completions.create('Hello'), failed])
  const { status, stderr } = await lint(server.baseURL)

  expect(status).toBe(1)
  expect(stderr).toContain(
    'responses.create, tool call: the answer ends in an error of the server: The model broke.\n',
  )
})

it.each([
  [500, 1],
  [429, 1],
  [501, 0],
  [400, 0],
])('has the status of a request that gets %i beside good streams', async (status, expected) => {
  await using server = await listen((response, { url }) => {
    if (url?.endsWith('/responses')) response.writeHead(status).end()
    else response.writeHead(200, STREAM).end(GREETING)
  })
  const outcome = await lint(server.url)

  expect(outcome.status).toBe(expected)
  expect(expected ? outcome.stderr : outcome.stdout).toContain(
    `responses.create, tool call: no stream: the server answers /responses with ${status}.\n`,
  )
})

it('stops at a server that never answers', async () => {
  await using server = await listen(() => undefined)
  const { status, stderr } = await lint(server.url, '--timeout', '1.5')

  expect(status).toBe(1)
  expect(stderr).toContain('the answer takes longer than 1.5 s. --timeout gives it more.\n')
  expect(server.urls).toHaveLength(1)
})

it.each([200, 500])('stops at a server that sends headers with %i alone', async (status) => {
  await using server = await listen((response) => {
    response.writeHead(status).flushHeaders()
  })
  const { stderr } = await lint(server.url, '--timeout', '1.5')

  expect(stderr).toContain('the request failed: the answer takes longer than 1.5 s.')
  expect(server.urls).toHaveLength(1)
})

it('fails for a stream that never ends, and lints what has come', async () => {
  await using server = await listen((response) => {
    if (server.urls.length > 1) response.writeHead(404).end()
    else response.writeHead(200, STREAM).write(GREETING)
  })
  const { status, stdout, stderr } = await lint(server.url, '--timeout', '3')

  expect(status).toBe(1)
  expect(stdout).toMatch(/\n1 stream: 0 errors, 0 warnings\.\n$/)
  expect(stderr).toBe(
    'chat.completions.create, text: the stream broke: ' +
      'the answer takes longer than 3 s. --timeout gives it more.\n',
  )
})

it.each([
  ['many events', chunkRecord({ content: 'x'.repeat(100_000) }).repeat(10)],
  ['one line', 'x'.repeat(1_000_000)],
])('stops at a server that streams %s without an end', async (_, content) => {
  await using server = await listen((response) => {
    Readable.from(endless(content)).pipe(response.writeHead(200, STREAM))
  })

  expect(await lint(server.url)).toEqual({
    status: 1,
    stdout: '',
    stderr:
      `Failed to get a stream of ${server.url}:\n` +
      '- chat.completions.create, text: the answer has more than 64 MB, so that the rest was not read. The server has to end it.\n',
  })
  expect(server.urls).toHaveLength(1)
})

it('reads the beginning of an error without an end', async () => {
  await using server = await listen((response) => {
    Readable.from(endless('x'.repeat(1_000_000))).pipe(response.writeHead(500))
  })

  expect((await lint(server.url)).stderr).toContain(
    'no stream: the server answers /responses with 500.\n',
  )
})

it('says that a server closes the connection, or does not speak HTTPS', async () => {
  await using server = await listen(({ socket }) => {
    socket?.destroy()
  })

  expect((await lint(server.url)).stderr).toContain(
    'the request failed: the server closes the connection before the end (other side closed).',
  )
  expect((await lint(server.url.replace('http:', 'https:'))).stderr).toContain(
    'the request failed: the server does not speak HTTPS. Give --url http://….',
  )
})

it.each(['0', 'soon', '99999999'])('refuses a timeout of %s', async (timeout) => {
  expect(await lint('http://127.0.0.1/v1', '--timeout', timeout)).toMatchObject({
    status: 2,
    stderr: `Expected --timeout to be a number of seconds, received "${timeout}".\n`,
  })
})

it('has the failure of a server in JSON and in annotations', async () => {
  const refusal = apiError(401)
  await using server = await serve([chat.completions.create(refusal), responses.create(refusal)])
  const url = server.baseURL
  const asJSON = await lint(url, '--format', 'json')
  const asAnnotations = await lint(url, '--format', 'github')

  expect([asJSON.status, asJSON.stderr]).toEqual([1, ''])
  expect(JSON.parse(asJSON.stdout)).toMatchObject({
    streams: [],
    findings: [],
    problems: [{ name: url, isFile: false, message: expect.stringContaining('with 401') }],
    notes: [],
  })
  expect([asAnnotations.status, asAnnotations.stderr]).toEqual([1, ''])
  expect(asAnnotations.stdout).toMatch(
    /^::error title=http%3A\S+::Failed to get a stream of .*:%0A- .* with 401.*\n$/,
  )
})
