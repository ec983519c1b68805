import * as fc from 'fast-check'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { chunkReader } from '../../src/routes/chat-completions/chunk-reader.js'
import { chatCompletions } from '../../src/routes/chat-completions/endpoint.js'
import { foldChatCompletion } from '../../src/routes/chat-completions/fold.js'
import { stepsOf } from '../steps.js'

/** A chunk of any shape, as a server or a test may send it. */
function damaged(chunk: unknown): ChatCompletionChunk {
  return chunk as ChatCompletionChunk
}

/** The chunks of a stream with one choice, of deltas of any shape. */
function streamOf(...deltas: unknown[]): ChatCompletionChunk[] {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model: 'gpt-5' }
  const choices = deltas.map((delta) => ({ index: 0, delta, finish_reason: null }))
  return [...choices, { index: 0, delta: {}, finish_reason: 'stop' }].map((choice) =>
    damaged({ ...head, choices: [choice] }),
  )
}

const callOf = (piece: object) => ({ tool_calls: [piece] })
const read = (chunks: readonly ChatCompletionChunk[]) => chunkReader.toolCalls?.(chunks) ?? []
const text = (chunks: readonly ChatCompletionChunk[]) => chunkReader.text(chunks).join('')

function messageOf(...deltas: unknown[]) {
  return foldChatCompletion(streamOf(...deltas)).choices[0]?.message
}

/** The calls of a folded stream, in the words of the reader. */
function folded(chunks: readonly ChatCompletionChunk[]): object[] {
  const [choice] = foldChatCompletion(chunks).choices
  return (choice?.message.tool_calls ?? []).map((call) => ({
    id: call.id,
    ...(call.type === 'custom' ? call.custom : call.function),
  }))
}

it('is the reader of the endpoint', () => {
  expect(chatCompletions.events).toBe(chunkReader)
})

it.each<[stream: string, deltas: unknown[], calls: object[]]>([
  [
    'pieces by their index, in the order of the indices',
    [
      callOf({ index: 1, id: 'b', function: { name: 'two', arguments: '' } }),
      callOf({ index: 0, id: 'a', function: { name: 'one', arguments: '{' } }),
      callOf({ index: 1, function: { arguments: '{}' } }),
      callOf({ index: 0, function: { arguments: '}' } }),
    ],
    [
      { id: 'a', name: 'one', arguments: '{}' },
      { id: 'b', name: 'two', arguments: '{}' },
    ],
  ],
  [
    'calls of one id by their index',
    [
      callOf({ index: 0, id: 'a', function: { name: 'one', arguments: '1' } }),
      callOf({ index: 1, id: 'a', function: { name: 'two', arguments: '2' } }),
    ],
    [
      { id: 'a', name: 'one', arguments: '1' },
      { id: 'a', name: 'two', arguments: '2' },
    ],
  ],
  [
    'one call without an index',
    [
      callOf({ id: 'a', function: { name: 'one', arguments: '{' } }),
      callOf({ function: { arguments: '}' } }),
    ],
    [{ id: 'a', name: 'one', arguments: '{}' }],
  ],
  [
    'two calls without an index, by their ids',
    [
      callOf({ id: 'a', function: { name: 'one', arguments: '' } }),
      callOf({ function: { arguments: '1' } }),
      callOf({ id: 'b', function: { name: 'two', arguments: '' } }),
      callOf({ function: { arguments: '2' } }),
      callOf({ id: 'a', function: { arguments: '3' } }),
      callOf({ id: '', index: null, function: { arguments: '4' } }),
    ],
    [
      { id: 'a', name: 'one', arguments: '134' },
      { id: 'b', name: 'two', arguments: '2' },
    ],
  ],
  [
    'two calls in one list without an index',
    [
      {
        tool_calls: [
          { id: 'a', function: { name: 'one', arguments: '1' } },
          { id: 'b', custom: { name: 'two', input: '2' } },
        ],
      },
    ],
    [
      { id: 'a', name: 'one', arguments: '1' },
      { id: 'b', name: 'two', input: '2' },
    ],
  ],
  [
    'a piece without an index that has the id of a call with one',
    [
      callOf({ index: 4, id: 'a', function: { name: 'one', arguments: '{' } }),
      callOf({ id: 'a', function: { arguments: '}' } }),
    ],
    [{ id: 'a', name: 'one', arguments: '{}' }],
  ],
  [
    'arguments before the name',
    [
      callOf({ index: 0, function: { arguments: '{}' } }),
      callOf({ index: 0, id: 'a', function: { name: 'one' } }),
    ],
    [{ id: 'a', name: 'one', arguments: '{}' }],
  ],
])('joins %s', (_, deltas, calls) => {
  const chunks = streamOf(...deltas)

  expect(read(chunks)).toEqual(calls)
  expect(folded(chunks)).toEqual(calls)
})

