import {
  apiError,
  beta,
  chat,
  deliver,
  responses,
  runWriter,
  StreamError,
  type ResponseEvent,
} from 'msw-openai'
import { EventStream, type HeaderFields } from 'msw-openai/streaming'
import { APIError } from 'openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { chunks, readAll } from '../support.js'
import { createClient, streamChat, useServer } from './support.js'

const server = useServer()

const FAILED = {
  message: 'Failed to call a function.',
  type: 'invalid_request_error',
  param: null,
  code: 'tool_use_failed',
  failed_generation: '<function=look>{"a":1',
}
const FILTERED = {
  message: 'The response was filtered.',
  type: null,
  param: 'prompt',
  code: 'content_filter',
  status: 400,
  innererror: {
    code: 'ResponsibleAIPolicyViolation',
    content_filter_result: { jailbreak: { detected: true, filtered: true } },
  },
}
const ROUTED = {
  message: 'Provider returned error',
  type: 'server_error',
  param: null,
  code: 502,
  metadata: { provider_name: 'Fireworks', raw: null },
}

const ERRORS = [
  ['Groq', 400, FAILED],
  ['Azure', 400, FILTERED],
  ['OpenRouter', 502, ROUTED],
] as const

/** The error that the client throws: at once, or out of its stream. */
async function caught(asked: Promise<AsyncIterable<unknown>>): Promise<APIError> {
  const { error } = await asked.then(readAll, (thrown: unknown) => ({ error: thrown }))
  expect(error).toBeInstanceOf(APIError)
  return error as APIError
}

class Failing<Event> extends EventStream<Event> {
  constructor(
    readonly events: readonly Event[],
    readonly error: Error,
  ) {
    super()
  }

  override *generate(): Generator<Event> {
    yield* this.events
    throw this.error
  }
}

it.each(ERRORS)(
  'gives the client all fields of an error of %s, before a stream',
  async (_, status, fields) => {
    server.use(chat.completions.create(apiError(status, fields)))
    const error = await caught(streamChat())

    expect(error.status).toBe(status)
    expect(error.error).toEqual(fields)
    expect(error).toMatchObject({ code: fields.code, param: fields.param, type: fields.type })
  },
)

it.each(ERRORS)(
  'gives the client all fields of an error of %s, in a stream',
  async (_, __, fields) => {
    const script = new Failing<ChatCompletionChunk>(chunks('Hi'), new StreamError(fields))
    const route = chat.completions.create(script)
    server.use(route)
    const error = await caught(streamChat())

    expect(error.error).toEqual(fields)
    expect(error).toMatchObject({ code: fields.code })
    expect(await route.calls[0]?.settled).toBe('completed')
  },
)

it.each(ERRORS)(
  'gives all fields of an error of %s where no stream is asked for',
  async (_, __, fields) => {
    const script = new Failing<ChatCompletionChunk>(chunks('Hi'), new StreamError(fields))
    server.use(chat.completions.create(script))
    const answer = createClient().chat.completions.create({
      model: 'gpt-5',
      messages: [{ role: 'user', content: 'Hi' }],
    })
    const error = await answer.catch((thrown: APIError) => thrown)

    expect(error).toBeInstanceOf(APIError)
    expect(error).toMatchObject({ error: fields })
  },
)

/** The text of a stream. */
async function raw(path: string, body: object): Promise<string> {
  const init = { method: 'POST', body: JSON.stringify({ ...body, stream: true }) }
  return (await fetch(`https://api.openai.com/v1${path}`, init)).text()
}

it('gives all fields of an error in the stream of a response, and of a run', async () => {
  server.use(
    responses.create(new Failing<ResponseEvent>([], new StreamError(ROUTED))),
    beta.threads.runs.create(
      new Failing<AssistantStreamEvent>([...runWriter().message('Hi')], new StreamError(FAILED)),
    ),
  )

  const response = await raw('/responses', { model: 'gpt-5', input: 'Hi' })
  expect(response).toContain('"code":502')
  expect(response).toContain('"metadata":{"provider_name":"Fireworks","raw":null}')
  const run = await raw('/threads/t/runs', { assistant_id: 'a' })
  expect(run).toContain(`{"error":${JSON.stringify(FAILED)}}`)
})

it('sends the four fields of OpenAI first, and a code that is a number as it is', async () => {
  server.use(chat.completions.create(apiError(400, { extra: 1, code: 1301, message: 'No' })))
  const init = { method: 'POST', body: '{"model":"a","messages":[{"role":"user","content":"Hi"}]}' }
  const response = await fetch('https://api.openai.com/v1/chat/completions', init)

  expect(await response.text()).toBe(
    '{"error":{"message":"No","type":"invalid_request_error","param":null,"code":1301,"extra":1}}',
  )
})

const HEADERS: Array<[form: string, headers: HeaderFields]> = [
  ['a record', { 'Retry-After-Ms': '0', 'X-Should-Retry': 'false' }],
  ['a Headers object', new Headers({ 'Retry-After-Ms': '0', 'X-Should-Retry': 'false' })],
  [
    'pairs',
    [
      ['Retry-After-Ms', '0'],
      ['X-Should-Retry', 'false'],
    ],
  ],
]

it.each(HEADERS)('obeys the headers of an error, given as %s', async (_, headers) => {
  const route = chat.completions.create(apiError(429, {}, { headers }))
  server.use(route)
  const error = await caught(streamChat(createClient({ maxRetries: 2 })))

  // It is not retried, since the headers say so, and nothing is added to them.
  expect(route.calls).toHaveLength(1)
  const sent = new Headers(error.headers as HeadersInit)
  expect([sent.get('retry-after-ms'), sent.get('x-should-retry')]).toEqual(['0', 'false'])
})

it.each<[form: string, headers: HeaderFields]>([
  ['a record', { 'retry-after': '7' }],
  ['a Headers object', new Headers({ 'Retry-After': '7' })],
  ['pairs', [['RETRY-AFTER', '7']]],
])('adds no retry-after-ms to headers with a retry-after, given as %s', async (_, headers) => {
  server.use(chat.completions.create(apiError(503, {}, { headers })))
  const sent = new Headers((await caught(streamChat())).headers as HeadersInit)

  expect([sent.get('retry-after'), sent.get('retry-after-ms')]).toEqual(['7', null])
})

it('takes the retry-after-ms of an error away with null', async () => {
  const none = { headers: { 'Retry-After-Ms': null } }
  server.use(chat.completions.create(apiError(429, {}, none)))
  const sent = new Headers((await caught(streamChat())).headers as HeadersInit)
  expect(sent.has('retry-after-ms')).toBe(false)

  server.use(chat.completions.create(deliver(apiError(429), none)))
  const delivered = new Headers((await caught(streamChat())).headers as HeadersInit)
  expect(delivered.has('retry-after-ms')).toBe(false)
})

it.each<[what: string, headers: unknown]>([
  ['a text', 'retry-after: 5'],
  ['null', null],
  ['a name with a space', { 'retry after': '5' }],
  ['a value of two lines', new Map([['retry-after', '5\n6']])],
])('refuses headers of an error that are %s', (_, headers) => {
  expect(() => apiError(429, {}, { headers: headers as HeaderFields })).toThrow(
    'Failed to create apiError(429): expected headers in a form that Fetch takes.',
  )
})
