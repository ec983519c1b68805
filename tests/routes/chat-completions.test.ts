import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { chat } from 'msw-openai/routes'
import { respond, StreamError } from 'msw-openai/streaming'
import { chatCompletions } from '../../src/routes/chat-completions/endpoint.js'
import { foldChatCompletion } from '../../src/routes/chat-completions/fold.js'
import { below, inspect, padded, problems, Scripted, type Notes } from './support.js'

const { endpoint } = chat.completions.create
const { event } = chatCompletions.wire
type Choice = ChatCompletionChunk.Choice

const head = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1700000000,
  model: 'gpt-5',
} as const

const say = (delta: Choice['delta'], more: Partial<Choice> = {}): ChatCompletionChunk => ({
  ...head,
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
})

const usage = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 }
const fn = { name: 'get_weather', arguments: '' }
const logprob = { token: 'Hi', logprob: -0.25, bytes: [72, 105] }
const tokens = [{ ...logprob, top_logprobs: [logprob, { token: 'Ho', logprob: -9, bytes: null }] }]

const rated = {
  type: 'moderation_results',
  model: 'omni-moderation-latest',
  results: [
    {
      type: 'moderation_result',
      model: 'omni-moderation-latest',
      flagged: false,
      categories: { violence: false },
      category_scores: { violence: 0.01 },
      category_applied_input_types: { violence: ['text'] },
    },
  ],
} satisfies ChatCompletionChunk.Moderation['input']

const unrated = { type: 'error', code: 'server_error', message: 'Try again' } as const