it('folds calls without an id, which have a default one', () => {
  const chunks = streamOf(
    callOf({ index: 0, id: 'call_1', function: { name: 'one', arguments: '{}' } }),
    callOf({ index: 1, function: { name: 'two', arguments: '{}' } }),
  ).map((chunk) => ({ ...chunk, id: 'chatcmpl-2' }))
  const first = chunks.map((chunk) => ({ ...chunk, id: 'chatcmpl-1' }))

  expect(folded(chunks)).toMatchObject([{ id: 'call_1' }, { id: 'call_2_1', name: 'two' }])
  expect(folded(first)).toMatchObject([{ id: 'call_1' }, { id: 'call_2', name: 'two' }])
  expect(read(chunks)[1]).toEqual({ name: 'two', arguments: '{}' })
})

const anyPiece = fc.record(
  {
    index: fc.constantFrom(0, 1, 7, null),
    id: fc.constantFrom('a', 'b', '', null),
    function: fc.record(
      { name: fc.constantFrom('one', 'two'), arguments: fc.constantFrom('{', '}', null) },
      { requiredKeys: ['name'] },
    ),
  },
  { requiredKeys: ['function'] },
)
const anyDelta = fc.record(
  {
    content: fc.constantFrom('', 'a', ' b', null),
    tool_calls: fc.option(fc.array(anyPiece, { maxLength: 3 })),
  },
  { requiredKeys: [] },
)

it('reads the same calls and the same text as fold, of streams of any damage', () => {
  fc.assert(
    fc.property(fc.array(anyDelta, { maxLength: 6 }), (deltas) => {
      const chunks = streamOf(...deltas)
      const calls = read(chunks).map((call) => ({ arguments: '', ...call }))

      expect(folded(chunks)).toMatchObject(calls)
      expect(folded(chunks)).toHaveLength(calls.length)
      expect(foldChatCompletion(chunks).choices[0]?.message.content ?? '').toBe(text(chunks))
    }),
  )
})

it('reads the text and the calls of the first choice', () => {
  const first = streamOf({ content: 'Hello' })
  const second = streamOf({ content: 'Bye' }, callOf({ index: 0, id: 'a' })).map((chunk) => ({
    ...chunk,
    choices: chunk.choices.map((choice) => ({ ...choice, index: 1 })),
  }))

  expect(chunkReader.text([...second, ...first])).toEqual(['', '', '', 'Hello', ''])
  expect(read([...second, ...first])).toEqual([])
})

it.each([null, 5, {}, { choices: 5 }, { choices: [null] }, { choices: [{ delta: null }] }])(
  'reads nothing in %j',
  (chunk) => {
    expect(text([damaged(chunk)])).toBe('')
    expect(read([damaged(chunk)])).toEqual([])
  },
)

it.each([
  { object: 'text_completion', choices: [{ text: 'Hi', content_filter_results: {} }] },
  { object: 'chat.completion', choices: [{ message: {}, content_filter_results: {} }] },
  { object: 'chat.completion.chunk', choices: [{ index: 0 }] },
  { object: 'thread.run' },
  { choices: [] },
])('does not take %j for a chunk', (event) => {
  expect(chunkReader.is?.(event)).toBe(false)
})

const thinking = (said: string) => ({
  type: 'thinking',
  thinking: [{ type: 'text', text: said }],
})
const part = (said: string) => ({ type: 'text', text: said })

