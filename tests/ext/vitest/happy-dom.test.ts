// @vitest-environment happy-dom
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { http, passthrough } from 'msw'
import { chat, chatCompletionWriter, LiveEventStream } from 'msw-openai'
import { serve } from 'msw-openai/node'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { runFixtures } from './run-fixtures.js'

const CHAT = 'https://api.openai.com/v1/chat/completions'
const request = {
  model: 'gpt-5',
  messages: [{ role: 'user' as const, content: 'Hi' }],
  stream: true as const,
}
const server = useServer()

function ask(signal?: AbortSignal) {
  const client = new OpenAI({ apiKey: 'test', dangerouslyAllowBrowser: true })
  return client.chat.completions.create(request, { signal })
}

function post(signal: AbortSignal | null = null): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(CHAT, { method: 'POST', headers, body: JSON.stringify(request), signal })
}

function serveLive() {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const create = chat.completions.create(live)
  server.use(create)
  return { live, create }
}

it('streams a whole answer', async () => {
  const create = chat.completions.create('Hello there')
  server.use(create)

  await expect(ask()).toStreamText('Hello there')
  await expect(create).toHaveCompleted()
})

it('delivers what comes before a cut', async () => {
  const { live } = serveLive()
  const stream = ask()
  void live.emit(chatCompletionWriter().text('Hello'))
  void live.cut()

  await expect(stream).toStreamText('Hello', { error: /terminated/ })
})

it('ends the call of a client that aborts', async () => {
  const { live, create } = serveLive()
  const controller = new AbortController()
  const response = await post(controller.signal)
  const reading = response.text()
  await live.emit(chatCompletionWriter().text('Hello'))
  controller.abort()

  await expect(reading).rejects.toThrow(/abort/)
  await expect(create).toHaveBeenAborted()
})

it('ends the call of a reader that cancels', async () => {
  const { live, create } = serveLive()
  const reader = (await post()).body?.getReader()
  void live.emit(chatCompletionWriter().text('Hello'))
  await reader?.read()
  await reader?.cancel()

  await expect(create).toHaveBeenAborted()
})

it('resolves a relative URL against the page', async () => {
  server.use(http.get(`${location.origin}/api`, () => Response.json('Hello')))

  await expect((await fetch('/api')).json()).resolves.toBe('Hello')
})

it('lets requests to a server of ours through', async () => {
  await using own = await serve([chat.completions.create('Hello')])
  const client = new OpenAI({
    apiKey: 'test',
    baseURL: own.baseURL,
    dangerouslyAllowBrowser: true,
  })

  const completion = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })

  expect(completion.choices[0]?.message.content).toBe('Hello')
})

it('lets requests through that a handler passes through', async () => {
  server.use(http.all('http://127.0.0.1*', () => passthrough()))
  await using app = createServer((_, response) => {
    response.setHeader('access-control-allow-origin', '*').end('Hello from the app')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => app.once('listening', resolve))
  // A server that listens on a port has an address with this port.
  const { port } = app.address() as AddressInfo

  const response = await fetch(`http://127.0.0.1:${port}/`)

  await expect(response.text()).resolves.toBe('Hello from the app')
})

it('fails a request that a handler passes through to nobody', async () => {
  server.use(http.all('http://127.0.0.1:1/*', () => passthrough()))

  await expect(fetch('http://127.0.0.1:1/')).rejects.toThrow(/ECONNREFUSED|Cross-Origin/)
})

it('fails a test whose request nobody answers, and names the request, not its preflight', async () => {
  const { failures } = await runFixtures('threads', { include: 'pages/*.fixture.ts' })

  expect(failures).toEqual({
    'happy-dom asks nobody': [
      'UnhandledRequestError: Failed to answer PUT https://api.openai.com/v1/models: ' +
        'none of these routes does:\nPOST https://api.openai.com/v1/chat/completions',
    ],
  })
})
