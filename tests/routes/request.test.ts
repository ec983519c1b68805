import { http, HttpResponse } from 'msw'
import { expect, it, vi } from 'vitest'
import {
  apiError,
  beta,
  chat,
  chatCompletionWriter,
  createRoute,
  foldChatCompletion,
  responses,
} from 'msw-openai/routes'
import { StreamError } from 'msw-openai/streaming'
import { z } from 'zod'
import { readRequest } from '../../src/routes/request/read-request.js'
import { chunk } from '../support.js'
import { ask, CHAT, Scripted } from './support.js'

function hello() {
  const w = chatCompletionWriter()
  return [...w.text('Hello'), ...w.finish()]
}

const routes = {
  chat: { url: '/chat/completions', create: () => chat.completions.create(apiError(404)) },
  responses: { url: '/responses', create: () => responses.create(apiError(404)) },
  run: { url: '/threads/thread_1/runs', create: () => beta.threads.runs.create(apiError(404)) },
  threadAndRun: { url: '/threads/runs', create: () => beta.threads.createAndRun(apiError(404)) },
  outputs: {
    url: '/threads/thread_1/runs/run_1/submit_tool_outputs',
    create: () => beta.threads.runs.submitToolOutputs(apiError(404)),
  },
}

type Name = keyof typeof routes
const names = Object.keys(routes) as Name[]

const PARSE =
  'We could not parse the JSON body of your request. The OpenAI API expects a JSON object.'

it.each([
  ['no JSON', '{"model":', '{"model":'],
  ['nothing', '', undefined],
  ['a form', 'model=gpt-5', 'model=gpt-5'],
  ['a text', '"Hi"', 'Hi'],
  ['a number', '5', 5],
  ['null', 'null', null],
  ['an array', '[{}]', [{}]],
])('refuses a body that is %s', async (_, body, kept) => {
  const all = names.map((name) => ({ ...routes[name], route: routes[name].create() }))
  const answers = await Promise.all(all.map(({ route, url }) => ask(route, { url, body })))

  for (const answer of answers) {
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual({
      error: { message: PARSE, type: 'invalid_request_error', param: null, code: null },
    })
  }
  expect(all.map(({ route }) => route.calls.map((call) => [call.outcome, call.body]))).toEqual(
    all.map(() => [['replied', kept]]),
  )
})

const { messages } = CHAT
const INPUT = { model: 'gpt-5', input: 'Hi' }
const INVALID: Array<[name: Name, body: object, param: string | null, message: string]> = [
  ['chat', { messages }, null, 'you must provide a model parameter'],
  ['chat', { model: null, messages }, null, 'you must provide a model parameter'],
  ['chat', { model: 5, messages }, 'model', 'expected a string, but got an integer'],
  ['chat', { model: 'gpt-5' }, 'messages', 'missing'],
  [
    'chat',
    { ...CHAT, messages: 'Hi' },
    'messages',
    'expected an array of objects, but got a string',
  ],
  ['chat', { ...CHAT, messages: ['Hi'] }, 'messages[0]', 'expected an object, but got a string'],
  ['chat', { model: 'gpt-5', messages: [...messages, {}] }, 'messages[1].role', 'missing'],
  ['chat', { ...CHAT, stream: 'yes' }, 'stream', 'expected a boolean, but got a string'],
  ['responses', {}, 'model', 'missing'],
  ['responses', { model: 'gpt-5', stream: true }, 'input', 'missing'],
  ['responses', { input: 'Hi', model: 5 }, 'model', 'expected a string, but got an integer'],
  ['responses', { input: 'Hi', model: null }, 'model', 'expected a string, but got an object'],
  ['responses', { ...INPUT, stream: 'yes' }, 'stream', 'expected a boolean, but got a string'],
  ['run', {}, 'assistant_id', 'missing'],
  ['run', { assistant_id: 5 }, 'assistant_id', 'expected a string, but got an integer'],
  ['run', { assistant_id: 'a', stream: 1 }, 'stream', 'expected a boolean, but got an integer'],
  ['threadAndRun', { thread: {} }, 'assistant_id', 'missing'],
  [
    'threadAndRun',
    { assistant_id: 'a', thread: 'thread_1' },
    'thread',
    'expected an object, but got a string',
  ],
  ['outputs', { stream: true }, 'tool_outputs', 'missing'],
  [
    'outputs',
    { tool_outputs: {} },
    'tool_outputs',
    'expected an array of objects, but got an object',
  ],
  ['outputs', { tool_outputs: [5] }, 'tool_outputs[0]', 'expected an object, but got an integer'],
  ['outputs', { tool_outputs: [{}] }, 'tool_outputs[0].tool_call_id', 'missing'],
]

