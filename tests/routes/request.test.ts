import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { apiError, beta, chat, responses } from 'msw-openai/routes'
import { chunk } from '../support.js'
import { ask, CHAT, Told } from './support.js'

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
  ['nothing', '', ''],
  ['a form', 'model=gpt-5', 'model=gpt-5'],
  ['a text', '"Hi"', 'Hi'],
  ['a number', '5', 5],
  ['null', 'null', null],
  ['an array', '[{}]', [{}]],
])('tells of a body that is %s', async (_, body, kept) => {
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
const INVALID: Array<[name: Name, body: object, param: string, complaint: string]> = [
  ['chat', { messages }, 'model', 'missing'],
  ['chat', { model: 5, messages }, 'model', 'expected string, received number'],
  ['chat', { model: null, messages }, 'model', 'expected string, received null'],
  ['chat', { model: 'gpt-5' }, 'messages', 'missing'],
  ['chat', { model: 'gpt-5', messages: 'Hi' }, 'messages', 'expected array, received string'],
  ['chat', { model: 'gpt-5', messages: ['Hi'] }, 'messages[0]', 'expected object, received string'],
  ['chat', { model: 'gpt-5', messages: [...messages, {}] }, 'messages[1].role', 'missing'],
  ['chat', { ...CHAT, stream: 'yes' }, 'stream', 'expected boolean, received string'],
  ['responses', {}, 'input', 'missing'],
  ['responses', { model: 'gpt-5', stream: true }, 'input', 'missing'],
  ['responses', { input: 'Hi', model: 5 }, 'model', 'expected string, received number'],
  ['responses', { input: 'Hi', stream: 'yes' }, 'stream', 'expected boolean, received string'],
  ['run', {}, 'assistant_id', 'missing'],
  ['run', { assistant_id: 5 }, 'assistant_id', 'expected string, received number'],
  ['run', { assistant_id: 'a', stream: 'yes' }, 'stream', 'expected boolean, received string'],
  ['threadAndRun', { thread: {} }, 'assistant_id', 'missing'],
  [
    'threadAndRun',
    { assistant_id: 'a', thread: 'thread_1' },
    'thread',
    'expected object, received string',
  ],
  ['threadAndRun', { assistant_id: 'a', stream: 1 }, 'stream', 'expected boolean, received number'],
  ['outputs', { stream: true }, 'tool_outputs', 'missing'],
  ['outputs', { tool_outputs: {} }, 'tool_outputs', 'expected array, received object'],
  ['outputs', { tool_outputs: [5] }, 'tool_outputs[0]', 'expected object, received number'],
  ['outputs', { tool_outputs: [], stream: 'yes' }, 'stream', 'expected boolean, received string'],
]

it.each(INVALID)('tells %s of a body of %j: %s is wrong', async (name, body, param, complaint) => {
  const { url, create } = routes[name]
  const route = create()
  const answer = await ask(route, { url, body })

  expect(answer.status).toBe(400)
  expect(await answer.json()).toEqual({
    error: {
      type: 'invalid_request_error',
      param,
      ...(complaint === 'missing'
        ? {
            message: `Missing required parameter: '${param}'.`,
            code: 'missing_required_parameter',
          }
        : {
            message: `Invalid value for '${param}': Invalid input: ${complaint}.`,
            code: 'invalid_type',
          }),
    },
  })
  expect(route.calls).toMatchObject([{ outcome: 'replied', body, events: [] }])
})

const VALID: Array<[name: Name, body: object]> = [
  ['chat', { model: 'gpt-5', messages: [] }],
  ['chat', { ...CHAT, stream: null, tools: [{}], not_in_the_sdk: true }],
  ['responses', { input: 'Hi' }],
  ['responses', { input: [{ role: 'user', content: 'Hi' }], stream: false }],
  ['responses', { prompt: { id: 'pmpt_1' } }],
  ['responses', { conversation: 'conv_1' }],
  ['responses', { previous_response_id: 'resp_0' }],
  ['run', { assistant_id: 'asst_1', stream: true, tools: [] }],
  ['threadAndRun', { assistant_id: 'asst_1' }],
  ['threadAndRun', { assistant_id: 'asst_1', thread: { messages: [] } }],
  ['outputs', { tool_outputs: [{ tool_call_id: 'call_1', output: 'Sunny' }] }],
]

it.each(VALID)('leaves %s a body of %j as it is', async (name, body) => {
  const { url, create } = routes[name]
  const route = create()

  expect((await ask(route, { url, body })).status).toBe(404)
  expect(route.calls).toMatchObject([{ outcome: 'replied' }])
  expect(route.calls[0]?.body).toEqual(body)
})

it.each([
  ['without a stream', { ...CHAT, stream: undefined }],
  ['with stream: false', { ...CHAT, stream: false }],
  ['with stream: null', { ...CHAT, stream: null }],
])('does not answer a request %s with a script', async (_, body) => {
  class Greeting extends Told<ReturnType<typeof chunk>> {}
  const route = chat.completions.create(new Greeting([chunk('Hello')]))
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
