import type { Completion } from 'openai/resources/completions'
import { expect, it, onTestFinished, vi } from 'vitest'
import {
  afterToolResult,
  completions,
  completionWriter,
  createRoutes,
  lastUserMessage,
  reply,
  when,
  type CompletionEvent,
} from 'msw-openai/routes'
import { EventStream, StreamError } from 'msw-openai/streaming'
import { textCompletionReader } from '../../src/routes/completions/text-completion-reader.js'
import { ask, inspect, padded, problems, Scripted } from './support.js'

const { create } = completions
const { event } = create.endpoint.wire

const head = { id: 'cmpl-1', object: 'text_completion', created: 1700000000 } as const
const model = 'gpt-3.5-turbo-instruct'
const usage = { prompt_tokens: 5, completion_tokens: 9, total_tokens: 14 }
const logprobs = {
  tokens: ['Hello'],
  token_logprobs: [-0.25],
  top_logprobs: [{ Hello: -0.25 }],
  text_offset: [0],
}

const say = (text: string, more: object = {}) => ({
  ...head,
  choices: [{ text, index: 0, logprobs: null, finish_reason: null, ...more }],
  model,
})

const chunks: Record<string, object> = {
  'a text': say('Hello'),
  'a text of another choice': say('Hello', { index: 1 }),
  'a text with log probabilities': say('Hello', { logprobs }),
  'the end': say('', { finish_reason: 'stop' }),
  'the numbers of tokens': { ...head, model, usage, choices: [] },
}

it.each(Object.entries(chunks))('checks every field of %s', (_, chunk) => {
  const optional =
    'usage system_fingerprint choices.0.logprobs.tokens choices.0.logprobs.token_logprobs ' +
    'choices.0.logprobs.top_logprobs choices.0.logprobs.text_offset choices.0.logprobs.top_logprobs.0.Hello'
  const { found, expected } = inspect(event, chunk, { optional })

  expect(found).toEqual(expected)
})

it.each([
  ['a null usage', { ...say('Hi'), usage: null }],
  // The first token of an echoed prompt.
  ['a token without a log probability', say('Hi', { logprobs: { token_logprobs: [null] } })],
  ['fields that nobody knows', padded(say('Hi'))],
  ['a field of vLLM', say('Hi', { stop_reason: null })],
])('takes %s', (_, chunk) => {
  expect(problems(event, chunk)).toEqual([])
})

it.each([
  [{ ...say('Hi'), object: 'chat.completion.chunk' }, ['object']],
  [say('Hi', { finish_reason: 'tool_calls' }), ['choices.0.finish_reason']],
  [say('Hi', { logprobs: { tokens: [1] } }), ['choices.0.logprobs.tokens.0']],
])('refuses %j', (chunk, found) => {
  expect(problems(event, chunk)).toEqual(found)
})

const asked = (body: object = {}) => ({
  url: '/completions',
  body: { model, prompt: 'Say hello', ...body },
})

async function wireOf(body: object, answer: Parameters<typeof create>[0] = 'Hello there') {
  const response = await ask(create(answer), asked({ stream: true, ...body }))
  return response.text()
}

async function choicesOf(body: object, answer: Parameters<typeof create>[0] = ' there') {
  const response = await ask(create(answer), asked(body))
  const { choices }: Completion = await response.json()
  return choices
}

const first = `data: {"id":"cmpl-1","object":"text_completion","created":1700000000,`
const last = `"model":"gpt-3.5-turbo-instruct"`
const open = '"index":0,"logprobs":null,"finish_reason":null}]'
const ended = '"index":0,"logprobs":null,"finish_reason":"stop"}]'

it('streams a text byte for byte as the API does', async () => {
  expect(await wireOf({})).toBe(
    `${first}"choices":[{"text":"Hello",${open},${last}}\n\n` +
      `${first}"choices":[{"text":" there",${open},${last}}\n\n` +
      `${first}"choices":[{"text":"",${ended},${last}}\n\n` +
      'data: [DONE]\n\n',
  )
})

