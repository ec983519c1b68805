import { chatCompletionWriter, collect, EventStream, foldChatCompletion } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsNonStreaming,
} from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { answerSchema } from '../../core/openapi/answer-schemas.js'
import { clientOf } from './client-of.js'

const HELLO = {
  model: 'gpt-4o',
  messages: [{ role: 'user' as const, content: 'Is it sunny in Paris?' }],
}

const WEATHER = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'Looks at the sky.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1, maximum: 5 } },
      required: ['city', 'days'],
    },
  },
}
const TIME = { type: 'function' as const, function: { name: 'get_time' } }

/** Asks a new backend. */
const ask = (body: Partial<ChatCompletionCreateParamsNonStreaming> = {}) =>
  clientOf(createBackend()).chat.completions.create({ ...HELLO, ...body })

/** Asks a new backend for a stream, and folds its chunks. */
async function askForStream(body: Partial<ChatCompletionCreateParamsNonStreaming> = {}) {
  const { completions } = clientOf(createBackend()).chat
  const stream_options = { include_usage: true }
  const chunks = await collect(
    await completions.create({ ...HELLO, ...body, stream: true, stream_options }),
  )
  return foldChatCompletion(chunks)
}

it('answers with a text and a counted usage', async () => {
  const completion = await ask()

  expect(completion.choices).toMatchObject([
    { message: { role: 'assistant', content: expect.any(String) }, finish_reason: 'stop' },
  ])
  const { prompt_tokens = 0, completion_tokens = 0, total_tokens } = completion.usage ?? {}
  expect(prompt_tokens).toBeGreaterThan(3)
  expect(completion_tokens).toBeGreaterThan(3)
  expect(total_tokens).toBe(prompt_tokens + completion_tokens)
  expect(completion.usage).toMatchObject({
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  })
  expect(answerSchema('POST', '/chat/completions')?.(completion)).toBe(true)
})

it('counts more tokens for a longer prompt', async () => {
  const long = [{ role: 'user' as const, content: 'Is it sunny in Paris? '.repeat(10) }]
  const [short, longer] = [await ask(), await ask({ messages: long })]

  expect(longer.usage?.prompt_tokens).toBeGreaterThan(short.usage?.prompt_tokens ?? Infinity)
})

const same: Array<[string, Partial<ChatCompletionCreateParamsNonStreaming>]> = [
  ['one text', {}],
  ['several choices', { n: 3 }],
  ['a text that is cut', { max_completion_tokens: 3 }],
  ['a text that stops', { stop: ['Paris'] }],
  ['log probabilities', { logprobs: true, top_logprobs: 2 }],
  ['a tool call', { tools: [WEATHER] }],
  ['JSON', { response_format: { type: 'json_object' } }],
  ['the call of a legacy function', { functions: [WEATHER.function] }],
]

it.each(same)('streams the same completion that it gives at once: %s', async (_, body) => {
  expect(await askForStream(body)).toEqual(await ask(body))
})

it('streams no usage unless a request asks for it', async () => {
  const { completions } = clientOf(createBackend()).chat

  const chunks = await collect(await completions.create({ ...HELLO, stream: true }))

  expect(chunks.filter(({ usage }) => usage)).toEqual([])
})

it('gives different choices, and counts all of them', async () => {
  const one = await ask()
  const three = await ask({ n: 3 })

  const texts = three.choices.map(({ message }) => message.content)
  expect(new Set(texts).size).toBe(3)
  expect(texts[0]).toBe(one.choices[0]?.message.content)
  expect(three.usage?.prompt_tokens).toBe(one.usage?.prompt_tokens)
  expect(three.usage?.completion_tokens).toBeGreaterThan(2 * (one.usage?.completion_tokens ?? 9))
})

it.each(['max_tokens', 'max_completion_tokens'])('cuts the text at %s', async (name) => {
  const [whole, cut] = [await ask(), await ask({ [name]: 3 })]

  expect(cut.choices[0]?.finish_reason).toBe('length')
  expect(cut.usage?.completion_tokens).toBeLessThanOrEqual(3)
  expect(whole.choices[0]?.message.content).toContain(cut.choices[0]?.message.content)
})

it.each([['Paris'], [['Berlin', 'Paris']]])('stops before %j', async (stop) => {
  const [whole, stopped] = [await ask(), await ask({ stop })]

  const text = whole.choices[0]?.message.content ?? ''
  expect(stopped.choices[0]).toMatchObject({
    message: { content: text.slice(0, text.indexOf('Paris')) },
    finish_reason: 'stop',
  })
})

it('gives log probabilities of the text', async () => {
  const { choices } = await ask({ logprobs: true, top_logprobs: 2 })

  const tokens = choices[0]?.logprobs?.content ?? []
  expect(tokens.map(({ token }) => token).join('')).toBe(choices[0]?.message.content)
  expect(tokens.map(({ top_logprobs }) => top_logprobs.length)).toEqual(tokens.map(() => 2))
})

it('gives another text for another seed', async () => {
  const texts = await Promise.all(
    [1, 2].map(async (seed) => (await ask({ seed })).choices[0]?.message.content),
  )

  expect(new Set(texts).size).toBe(2)
})

it.each([
  ['auto', {}],
  ['required', { tool_choice: 'required' as const }],
  ['allowed', allowing('required', 'get_weather')],
])('calls the first tool with valid arguments where the choice is %s', async (_, body) => {
  const { choices } = await ask({ tools: [WEATHER, TIME], ...body })

  const [call] = choices[0]?.message.tool_calls ?? []
  expect(call).toMatchObject({ id: 'call_1', type: 'function', function: { name: 'get_weather' } })
  const given = JSON.parse(call?.type === 'function' ? call.function.arguments : '')
  expect(given).toEqual({ city: expect.any(String), days: expect.any(Number) })
  expect([1, 2, 3, 4, 5]).toContain(given.days)
  expect(choices[0]?.finish_reason).toBe('tool_calls')
})