it.each(INVALID)(
  'refuses %s with a body of %j: %s is wrong',
  async (name, body, param, message) => {
    const { url, create } = routes[name]
    const route = create()
    const answer = await ask(route, { url, body })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      error: { type: 'invalid_request_error', ...wordsOf(param, message) },
    })
    expect(route.calls).toMatchObject([{ outcome: 'replied', body, events: [] }])
  },
)

/** The words about a parameter that is missing, or of a wrong type. */
function wordsOf(param: string | null, message: string) {
  if (param === null) return { message, param, code: null }
  return message === 'missing'
    ? {
        message: `Missing required parameter: '${param}'.`,
        param,
        code: 'missing_required_parameter',
      }
    : { message: `Invalid type for '${param}': ${message} instead.`, param, code: 'invalid_type' }
}

const VALID: Array<[name: Name, body: object]> = [
  ['chat', { ...CHAT, stream: null, not_in_the_sdk: true }],
  ['responses', INPUT],
  ['responses', { ...INPUT, input: [{ role: 'user', content: 'Hi' }], stream: false }],
  ['responses', { prompt: { id: 'pmpt_1' } }],
  ['responses', { model: 'gpt-5', conversation: 'conv_1' }],
  ['responses', { model: 'gpt-5', previous_response_id: 'resp_0' }],
  ['run', { assistant_id: 'asst_1', stream: true, tools: [] }],
  ['threadAndRun', { assistant_id: 'asst_1' }],
  ['threadAndRun', { assistant_id: 'asst_1', thread: { messages: [] } }],
  ['outputs', { tool_outputs: [{ tool_call_id: 'call_1', output: 'Sunny' }] }],
]

it.each(VALID)('gives %s a body of %j as it is', async (name, body) => {
  const { url, create } = routes[name]
  const route = create()

  expect((await ask(route, { url, body })).status).toBe(404)
  expect(route.calls).toMatchObject([{ outcome: 'replied' }])
  expect(route.calls[0]?.body).toEqual(body)
})

const WITHOUT_STREAM = [
  ['without a stream', { ...CHAT, stream: undefined }],
  ['with stream: false', { ...CHAT, stream: false }],
  ['with stream: null', { ...CHAT, stream: null }],
] as const

it.each(WITHOUT_STREAM)('answers a request %s with what a script amounts to', async (_, body) => {
  const route = chat.completions.create(new Scripted(hello()))
  const answer = await ask(route, { body })

  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual(foldChatCompletion(hello()))
  expect(route.calls).toMatchObject([{ outcome: 'replied', events: [] }])
})

it('answers a request without a stream with the error that a script throws', async () => {
  const overloaded = new StreamError({ message: 'Overloaded', code: 'overloaded' })
  const route = chat.completions.create(new Scripted(hello(), overloaded))
  const answer = await ask(route, { body: { ...CHAT, stream: false } })

  expect(answer.status).toBe(500)
  expect(await answer.json()).toMatchObject({
    error: { message: 'Overloaded', code: 'overloaded' },
  })
})