it.each<[stream: string, contents: unknown[], content: unknown]>([
  ['a list', ['', [thinking('Hmm'), part('Hi')]], [thinking('Hmm'), part('Hi')]],
  ['lists of text, and strings', [[part('Hi')], ' ', [part('there')], '.'], 'Hi there.'],
  [
    'thoughts, and strings behind them',
    ['', [thinking('H')], [thinking('mm'), part('Hi')], ' there', ''],
    [thinking('H'), thinking('mm'), part('Hi there')],
  ],
])('folds content that is %s', (_, contents, content) => {
  const deltas = contents.map((given) => ({ content: given }))

  expect(messageOf(...deltas)?.content).toEqual(content)
  expect(text(streamOf(...deltas)).startsWith('Hi')).toBe(true)
})

it('folds a choice that never has a delta', () => {
  const stream = [
    { id: '', object: '', choices: [], prompt_filter_results: [] },
    { id: 'chatcmpl-1', choices: [{ index: 0, finish_reason: null, content_filter_offsets: {} }] },
    { id: 'chatcmpl-1', choices: [{ index: 0, finish_reason: 'stop' }] },
    { id: 'chatcmpl-1', obfuscation: 'x' },
  ].map(damaged)

  expect(foldChatCompletion(stream)).toEqual({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    prompt_filter_results: [],
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        content_filter_offsets: {},
        message: { role: 'assistant', content: null, refusal: null, annotations: [] },
      },
    ],
  })
})

it('folds a choice without an index, and no tool calls where there are none', () => {
  const stream = [
    { id: 'a', choices: [{ delta: { content: 'Hi', tool_calls: [] } }] },
    { id: 'a', choices: [{ delta: { tool_calls: null }, finish_reason: 'stop' }] },
  ].map(damaged)

  expect(foldChatCompletion(stream).choices).toEqual([
    {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: 'Hi', refusal: null, annotations: [] },
    },
  ])
})

it('folds calls of a completion whose id is no text', () => {
  const id = Object.create(null)
  const stream = streamOf(callOf({ index: 0, function: { name: 'one' } }))

  expect(folded(stream.map((chunk) => ({ ...chunk, id })))).toMatchObject([{ id: 'call_1' }])
})

it('allocates nothing by an index that was read', () => {
  const chunks = streamOf(callOf({ index: 2 ** 52, id: 'a', function: { name: 'one' } })).map(
    (chunk) => ({
      ...chunk,
      choices: chunk.choices.map((choice) => ({ ...choice, index: 4_000_000_000 })),
    }),
  )
  const { choices } = foldChatCompletion(chunks)

  expect(choices).toHaveLength(1)
  expect(choices[0]).toMatchObject({ index: 4_000_000_000, message: { tool_calls: [{ id: 'a' }] } })
})

it.each<[chunk: unknown, reason: string]>([
  [null, 'chunk 1 is damaged: expected object, received null.'],
  ['Hi', 'chunk 1 is damaged: expected object, received string.'],
  [{ choices: 5 }, 'chunk 1 is damaged at choices: expected array, received number.'],
  [{ choices: [null] }, 'chunk 1 is damaged at choices.0: expected object, received null.'],
  [
    { choices: [{ index: '0', delta: {} }] },
    'chunk 1 is damaged at choices.0.index: expected number, received string.',
  ],
  [
    { choices: [{ index: 0, delta: 'Hi' }] },
    'chunk 1 is damaged at choices.0.delta: expected object, received string.',
  ],
  [
    { choices: [{ index: 0, delta: { content: 5 } }] },
    'chunk 1 is damaged at choices.0.delta.content: expected string, array or null, received 5.',
  ],
  [
    { choices: [{ index: 0, delta: { tool_calls: [null] } }] },
    'chunk 1 is damaged at choices.0.delta.tool_calls.0: expected object, received null.',
  ],
  [
    { choices: [{ index: 0, delta: callOf({ index: 0, function: { arguments: {} } }) }] },
    'chunk 1 is damaged at choices.0.delta.tool_calls.0.function.arguments: expected string, received object.',
  ],
])('refuses to fold a stream with %j', (chunk, reason) => {
  const [role, ...rest] = streamOf({ role: 'assistant', content: '' })
  const fold = () => foldChatCompletion([role!, damaged(chunk), ...rest])

  expect(fold).toThrow(TypeError)
  expect(fold).toThrow(`Failed to fold a chat completion: ${reason}`)
})

