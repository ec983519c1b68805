import { once } from 'node:events'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import OpenAI from 'openai'
import { chat, createRoute } from 'msw-openai'
import { serve } from 'msw-openai/node'
import { expect, it } from 'vitest'

const upload = createRoute({ name: 'files.create', method: 'POST', path: '/files' })

/** Begins a request, whose body the test sends. */
function begin(url: string, headers: Record<string, string | number> = {}): ClientRequest {
  return request(`${url}/files`, { method: 'POST', headers })
}

async function responseTo(asked: ClientRequest): Promise<IncomingMessage> {
  const [response] = await once(asked, 'response')
  return response
}

it('refuses a body over its limit as the API does', async () => {
  const create = chat.completions.create('Hello')
  await using server = await serve([create], { bodyLimit: 1000 })
  const { completions } = new OpenAI({ apiKey: 'test', baseURL: server.baseURL }).chat
  const ask = (content: string) =>
    completions.create({ model: 'gpt-5', messages: [{ role: 'user', content }] })

  await expect(ask('x'.repeat(1000))).rejects.toMatchObject({
    status: 413,
    type: 'invalid_request_error',
    code: 'request_too_large',
    message: expect.stringContaining('Maximum content size limit (1000) exceeded.'),
  })
  expect(create.calls).toEqual([])
  expect((await ask('Hi')).choices[0]?.message.content).toBe('Hello')
})

it('takes a body of as many bytes as its limit', async () => {
  const route = upload('stored')
  await using server = await serve([route], { bodyLimit: 10 })
  const post = (body: string) => fetch(`${server.baseURL}/files`, { method: 'POST', body })

  expect((await post('"12345678"')).status).toBe(200)
  expect((await post('"123456789"')).status).toBe(413)
  expect((await post('"123456é"')).status).toBe(200)
  expect((await post('"1234567é"')).status).toBe(413)
  expect(route.calls.map(({ body }) => body)).toEqual(['12345678', '123456é'])
})

it('refuses 64 MB and one byte before any of it has come, unless it is told to take them', async () => {
  const headers = { 'content-length': 64 * 2 ** 20 + 1 }
  await using usual = await serve([upload('stored')])
  const refused = begin(usual.baseURL, headers)
  refused.flushHeaders()

  expect((await responseTo(refused)).statusCode).toBe(413)
  refused.destroy()

  await using patient = await serve([upload('stored')], { bodyLimit: Infinity })
  const taken = begin(patient.baseURL, headers)
  taken.end(Buffer.alloc(64 * 2 ** 20 + 1, '1'))
  expect((await responseTo(taken)).statusCode).not.toBe(413)
})

it('answers in the middle of a body without a length, receives the rest, and keeps the connection', async () => {
  const route = upload('stored')
  await using server = await serve([route], { bodyLimit: 1000 })
  const asked = begin(server.baseURL, { connection: 'keep-alive' })
  asked.write('x'.repeat(2000))

  const response = await responseTo(asked)
  expect(response.statusCode).toBe(413)
  expect(JSON.parse(await text(response))).toMatchObject({ error: { param: null } })
  expect(response.headers.connection).toBe('keep-alive')

  const taken = new Promise((resolve) => asked.end('x'.repeat(5_000_000), () => resolve(true)))
  expect(await taken).toBe(true)
  expect(route.calls).toEqual([])
})

it('closes while a body that is too large still comes', async () => {
  const server = await serve([upload('stored')], { bodyLimit: 10 })
  const asked = begin(server.baseURL)
  asked.on('error', () => undefined).write('x'.repeat(2000))
  const response = await responseTo(asked)
  response.on('error', () => undefined).resume()

  await server.close()

  await expect(fetch(server.url)).rejects.toThrow('fetch failed')
})