it('says what a script lacks that does not amount to anything', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  const route = chat.completions.create(new Scripted([chunk('Hello')]))
  const answer = await ask(route, { body: { ...CHAT, stream: false } })

  expect(answer.status).toBe(400)
  expect(route.calls).toMatchObject([{ outcome: 'broken' }])
  expect(complaints.mock.calls).toEqual([[route.calls[0]?.error]])
  expect(String(route.calls[0]?.error)).toContain('Expected a chunk with its finish_reason.')
  complaints.mockRestore()
})

it.each(WITHOUT_STREAM)(
  'refuses a request %s where nothing can be made of a script',
  async (_, body) => {
    class Greeting extends Scripted<ReturnType<typeof chunk>> {}
    const { fold: _fold, ...endpoint } = chat.completions.create.endpoint
    const route = createRoute(endpoint)(new Greeting([chunk('Hello')]))
    const answer = await ask(route, { body })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      error: {
        message:
          'The script Greeting is a stream, and this request does not ask for one. ' +
          'Set stream: true, or answer it with something else.',
        type: 'invalid_request_error',
        param: 'stream',
        code: null,
      },
    })
    expect(route.calls).toMatchObject([{ outcome: 'replied', events: [] }])
  },
)

it('answers both kinds of request with a text', async () => {
  const route = chat.completions.create('Hello there')
  const streamed = await (await ask(route)).text()
  const whole: unknown = await (await ask(route, { body: { ...CHAT, stream: false } })).json()

  expect(whole).toMatchObject({
    model: 'gpt-5',
    choices: [{ message: { content: 'Hello there' } }],
  })
  expect(streamed).toContain('{"content":"Hello"}')
  expect(streamed.endsWith('data: [DONE]\n\n')).toBe(true)
  expect(route.calls.map(({ outcome }) => outcome)).toEqual(['completed', 'replied'])
})

it('answers both kinds of request with a resource, and counts tokens where that is asked', async () => {
  const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
  const route = chat.completions.create({ usage, choices: [{ message: { content: 'Hello' } }] })
  const plain = await (await ask(route)).text()
  const counted = { ...CHAT, stream_options: { include_usage: true } }

  expect(plain).not.toContain('usage')
  expect(await (await ask(route, { body: counted })).text()).toContain(
    JSON.stringify({ usage }).slice(1, -1),
  )
  expect(await (await ask(route, { body: { ...CHAT, stream: false } })).json()).toMatchObject({
    usage,
  })
})

it('answers a request without a stream with anything else', async () => {
  const route = chat.completions.create(() => HttpResponse.json({ id: 'chatcmpl-1' }))
  const answer = await ask(route, { body: { ...CHAT, stream: false } })

  expect(await answer.json()).toEqual({ id: 'chatcmpl-1' })
})

it('checks a body before a function sees it', async () => {
  const seen: unknown[] = []
  const route = chat.completions.create(({ body }) => void seen.push(body))
  const next = http.post('*', () => new HttpResponse('next'))

  expect((await ask([route, next], { body: { model: 'gpt-5' } })).status).toBe(400)
  expect(await (await ask([route, next])).text()).toBe('next')
  expect(seen).toEqual([CHAT])
})

it.each(['GET', 'HEAD', 'DELETE'])('asks no body of a %s', async (method) => {
  expect(
    await readRequest(new Request('https://localhost', { method }), { body: z.object({}) }),
  ).toEqual({
    body: undefined,
  })
})

it('reads the body of a DELETE that has one', async () => {
  const [whole, broken] = ['{"a":1}', '{"a":'].map(
    (body) => new Request('https://localhost', { method: 'DELETE', body }),
  )

  expect(whole && (await readRequest(whole))).toEqual({ body: { a: 1 } })
  expect(broken && (await readRequest(broken))).toMatchObject({ problem: { status: 400 } })
})

it('refuses a body that is longer than a text can be', async () => {
  const request = new Request('https://api.openai.com/v1/responses', { method: 'POST', body: '{}' })
  vi.spyOn(request, 'text').mockImplementation(() => {
    throw new RangeError('Cannot create a string longer than 0x1fffffe8 characters')
  })

  expect(await readRequest(request)).toMatchObject({ body: undefined, problem: { status: 400 } })
})