/** Makes a stream of so many tokens with their log probabilities. */
function tokens(count: number): ChatCompletionChunk[] {
  const token = { token: 'Hi', logprob: -1, bytes: [72, 105], top_logprobs: [] }
  const choice = { index: 0, finish_reason: null, logprobs: { content: [token], refusal: null } }
  const [base] = streamOf({})
  const chunks = Array.from({ length: count }, () =>
    damaged({ ...base, choices: [{ ...choice, delta: { content: 'Hi' } }] }),
  )
  return [...chunks, ...streamOf()]
}

/** Makes a stream of a tool call in so many pieces. */
function pieces(count: number): ChatCompletionChunk[] {
  const piece = callOf({ index: 0, function: { arguments: 'x' } })
  const first = callOf({ index: 0, id: 'a', function: { name: 'one' } })
  return streamOf(first, ...Array.from({ length: count }, () => piece))
}

it('folds a long stream with log probabilities', () => {
  const [choice] = foldChatCompletion(tokens(40_000)).choices

  expect(choice?.message.content).toHaveLength(80_000)
  expect(choice?.logprobs?.content).toHaveLength(40_000)
})

it('joins a tool call of many pieces', () => {
  expect(read(pieces(40_000))[0]?.arguments).toHaveLength(40_000)
})

it.each([
  ['folds log probabilities', tokens, foldChatCompletion],
  ['folds the pieces of a tool call', pieces, foldChatCompletion],
  ['joins the pieces of a tool call', pieces, read],
])('%s in steps that grow with their number alone', (_, streamed, task) => {
  const [one = 0, two = 0, three = 0] = [500, 1000, 1500].map((count) =>
    stepsOf(streamed(count), task),
  )

  expect(two - one).toBeGreaterThanOrEqual(500)
  expect(three - two).toBe(two - one)
})

const { request } = chatCompletions

/** A body of any shape, as a test may send it. */
function bodyOf(body: unknown): Parameters<NonNullable<typeof request>['conversation']>[0] {
  return body as Parameters<NonNullable<typeof request>['conversation']>[0]
}

it('reads the conversation of a request', () => {
  const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }
  const messages = [
    { role: 'developer', content: 'Be brief.' },
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: null, tool_calls: [] },
    { role: 'tool', tool_call_id: 'call_1', content: '{}' },
    { role: 'assistant', function_call: { name: 'get_weather', arguments: '{}' } },
    { role: 'function', name: 'get_weather', content: '{}' },
    { role: 'user', content: [part('What '), image, part('is this?')] },
  ]

  expect(request?.conversation(bodyOf({ model: 'gpt-5', messages }))).toEqual([
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'Hello' },
    { role: 'assistant', text: '' },
    { role: 'tool', callId: 'call_1', text: '{}' },
    {
      role: 'assistant',
      text: '',
      toolCalls: [{ id: 'get_weather', name: 'get_weather', arguments: '{}' }],
    },
    { role: 'tool', callId: 'get_weather', text: '{}' },
    { role: 'user', text: 'What is this?' },
  ])
})

it('reads the tools of a request', () => {
  const tools = [
    { type: 'function', function: { name: 'get_weather' } },
    { type: 'custom', custom: { name: 'sql' } },
    { type: 'web_search' },
  ]

  expect(request?.tools?.(bodyOf({ tools, functions: [{ name: 'get_time' }] }))).toEqual([
    'get_weather',
    'sql',
    'web_search',
    'get_time',
  ])
})

it('never throws on a request', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        fc.record({ messages: fc.array(fc.anything()), tools: fc.array(fc.anything()) }),
      ),
      (body) => {
        expect(Array.isArray(request?.conversation(bodyOf(body)))).toBe(true)
        expect(request?.tools?.(bodyOf(body)).every((name) => typeof name === 'string')).toBe(true)
      },
    ),
  )
})