it('calls the tool that a request names, or allows', async () => {
  const named = { type: 'function' as const, function: { name: 'get_time' } }
  const bodies = [{ tool_choice: named }, allowing('auto', 'get_time')]

  for (const body of bodies) {
    const { choices } = await ask({ tools: [WEATHER, TIME], ...body })
    expect(choices[0]?.message.tool_calls).toMatchObject([{ function: { name: 'get_time' } }])
  }
})

it('calls a custom tool with the words of the user', async () => {
  const { choices } = await ask({ tools: [{ type: 'custom', custom: { name: 'sql' } }] })

  expect(choices[0]?.message.tool_calls).toEqual([
    { id: 'call_1', type: 'custom', custom: { name: 'sql', input: 'Is it sunny in Paris?' } },
  ])
})

it('calls no tool where the choice is none', async () => {
  const { choices } = await ask({ tools: [WEATHER], tool_choice: 'none' })

  expect(choices[0]?.message).toMatchObject({ content: expect.any(String) })
  expect(choices[0]?.message.tool_calls).toBeUndefined()
})

it('names the result of a tool', async () => {
  const { completions } = clientOf(createBackend()).chat
  const body = { ...HELLO, tools: [WEATHER] }
  const first = await completions.create(body)
  const message = first.choices[0]?.message
  const id = message?.tool_calls?.[0]?.id ?? ''

  const second = await completions.create({
    ...body,
    messages: [
      ...HELLO.messages,
      ...(message ? [message] : []),
      { role: 'tool', tool_call_id: id, content: 'Sunny, 21 degrees' },
    ],
  })

  expect(second.choices[0]?.message.content).toContain('get_weather returned: Sunny, 21 degrees')
})

it('carries out the tools that a client runs', async () => {
  const cities: string[] = []
  const { completions } = clientOf(createBackend()).chat
  const runner = completions.runTools({
    ...HELLO,
    tools: [
      {
        type: 'function',
        function: {
          ...WEATHER.function,
          parse: (text: string): { city: string } => JSON.parse(text),
          function: ({ city }: { city: string }) => {
            cities.push(city)
            return 'Sunny'
          },
        },
      },
    ],
  })

  expect(await runner.finalContent()).toContain('get_weather returned: Sunny')
  expect(cities).toHaveLength(1)
})

it.each([
  ['auto', 'function_call'],
  [{ name: 'get_weather' }, 'stop'],
] as const)('calls a legacy function: %j', async (function_call, finish_reason) => {
  const { choices } = await ask({ functions: [WEATHER.function], function_call })

  expect(choices).toMatchObject([
    { message: { content: null, function_call: { name: 'get_weather' } }, finish_reason },
  ])
  expect(choices[0]?.message.tool_calls).toBeUndefined()
})

it('names the result of a legacy function', async () => {
  const { choices } = await ask({
    functions: [WEATHER.function],
    messages: [
      ...HELLO.messages,
      { role: 'assistant', content: null, function_call: { name: 'get_weather', arguments: '{}' } },
      { role: 'function', name: 'get_weather', content: 'Sunny' },
    ],
  })

  expect(choices[0]?.message.content).toContain('get_weather returned: Sunny')
})

it('answers with JSON under a schema', async () => {
  const schema = {
    type: 'object',
    properties: { sky: { enum: ['blue', 'grey'] } },
    required: ['sky'],
    additionalProperties: false,
  }
  const { choices } = await ask({
    response_format: { type: 'json_schema', json_schema: { name: 'weather', schema } },
  })

  const { sky } = JSON.parse(choices[0]?.message.content ?? '')
  expect(['blue', 'grey']).toContain(sky)
})

it('numbers the completions that it keeps and those that it does not', async () => {
  const { completions } = clientOf(createBackend({ created: 1800000000, idPrefix: 'x' })).chat
  const first = await completions.create(HELLO)
  const second = await completions.create({ ...HELLO, store: true })

  expect([first, second].map(({ id, created }) => [id, created])).toEqual([
    ['chatcmpl-x1', 1800000000],
    ['chatcmpl-x2', 1800000001],
  ])
})

it('starts over after a reset', async () => {
  const openai = createBackend()
  const { completions } = clientOf(openai).chat
  const before = await completions.create({ ...HELLO, store: true })

  openai.reset()

  expect(openai.store.chatCompletions.list()).toEqual([])
  expect(await completions.create({ ...HELLO, store: true })).toEqual(before)
})

/** A script with an id of its own. */
class Sunny extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter({ id: 'chatcmpl-sunny' })
    yield* w.text('It is sunny.')
    yield* w.finish()
  }
}

it('plays a script to both kinds of requests', async () => {
  const { completions } = clientOf(createBackend({ answer: new Sunny() })).chat

  const plain = await completions.create(HELLO)
  const chunks = await collect(await completions.create({ ...HELLO, stream: true }))

  expect(plain.choices[0]?.message.content).toBe('It is sunny.')
  expect(chunks).toEqual([...new Sunny()])
})

function allowing(mode: 'auto' | 'required', name: string) {
  const tools = [{ type: 'function', function: { name } }]
  return { tool_choice: { type: 'allowed_tools' as const, allowed_tools: { mode, tools } } }
}
