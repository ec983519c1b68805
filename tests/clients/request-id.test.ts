import { apiError, chat, createRoutes, deliver, StreamError } from 'msw-openai'
import { EventStream } from 'msw-openai/streaming'
import { HttpResponse } from 'msw'
import type OpenAI from 'openai'
import { APIError } from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { createClient, useServer } from './support.js'

const server = useServer()

const OPENAI = 'https://api.openai.com/v1'
const SERVERS = [OPENAI, 'https://models.example.com/v1']
const FIRST = 'req_00000000000000000000000000000001'

const MESSAGE = { role: 'user' as const, content: 'Hi' }
const REQUEST = { model: 'gpt-5', messages: [MESSAGE] }

class Broken extends EventStream<ChatCompletionChunk> {
  override generate(): Generator<ChatCompletionChunk> {
    throw new StreamError({ message: 'No.' })
  }
}

it.each(SERVERS)('gives the id of a request to the SDK, from %s', async (baseURL) => {
  server.use(createRoutes({ baseURL }).chat.completions.create('Hello'))
  const { completions } = createClient({ baseURL }).chat

  const whole = await completions.create(REQUEST)
  expect(whole).toMatchObject({ _request_id: FIRST })

  const asked = completions.create({ ...REQUEST, stream: true }).withResponse()
  const { data, response } = await asked
  expect(response.headers.get('x-request-id')).toBe('req_00000000000000000000000000000002')
  data.controller.abort()
})

const created = (baseURL: string) => createRoutes({ baseURL }).chat.completions.create

type Answer = Parameters<typeof chat.completions.create>[0]

const ERRORS: Array<[name: string, answer: () => Answer]> = [
  ['an error', () => apiError(404)],
  ['an error of a script', () => new Broken()],
  ['a Response', () => new Response('{"error":{}}', { status: 400 })],
  ['a Response of MSW', () => () => HttpResponse.json({ error: {} }, { status: 400 })],
  ['a delivered Response', () => deliver(new Response(''), { status: 400 })],
  ['a Response with immutable headers', () => () => Response.redirect('https://example.com', 307)],
]

it.each(SERVERS.flatMap((baseURL) => ERRORS.map((each) => [...each, baseURL] as const)))(
  'gives the id of a request that gets %s',
  async (_, answer, baseURL) => {
    server.use(created(baseURL)(answer()))

    expect(await idOf(baseURL)).toBe(FIRST)
  },
)

it.each(SERVERS)('gives the id of a request that is refused by %s', async (baseURL) => {
  const routes = createRoutes({ baseURL, apiKey: 'sk-right' })
  server.use(routes.chat.completions.create('Hello'))
  expect(await idOf(baseURL)).toBe(FIRST)

  server.use(created(baseURL)('Hello'))
  expect(await idOf(baseURL, { ...REQUEST, messages: [] })).toBe(FIRST)
})

it('keeps an id that a Response has', async () => {
  const headers = { 'x-request-id': 'req_mine' }
  server.use(chat.completions.create(new Response('', { status: 400, headers })))

  expect(await idOf(OPENAI)).toBe('req_mine')
})

it('sends the headers of an organization, a project and its limits', async () => {
  const { responses: own } = createRoutes({
    headers: {
      'openai-organization': 'acme',
      'openai-project': 'proj_acme',
      'x-ratelimit-remaining-requests': '0',
      'x-request-id': 'req_acme',
    },
  })
  server.use(own.create('Hello'))

  const asked = createClient().responses.create({ model: 'gpt-5', input: 'Hi' })
  const { data, response } = await asked.withResponse()
  expect(data).toMatchObject({ _request_id: 'req_acme' })
  expect(response.headers.get('openai-organization')).toBe('acme')
  expect(response.headers.get('openai-project')).toBe('proj_acme')
  expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('0')
  expect(response.headers.get('x-ratelimit-limit-requests')).toBe('10000')
})

/** Asks for a completion, and gives the id of the request that its error has. */
async function idOf(
  baseURL: string,
  request: OpenAI.ChatCompletionCreateParamsNonStreaming = REQUEST,
): Promise<unknown> {
  const client = createClient({
    baseURL,
    fetch: (url, init) => fetch(url, { ...init, redirect: 'manual' }),
  })
  const error = await client.chat.completions.create(request).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(APIError)
  const { headers } = error as APIError
  return new Headers(headers as HeadersInit).get('x-request-id')
}