it('streams the usage byte for byte as the API does', async () => {
  expect(await wireOf({ stream_options: { include_usage: true } }, 'Hello')).toBe(
    `${first}"choices":[{"text":"Hello",${open},${last},"usage":null}\n\n` +
      `${first}"choices":[{"text":"",${ended},${last},"usage":null}\n\n` +
      `${first}${last},"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20},"choices":[]}\n\n` +
      'data: [DONE]\n\n',
  )
})

it('ends several choices in one chunk, and one that is cut off in its last text', async () => {
  const cut = { choices: [{ text: 'Too long', finish_reason: 'length' as const }, { text: 'Hi' }] }

  expect(await wireOf({}, cut)).toBe(
    `${first}"choices":[{"text":"Too",${open},${last}}\n\n` +
      `${first}"choices":[{"text":"Hi","index":1,"logprobs":null,"finish_reason":null}],${last}}\n\n` +
      `${first}"choices":[{"text":" long","index":0,"logprobs":null,"finish_reason":"length"}],${last}}\n\n` +
      `${first}"choices":[{"text":"","index":1,"logprobs":null,"finish_reason":"stop"}],${last}}\n\n` +
      'data: [DONE]\n\n',
  )
  expect((await wireOf({ n: 3 }, 'Hi')).split('\n\n').at(-3)).toBe(
    `${first}"choices":[{"text":"","index":0,"logprobs":null,"finish_reason":"stop"},` +
      `{"text":"","index":1,"logprobs":null,"finish_reason":"stop"},` +
      `{"text":"","index":2,"logprobs":null,"finish_reason":"stop"}],${last}}`,
  )
})

it('answers a request without a stream byte for byte as the API does', async () => {
  const response = await ask(create('Hello there'), asked())

  expect(await response.text()).toBe(
    `{"id":"cmpl-1","object":"text_completion","created":1700000000,${last},` +
      `"choices":[{"text":"Hello there",${ended},` +
      '"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20}}',
  )
})

it('sends the headers of the API', async () => {
  const { headers } = await ask(create('Hello'), asked({ stream: true }))
  const plain = await ask(create('Hello'), asked())

  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, must-revalidate',
    'access-control-allow-origin': '*',
    'openai-model': model,
    'openai-version': '2020-10-01',
    'x-ratelimit-limit-requests': '10000',
  })
  expect(plain.headers.get('content-type')).toBe('application/json')
  expect(plain.headers.get('openai-model')).toBe(model)
})

it('sends none of the headers of the API for another server, but the id of the request', async () => {
  const server = createRoutes({ baseURL: 'http://localhost:8000/v1' })
  const url = 'http://localhost:8000/v1/completions'
  const { headers } = await ask(server.completions.create('Hi'), { ...asked(), url })

  expect([...headers.keys()]).toEqual(['content-type', 'x-request-id'])
})

it.each([{ model: 'modèle' }, { model: 5 }, {}])(
  'answers a request for the model %j',
  async (body) => {
    const server = createRoutes({ checkRequests: false })
    const response = await ask(server.completions.create('Hi'), { url: '/completions', body })

    expect(response.status).toBe(200)
    expect(response.headers.has('openai-model')).toBe(false)
  },
)

it('makes n choices for each prompt', async () => {
  const prompts = { prompt: ['One', 'Two'], n: 2, echo: true }

  expect(await choicesOf(prompts)).toMatchObject([
    { index: 0, text: 'One there' },
    { index: 1, text: 'One there' },
    { index: 2, text: 'Two there' },
    { index: 3, text: 'Two there' },
  ])
})

it.each([
  ['a text', { prompt: 'Hello' }, ['Hello there']],
  ['tokens', { prompt: [15339, 11] }, [' there']],
  ['several lists of tokens', { prompt: [[15339], [11]] }, [' there', ' there']],
  ['nothing', { prompt: null }, [' there']],
  ['an empty list', { prompt: [] }, [' there']],
])('repeats a prompt of %s where the request asks for an echo', async (_, body, texts) => {
  expect((await choicesOf({ ...body, echo: true })).map(({ text }) => text)).toEqual(texts)
})

