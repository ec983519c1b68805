import { once } from 'node:events'
import { connect } from 'node:net'
import { chat, deliver, stallAfter } from 'msw-openai'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { createBoundedServer } from '../../../src/ext/cli/bounded-server.js'
import { serveOn } from '../../../src/ext/node/serve.js'

const FAST = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 10 }

it.each([
  ['headers', 'POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nconte'],
  ['a body', 'POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\n{'],
])('closes a connection with half of %s', async (_, half) => {
  await using server = await serveOn(createBoundedServer(FAST), [], {})
  const socket = connect({ port: server.port, host: '127.0.0.1' })
  const received: string[] = []
  socket.on('data', (chunk) => received.push(String(chunk)))

  socket.write(half)
  await once(socket, 'close')

  expect(received.join('')).toMatch(/^HTTP\/1.1 408 /)
})

it('keeps a stream open that stalls for longer than a request may take', async () => {
  const stalled = deliver('one two three', { through: [stallAfter(2)] })
  const route = chat.completions.create(stalled)
  await using server = await serveOn(createBoundedServer(FAST), [route], {})
  const client = new OpenAI({ baseURL: server.baseURL, apiKey: 'a-key', maxRetries: 0 })
  const messages = [{ role: 'user' as const, content: 'Hello' }]
  const stream = await client.chat.completions.create({ model: 'm', messages, stream: true })
  await stream[Symbol.asyncIterator]().next()

  // A request that is slow is closed in the meantime.
  const socket = connect({ port: server.port, host: '127.0.0.1' })
  socket.resume().write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\n{')
  await once(socket, 'close')

  expect(route.calls[0]?.outcome).toBe('pending')
  stream.controller.abort()
  expect(await route.calls[0]?.settled).toBe('aborted')
})