const chunks: Record<string, ChatCompletionChunk> = {
  'a role': say({ role: 'assistant', content: '', refusal: null }),
  text: say({ content: 'Hello' }, { logprobs: null }),
  'text of a second choice': say({ content: 'Hi' }, { index: 1 }),
  'a refusal': say({ refusal: "I'm" }),
  'a function call': say({
    content: null,
    tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: fn }],
  }),
  'arguments of a function call': say({
    tool_calls: [{ index: 0, function: { arguments: '{"city' } }],
  }),
  'a custom tool call': say({
    tool_calls: [{ index: 1, id: 'call_2', type: 'custom', custom: { name: 'sql', input: '' } }],
  }),
  'input of a custom tool call': say({ tool_calls: [{ index: 1, custom: { input: 'select 1' } }] }),
  'a legacy function call': say({ function_call: fn }, { finish_reason: 'function_call' }),
  'logprobs of content': say({ content: 'Hi' }, { logprobs: { content: tokens, refusal: null } }),
  'logprobs of a refusal': say({ refusal: 'Hi' }, { logprobs: { content: null, refusal: tokens } }),
  'an audio transcript': say({ audio: { id: 'audio_1', transcript: 'Hi' } }),
  'audio data': say({ audio: { data: 'AAAA' } }),
  'the expiry of an audio': say({ audio: { expires_at: 1700003600 } }),
  stop: say({}, { finish_reason: 'stop' }),
  length: say({}, { finish_reason: 'length' }),
  'tool calls': say({}, { finish_reason: 'tool_calls' }),
  'a content filter': say({}, { finish_reason: 'content_filter' }),
  usage: { ...head, choices: [], usage },
  'usage of null': { ...say({ content: 'Hi' }), usage: null },
  'details of usage': {
    ...head,
    choices: [],
    usage: {
      ...usage,
      prompt_tokens_details: { cached_tokens: 1, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  },
  moderation: { ...head, choices: [], usage: null, moderation: { input: rated, output: unrated } },
  'moderation of null': { ...say({ content: 'Hi' }), moderation: null },
  obfuscation: { ...say({ content: 'Hi' }), obfuscation: 'w8Hx2' },
  'a service tier': { ...say({ content: 'Hi' }), service_tier: 'default' },
  'a service tier of null': { ...say({ content: 'Hi' }), service_tier: null },
  'a fingerprint': { ...say({ content: 'Hi' }), system_fingerprint: 'fp_1' },
}

it.each(Object.entries(chunks))('takes a chunk with %s', (_, chunk) => {
  expect(event.safeParse(chunk)).toEqual({ success: true, data: chunk })
})

const padding = { ...head, service_tier: 'default', usage: null, obfuscation: 'Kk27CsDA' }
const choices = (given: object) => ({ ...head, choices: [{ index: 0, delta: {}, ...given }] })

it.each<[sent: string, chunk: object, before?: ChatCompletionChunk]>([
  ['a chunk that pads an audio', padding],
  [
    'the end of an audio',
    { ...head, choices: [{ index: 0, delta: { audio: { expires_at: 5 } } }] },
    say({ audio: { id: 'audio_1' } }),
  ],
  ['a choice without a finish_reason', choices({ delta: { content: 'Hi' } })],
  ['the role of DeepSeek at Azure', choices({ delta: { role: null, content: 'Hi' } })],
  [
    'the first chunk of Azure',
    { choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: [] },
  ],
  [
    'the filter of Azure',
    choices({ delta: undefined, finish_reason: null, content_filter_results: {} }),
  ],
  [
    'the thoughts of Mistral',
    choices({ delta: { content: [{ type: 'thinking', thinking: [] }] } }),
  ],
  [
    'a call of Mistral',
    choices({ delta: { tool_calls: [{ id: 'a', function: { name: 'get', arguments: '{}' } }] } }),
  ],
  [
    'a call of Writer',
    choices({
      delta: {
        tool_calls: [{ index: 0, id: null, type: null, function: { name: null, arguments: null } }],
      },
    }),
    say({ tool_calls: [{ index: 0, function: { name: 'get' } }] }),
  ],
  ['the end of Together', choices({ finish_reason: 'eos' })],
  ['a chunk of Together', { ...choices({}), object: 'completion.chunk' }],
  ['the end of Perplexity', { ...choices({}), object: 'chat.completion.done' }],
  [
    'the usage of Databricks',
    { ...choices({}), usage: { prompt_tokens: 1, completion_tokens: null, total_tokens: null } },
  ],
])('takes, reads and folds %s', (_, chunk, before = say({})) => {
  const fold = () =>
    foldChatCompletion([before, chunk as ChatCompletionChunk, say({}, { finish_reason: 'stop' })])

  expect(problems(event, chunk)).toEqual([])
  expect(endpoint.events?.is?.(chunk)).toBe(true)
  expect(fold).not.toThrow()
})

it.each([undefined, null, 5, 'Hello', []])('refuses %j, which is no chunk', (value) => {
  expect(problems(event, value)[0]).toBeDefined()
})

it.each(['system_fingerprint', 'service_tier', 'usage', 'moderation'])('takes %s: null', (key) => {
  expect(problems(event, { ...say({}), [key]: null })).toEqual([])
})

it.each(Object.entries(chunks).filter(([what]) => what !== 'moderation'))(
  'keeps fields nobody knows in a chunk with %s',
  (_, chunk) => {
    const extended = padded(chunk)

    expect(extended).not.toEqual(chunk)
    expect(event.safeParse(extended)).toEqual({ success: true, data: extended })
  },
)

const examples: Array<[what: string, example: object, notes: Notes]> = [
  [
    'text',
    {
      ...chunks['a role'],
      usage: null,
      service_tier: 'default',
      system_fingerprint: null,
      obfuscation: 'w8Hx2',
    },
    {
      optional: `usage service_tier system_fingerprint obfuscation ${below('choices.0.delta', 'role content refusal')}`,
    },
  ],
  [
    'a tool call',
    say({
      tool_calls: [
        {
          index: 0,
          id: 'call_1',
          type: 'function',
          function: fn,
          custom: { name: 'sql', input: '' },
        },
      ],
    }),
    {
      optional: `choices.0.delta.tool_calls ${below(
        'choices.0.delta.tool_calls.0',
        'index id type function function.name function.arguments custom custom.name custom.input',
      )}`,
    },
  ],
  [
    'a legacy function call',
    say({ function_call: fn }),
    {
      optional: below(
        'choices.0.delta',
        'function_call function_call.name function_call.arguments',
      ),
    },
  ],
  [
    'audio',
    say({ audio: { id: 'audio_1', data: 'AAAA', transcript: 'Hi', expires_at: 1700003600 } }),
    {
      optional: below(
        'choices.0.delta',
        'audio audio.id audio.data audio.transcript audio.expires_at',
      ),
    },
  ],
  [
    'logprobs',
    say({}, { logprobs: { content: tokens, refusal: tokens } }),
    { optional: 'choices.0.logprobs' },
  ],
  [
    'usage',
    {
      ...head,
      choices: [],
      usage: { ...usage, prompt_tokens_details: {}, completion_tokens_details: {} },
    },
    { optional: 'usage usage.prompt_tokens_details usage.completion_tokens_details' },
  ],
  [
    'moderation',
    { ...head, choices: [], moderation: { input: rated, output: unrated } },
    {
      // The keys are the kinds of harm, so any set of them will do.
      optional: `moderation ${below(
        'moderation.input.results.0',
        'categories.violence category_scores.violence category_applied_input_types.violence',
      )}`,
    },
  ],
]

it.each(examples)(
  'reports the place where a damaged chunk with %s is wrong',
  (_, example, notes) => {
    // OpenAI omits the choices while it makes an audio, and other servers omit the `finish_reason`.
    const optional = `${notes.optional} choices choices.0.finish_reason`
    const { found, expected } = inspect(event, example, { ...notes, optional })

    expect(found).toEqual(expected)
  },
)

it.each([
  ['an object of another kind', { ...say({}), object: 'chat.completion' }, 'object'],
  [
    'a finish reason nobody knows',
    say({}, { finish_reason: 'done' as 'stop' }),
    'choices.0.finish_reason',
  ],
  ['a role nobody knows', say({ role: 'robot' as 'user' }), 'choices.0.delta.role'],
  ['a negative index', say({}, { index: -1 }), 'choices.0.index'],
  ['half an index', say({}, { index: 0.5 }), 'choices.0.index'],
  ['an error beside it', { error: { message: 'No' } }, 'id'],
])('refuses a chunk with %s', (_, chunk, path) => {
  expect(problems(event, chunk)[0]).toBe(path)
})

it.each<[chunk: object, message: string]>([
  [
    choices({ finish_reason: 'done' }),
    'expected "stop", "length", "tool_calls", "content_filter", "function_call", "eos", "model_length", "insufficient_system_resource", "error" or null, received "done"',
  ],
  [
    choices({ delta: { role: 'robot' } }),
    'expected "developer", "system", "user", "assistant", "tool" or null, received "robot"',
  ],
  [
    { ...head, object: 'chat.completion' },
    'expected "chat.completion.chunk", received "chat.completion"',
  ],
  [choices({ delta: undefined, message: {} }), 'expected object, received undefined'],
  [choices({ delta: { content: 5 } }), 'expected string, array or null, received 5'],
])('tells of %j what was expected and received', (chunk, message) => {
  expect(event.safeParse(chunk).error?.issues).toMatchObject([
    { message: `Invalid input: ${message}` },
  ])
})

it('sends unnamed records, and [DONE] in the end', async () => {
  const script = new Scripted([
    say({ role: 'assistant', content: '' }),
    say({ content: 'Hé\n' }),
    say({}, { finish_reason: 'stop' }),
  ])

  expect(await respond(endpoint, script).text()).toBe(
    [
      'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-5","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}',
      'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-5","choices":[{"index":0,"delta":{"content":"Hé\\n"},"finish_reason":null}]}',
      'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-5","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}',
      'data: [DONE]',
      '',
    ].join('\n\n'),
  )
})

it('sends fields nobody knows, and every field in the order of its author', async () => {
  const chunk = { x_groq: { id: 'req_1' }, choices: [], ...head, usage: null }

  expect(await respond(endpoint, new Scripted<ChatCompletionChunk>([chunk])).text()).toBe(
    'data: {"x_groq":{"id":"req_1"},"choices":[],"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-5","usage":null}\n\n' +
      'data: [DONE]\n\n',
  )
})

it('sends an error in one unnamed record, without [DONE]', async () => {
  const script = new Scripted(
    [{ ...head, choices: [] }],
    new StreamError({ message: 'Overloaded', type: 'server_error', code: 'overloaded' }),
  )

  expect(await respond(endpoint, script).text()).toBe(
    [
      'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-5","choices":[]}',
      'data: {"error":{"message":"Overloaded","type":"server_error","param":null,"code":"overloaded"}}',
      '',
    ].join('\n\n'),
  )
})