it('leaves a resource as it is, whatever the request asks for', async () => {
  const choices = await choicesOf({ n: 3, echo: true }, { choices: [{ text: 'Hello' }] })

  expect(choices).toEqual([{ text: 'Hello', index: 0, logprobs: null, finish_reason: 'stop' }])
})

it('makes a completion of a reply', async () => {
  const answer = reply({
    text: 'No. ',
    refusal: 'I cannot.',
    reasoning: 'Hm',
    finish: 'content_filter',
    usage: { input: 3 },
  })
  const response = await ask(create(answer), asked())

  await expect(response.json()).resolves.toMatchObject({
    choices: [{ text: 'No. I cannot.', finish_reason: 'content_filter' }],
    usage: { prompt_tokens: 3, completion_tokens: 10, total_tokens: 13 },
  })
})

it.each([{ toolCalls: [{ name: 'a' }] }, { finish: 'tool_calls' as const }])(
  'makes nothing of tool calls: %j',
  async (fields) => {
    const complaints = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => complaints.mockRestore())
    const response = await ask(create(reply(fields)), asked())

    expect(response.status).toBe(400)
    expect(await response.text()).toContain('calls no tools')
  },
)

it.each([
  ['model', { prompt: 'Hi' }],
  ['prompt', { model, prompt: 5 }],
  ['stream', { model, prompt: 'Hi', stream: 'yes' }],
])('refuses a wrong %s', async (param, body) => {
  const response = await ask(create('Hi'), { url: '/completions', body })

  expect(response.status).toBe(400)
  await expect(response.json()).resolves.toMatchObject({ error: { param } })
})

it('reads the prompt as the message of the user', async () => {
  const route = create([
    when(afterToolResult(), 'a tool'),
    when(lastUserMessage(/world/), 'the world'),
    when({}, 'something else'),
  ])
  const answers = ['Hello world', ['Hello', 'world'], [1, 2]].map(async (prompt) => {
    const response = await ask(route, asked({ prompt }))
    const { choices }: Completion = await response.json()
    return choices[0]?.text
  })

  await expect(Promise.all(answers)).resolves.toEqual(['the world', 'the world', 'something else'])
})

class Greeting extends EventStream<Completion> {
  *generate(): Generator<Completion> {
    const w = completionWriter()
    yield* w.text('Hello there')
    yield* w.finish()
  }
}

it('streams a script, and folds it for a request without a stream', async () => {
  const route = create(new Greeting())
  const stream = await ask(route, asked({ stream: true }))
  const whole = await ask(route, asked())

  expect(await stream.text()).toBe(await wireOf({}))
  await expect(whole.json()).resolves.toMatchObject({
    choices: [{ text: 'Hello there', finish_reason: 'stop' }],
  })
  expect(route.calls[0]?.events).toEqual([...new Greeting()])
})

it('ends a stream with the error of its script', async () => {
  const script = new Scripted<CompletionEvent>(
    [...new Greeting()].slice(0, 1),
    new StreamError({ message: 'Overloaded', type: 'server_error' }),
  )

  expect((await wireOf({}, script)).split('\n\n').slice(1)).toEqual([
    'data: {"error":{"message":"Overloaded","type":"server_error","param":null,"code":null}}',
    '',
  ])
})

it('reads the text, the types and the lines of a stream', () => {
  const [hello, , end] = [...new Greeting()]
  const other = say('Hi', { index: 1, finish_reason: 'length' }) as CompletionEvent
  const tokens = { ...head, model, usage, choices: [] }
  const events = [hello, other, end, tokens].filter((each) => each !== undefined)
  const { is, text, type, line } = textCompletionReader

  expect(events.map((each) => is?.(each))).toEqual([true, true, true, true])
  expect(text(events)).toEqual(['Hello', '', '', ''])
  expect(events.map((each) => type?.(each))).toEqual([
    'text',
    'text+finish_reason',
    'finish_reason',
    'usage',
  ])
  expect(events.map((each) => line?.(each))).toEqual([
    'text "Hello"',
    '[1] text "Hi", [1] finish_reason "length"',
    'finish_reason "stop"',
    'usage {"prompt_tokens":5,"completion_tokens":9,"total_tokens":14}',
  ])
})
