import * as fc from 'fast-check'
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessage,
} from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import type { ReplyFields } from '../../src/routes/answers/reply.js'
import {
  completeChatCompletion,
  replyToChatCompletion,
} from '../../src/routes/chat-completions/complete.js'
import { chatCompletions } from '../../src/routes/chat-completions/endpoint.js'
import { foldChatCompletion } from '../../src/routes/chat-completions/fold.js'
import { unfoldChatCompletion } from '../../src/routes/chat-completions/unfold.js'
import { chatCompletionWriter } from '../../src/routes/chat-completions/writer.js'
import { anyText, problems } from './support.js'

const { event } = chatCompletions.wire
const withUsage = { body: { stream_options: { include_usage: true } } }

type Delta = ChatCompletionChunk.Choice['delta'] & Record<string, unknown>

function said(...parts: Array<Delta | 'stop' | 'tool_calls'>): ChatCompletionChunk[] {
  return parts.map((part) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'gpt-5',
    choices: [
      typeof part === 'string'
        ? { index: 0, delta: {}, finish_reason: part }
        : { index: 0, delta: part, finish_reason: null },
    ],
  }))
}

const citation: ChatCompletionMessage.Annotation = {
  type: 'url_citation',
  url_citation: { url: 'https://example.com', title: 'Example', start_index: 0, end_index: 7 },
}

const anyTokens = fc.array(
  fc.record({
    token: anyText,
    logprob: fc.integer({ max: 0 }),
    bytes: fc.option(fc.array(fc.nat(255))),
    top_logprobs: fc.array(
      fc.record({ token: anyText, logprob: fc.constant(-1), bytes: fc.constant(null) }),
    ),
  }),
)
const anyToolCall = fc.oneof(
  fc.record({
    id: anyText,
    type: fc.constant('function' as const),
    function: fc.record({ name: anyText, arguments: fc.oneof(anyText, fc.json()) }),
  }),
  fc.record({
    id: anyText,
    type: fc.constant('custom' as const),
    custom: fc.record({ name: anyText, input: anyText }),
  }),
)
const anyMessage = fc.record(
  {
    role: fc.constant('assistant' as const),
    content: fc.option(anyText),
    refusal: fc.option(anyText),
    reasoning_content: anyText,
    annotations: fc.constantFrom<ChatCompletionMessage.Annotation[]>([], [citation]),
    audio: fc.record({
      id: anyText,
      data: fc.base64String(),
      transcript: anyText,
      expires_at: fc.nat(),
    }),
    tool_calls: fc.array(anyToolCall, { minLength: 1 }),
  },
  { requiredKeys: ['role', 'content', 'refusal', 'annotations'] },
)
const anyChoice = fc
  .record({
    index: fc.constant(0),
    finish_reason: fc.constantFrom('stop', 'length', 'tool_calls', 'content_filter'),
    message: anyMessage,
    logprobs: fc.option(
      fc.record({ content: fc.option(anyTokens), refusal: fc.option(anyTokens) }),
    ),
  })
  .map((given): ChatCompletion.Choice => {
    // Only what is said has tokens.
    const { message, logprobs } = given
    if (message.content === null && logprobs) logprobs.content = null
    if (message.refusal === null && logprobs) logprobs.refusal = null
    return given
  })
const anyRecord: fc.Arbitrary<ChatCompletion> = fc.record(
  {
    id: anyText,
    object: fc.constant('chat.completion'),
    created: fc.nat(),
    model: anyText,
    choices: fc
      .array(anyChoice, { minLength: 1, maxLength: 3 })
      .map((choices) => choices.map((given, index) => ({ ...given, index }))),
    service_tier: fc.constantFrom('default', 'flex', null),
    system_fingerprint: anyText,
    usage: fc.record(
      {
        prompt_tokens: fc.nat(),
        completion_tokens: fc.nat(),
        total_tokens: fc.nat(),
        prompt_tokens_details: fc.record({ cached_tokens: fc.nat() }),
      },
      {
        requiredKeys: ['prompt_tokens', 'completion_tokens', 'total_tokens'],
      },
    ),
  },
  { requiredKeys: ['id', 'object', 'created', 'model', 'choices'] },
)
/** Plain objects, where those of fast-check may have no prototype. */
const anyCompletion = anyRecord.map((given) => structuredClone(given))

it('folds what it unfolds', () => {
  fc.assert(
    fc.property(anyCompletion, (given) => {
      expect(foldChatCompletion(unfoldChatCompletion(given, withUsage))).toStrictEqual(given)
    }),
  )
})

it('unfolds into chunks that the endpoint sends', () => {
  fc.assert(
    fc.property(anyCompletion, (given) => {
      const chunks = [...unfoldChatCompletion(given, withUsage)]

      expect(chunks.flatMap((chunk) => problems(event, chunk))).toEqual([])
    }),
  )
})

it('gives a whole completion as it is', () => {
  fc.assert(
    fc.property(anyCompletion, (given) => {
      expect(completeChatCompletion(given)).toEqual({
        service_tier: 'default',
        system_fingerprint: 'fp_1',
        usage: completeChatCompletion('').usage,
        ...given,
      })
    }),
  )
})

it.each([undefined, {}, { stream_options: null }, { stream_options: { include_usage: false } }])(
  'unfolds without the usage where the request says %j',
  (body) => {
    const chunks = [...unfoldChatCompletion(completeChatCompletion('Hi'), body && { body })]

    expect(chunks.filter((chunk) => 'usage' in chunk)).toEqual([])
    expect(chunks).toHaveLength(3)
  },
)

it('unfolds with the usage where the request asks for it', () => {
  const chunks = unfoldChatCompletion(completeChatCompletion('Hi'), withUsage)

  expect([...chunks].map(({ usage }) => usage?.total_tokens)).toEqual([
    undefined,
    undefined,
    undefined,
    20,
  ])
})

it('interleaves choices, and their ends behind them', () => {
  const choices = ['a b', 'c', 'd e f'].map((content, index) => ({ index, message: { content } }))
  const chunks = unfoldChatCompletion(completeChatCompletion({ choices }))

  expect([...chunks].map(({ choices: [choice] }) => choice?.index).join('')).toBe('001122022012')
})

it('folds a text of its deltas', () => {
  const chunks = said({ role: 'assistant', content: '' }, { content: 'Hel' }, { content: 'lo' })

  expect(foldChatCompletion([...chunks, ...said('stop')])).toStrictEqual({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 0,
    model: 'gpt-5',
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        message: { role: 'assistant', content: 'Hello', refusal: null, annotations: [] },
      },
    ],
  })
})

it('folds tool calls by their index', () => {
  const completion = foldChatCompletion(
    said(
      { role: 'assistant', content: null },
      { tool_calls: [{ index: 0, id: 'a', function: { name: 'get', arguments: '' } }] },
      { tool_calls: [{ index: 1, id: 'b', type: 'custom', custom: { name: 'sql' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{' } }] },
      // Some servers repeat the type.
      { tool_calls: [{ index: 0, id: 'a', function: { name: 'get', arguments: '}' } }] },
      { tool_calls: [{ index: 1, custom: { input: 'select 1' } }] },
      'tool_calls',
    ),
  )

  expect(completion.choices[0]).toEqual({
    index: 0,
    finish_reason: 'tool_calls',
    message: {
      role: 'assistant',
      content: null,
      refusal: null,
      annotations: [],
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'get', arguments: '{}' } },
        { id: 'b', type: 'custom', custom: { name: 'sql', input: 'select 1' } },
      ],
    },
  })
})

it('folds fields that only some servers have, and functions of before there were tools', () => {
  const chunks = said(
    { role: 'assistant', reasoning: 'H' },
    { role: 'assistant', reasoning: 'mm', reasoning_details: [{ text: 'H' }] },
    { content: null, reasoning: null, reasoning_details: [{ text: 'mm' }] },
    { function_call: { name: 'get', arguments: '' } },
    { function_call: { arguments: '{}' } },
    'stop',
  )

  expect(foldChatCompletion(chunks).choices[0]?.message).toEqual({
    role: 'assistant',
    content: null,
    refusal: null,
    annotations: [],
    reasoning: 'Hmm',
    reasoning_details: [{ text: 'H' }, { text: 'mm' }],
    function_call: { name: 'get', arguments: '{}' },
  })
})

it('folds an audio, which has no finish_reason', () => {
  const w = chatCompletionWriter()
  const spoken = { id: 'audio_1', data: 'AAAA', transcript: 'Hi there', expires_at: 5 }

  expect(foldChatCompletion(w.audio(spoken)).choices).toEqual([
    {
      index: 0,
      finish_reason: 'stop',
      logprobs: null,
      message: {
        role: 'assistant',
        content: null,
        refusal: null,
        annotations: [],
        audio: spoken,
      },
    },
  ])
})

it('folds the usage, wherever it comes', () => {
  const [first, ...rest] = said({ content: 'Hi' }, 'stop')
  const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
  const chunks = [{ ...first!, usage }, ...rest.map((chunk) => ({ ...chunk, usage: null }))]

  expect(foldChatCompletion(chunks).usage).toEqual(usage)
  expect(foldChatCompletion([first!, ...rest])).not.toHaveProperty('usage')
})

it.each<[what: string, chunks: ChatCompletionChunk[], reason: string]>([
  ['nothing', [], 'it has no chunks. Expected one chunk at least.'],
  [
    'a choice without an end',
    said({ content: 'Hi' }),
    'choice 0 has no end. Expected a chunk with its finish_reason.',
  ],
  [
    'a tool call without a name',
    said({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] }, 'stop'),
    'tool call 0 lacks its name. Expected a chunk that announces it.',
  ],
  [
    'an audio without an id',
    said({ audio: { expires_at: 5 } }, 'stop'),
    'an audio lacks its id or its expiry. Expected chunks with audio.id and audio.expires_at.',
  ],
])('refuses to fold %s', (_, chunks, reason) => {
  expect(() => foldChatCompletion(chunks)).toThrow(`Failed to fold a chat completion: ${reason}`)
})

it('completes a text', () => {
  expect(completeChatCompletion('Hello', { body: { model: 'gpt-5' } })).toEqual({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1700000000,
    model: 'gpt-5',
    service_tier: 'default',
    system_fingerprint: null,
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        message: { role: 'assistant', content: 'Hello', refusal: null, annotations: [] },
      },
    ],
    usage: expect.objectContaining({ total_tokens: 20 }),
  })
})

it.each([
  [
    'gpt-4.1',
    '{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}',
    '"fp_1"',
  ],
  [
    'o4-mini',
    '{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null,"annotations":[]},"finish_reason":"stop"}',
    'null',
  ],
])(
  'sends a whole completion of %s field by field as the API does',
  (model, choice, fingerprint) => {
    const usage = { prompt_tokens: 3, completion_tokens: 4 }
    const message = { content: 'Hi' }
    const whole = completeChatCompletion({ choices: [{ message }], usage }, { body: { model } })
    const json = `{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"${model}","choices":[${choice}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7},"service_tier":"default","system_fingerprint":${fingerprint}}`

    expect(JSON.stringify(whole)).toBe(json)
    expect(JSON.stringify(foldChatCompletion(unfoldChatCompletion(whole, withUsage)))).toBe(json)
  },
)

it('has the key of log probabilities where the request asks for them, whatever the model', () => {
  const { choices } = completeChatCompletion('Hi', { body: { model: 'gpt-5', logprobs: true } })

  expect(choices[0]).toHaveProperty('logprobs', null)
})

it.each([
  [undefined, 'default'],
  [null, 'default'],
  ['auto', 'default'],
  ['flex', 'flex'],
] as const)('answers a request for the tier %j with %j', (service_tier, answered) => {
  expect(completeChatCompletion('Hi', { body: { service_tier } }).service_tier).toBe(answered)
})

it('completes tool calls, audio and usage', () => {
  const completion = completeChatCompletion({
    model: undefined,
    usage: { prompt_tokens: 4, completion_tokens: 3 },
    choices: [
      {
        message: {
          audio: { data: 'AAAA' },
          tool_calls: [{ function: { name: 'get' } }, { custom: { name: 'sql' } }],
        },
      },
    ],
  })

  expect(completion).toMatchObject({
    model: 'gpt-4.1',
    usage: { prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 },
  })
  expect(completion.choices[0]).toEqual({
    index: 0,
    finish_reason: 'tool_calls',
    logprobs: null,
    message: {
      role: 'assistant',
      content: null,
      refusal: null,
      annotations: [],
      audio: { id: 'audio_1', data: 'AAAA', transcript: '', expires_at: 1700003600 },
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'get', arguments: '{}' } },
        { id: 'call_2', type: 'custom', custom: { name: 'sql', input: '' } },
      ],
    },
  })
})

it('keeps what only some servers say of a completion and of its choices', () => {
  const whole: ChatCompletion = Object.assign(
    completeChatCompletion({
      choices: [
        Object.assign({ message: { content: 'Hi' } }, { content_filter_results: { hate: 1 } }),
      ],
    }),
    { citations: ['a'] },
  )
  const { usage: _, ...uncounted } = whole

  expect(foldChatCompletion(unfoldChatCompletion(whole))).toEqual(uncounted)
})

const call = (index: number, id: string): Delta => ({
  tool_calls: [{ index, id, type: 'function', function: { name: id, arguments: '{}' } }],
})

it('orders tool calls by their index, and passes over chunks that are nobody’s', () => {
  const chunks = said({ role: 'assistant' }, call(1, 'b'), call(0, 'a'), 'tool_calls')
  const strays = chunks.slice(0, 1).map((stray) => ({ ...stray, id: '', model: '', choices: [] }))
  const folded = foldChatCompletion([...chunks, ...strays])

  expect(folded).toMatchObject({ id: 'chatcmpl-1', model: 'gpt-5' })
  expect(folded.choices[0]?.message.tool_calls?.map(({ id }) => id)).toEqual(['a', 'b'])
})

it.each([
  ['Snowflake', { content: 'Hi' }, 'stop'],
  ['a server that also leaves it out', call(0, 'a'), 'tool_calls'],
])('folds a stream of %s, in which no chunk has a finish_reason', (_, delta, reason) => {
  const chunks = said({ role: 'assistant' }, delta).map((chunk) => ({
    ...chunk,
    choices: chunk.choices.map(({ finish_reason: __, ...choice }) => choice),
  })) as ChatCompletionChunk[]

  expect(foldChatCompletion(chunks).choices[0]?.finish_reason).toBe(reason)
})

it('keeps the list of parts that Mistral has as content', () => {
  const content = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
    { type: 'text', text: 'Hi' },
  ]
  // The SDK's type has texts alone.
  const given = { choices: [{ message: { content: content as unknown as string } }] }
  const chunks = [...unfoldChatCompletion(completeChatCompletion(given))]

  expect(chunks.flatMap((chunk) => problems(event, chunk))).toEqual([])
  expect(foldChatCompletion(chunks).choices[0]?.message.content).toEqual(content)
})

it.each([
  [null, 'damaged: expected object, received null'],
  [[], 'damaged: expected object, received array'],
  [{ id: 5 }, 'damaged at id: expected string, received number'],
  [{ choices: {} }, 'damaged at choices: expected array, received object'],
  [{ choices: [null] }, 'damaged at choices.0: expected object, received null'],
  [
    { choices: [{ message: 'Hi' }] },
    'damaged at choices.0.message: expected object, received string',
  ],
  [
    { choices: [{ message: { content: 5 } }] },
    'damaged at choices.0.message.content: expected string, array or null, received 5',
  ],
  [
    { choices: [{ message: { tool_calls: [null] } }] },
    'damaged at choices.0.message.tool_calls.0: expected object, received null',
  ],
  [
    { choices: [{ message: { tool_calls: [{ function: 'get' }] } }] },
    'damaged at choices.0.message.tool_calls.0.function: expected object, received string',
  ],
  [
    { choices: [{ message: { audio: { data: 5 } } }] },
    'damaged at choices.0.message.audio.data: expected string, received number',
  ],
  [
    { choices: [{ logprobs: { content: [5] } }] },
    'damaged at choices.0.logprobs.content.0: expected object, received number',
  ],
  [{ usage: 5 }, 'damaged at usage: expected object, received number'],
])('refuses to complete %j', (given, damage) => {
  const complete = () => completeChatCompletion(given as Partial<ChatCompletion>)

  expect(complete).toThrow(TypeError)
  expect(complete).toThrow(`Failed to complete a chat completion: it is ${damage}.`)
})

it.each([
  [{}, 'damaged at id: expected string, received undefined'],
  [{ id: 'a' }, 'damaged at choices: expected array, received undefined'],
  [
    { id: 'a', choices: [{ index: 0 }] },
    'damaged at choices.0.message: expected object, received undefined',
  ],
  [
    { id: 'a', choices: [{ message: {} }] },
    'damaged at choices.0.index: expected number, received undefined',
  ],
])('refuses to unfold %j', (given, damage) => {
  const unfold = () => [...unfoldChatCompletion(given as ChatCompletion)]

  expect(unfold).toThrow(TypeError)
  expect(unfold).toThrow(`Failed to unfold a chat completion: it is ${damage}.`)
})

it('completes what is null as what is missing', () => {
  const given = { choices: [{ index: null, message: null, logprobs: null }], usage: null }
  // Plain JavaScript may give null.
  const whole = completeChatCompletion(given as unknown as Partial<ChatCompletion>)

  expect(whole).toEqual(completeChatCompletion({}))
})

const anyField = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(undefined, null) },
  { weight: 3, arbitrary: anyText },
  fc.anything(),
)
const anyDamage = fc.record(
  {
    usage: fc.oneof(anyField, fc.record({ prompt_tokens: anyField })),
    choices: fc.oneof(
      anyField,
      fc.array(
        fc.oneof(
          anyField,
          fc.record({
            index: anyField,
            finish_reason: anyField,
            logprobs: fc.oneof(anyField, fc.record({ content: fc.array(anyField) })),
            message: fc.oneof(
              anyField,
              fc.record({
                content: anyField,
                refusal: anyField,
                reasoning_content: anyField,
                annotations: anyField,
                audio: fc.oneof(anyField, fc.record({ id: anyField, transcript: anyField })),
                tool_calls: fc.array(
                  fc.oneof(anyField, fc.record({ id: anyField, function: anyField })),
                ),
              }),
            ),
          }),
        ),
      ),
    ),
  },
  { requiredKeys: [] },
)

it('unfolds a completion of any damage, or says what is wrong', () => {
  fc.assert(
    fc.property(anyDamage, (given) => {
      expect(unfolded(given)).toMatch(/^(\d+ chunks|TypeError: Failed to )/)
    }),
  )
})

function unfolded(given: object): string {
  try {
    const whole = completeChatCompletion(given)
    return `${[...unfoldChatCompletion(whole, withUsage)].length} chunks`
  } catch (error) {
    return String(error)
  }
}

it('gives every call an id of its own, in every turn and choice', () => {
  const made = { function: { name: 'a' } }
  const choices = [
    { message: { tool_calls: [{ ...made, id: 'call_1' }, made] } },
    { message: { tool_calls: [made] } },
  ]
  const ids = (id: string) =>
    completeChatCompletion({ id, choices }).choices.flatMap(({ message }) =>
      message.tool_calls?.map((given) => given.id),
    )

  expect(ids('chatcmpl-1')).toEqual(['call_1', 'call_2', 'call_3'])
  expect(ids('chatcmpl-2')).toEqual(['call_1', 'call_2_1', 'call_2_2'])
})

it('says a text in as many choices as are asked for', () => {
  expect(
    completeChatCompletion('Hi', { body: { n: 3 } }).choices.map(({ index }) => index),
  ).toEqual([0, 1, 2])
})

it('numbers the default id by the number of the request', () => {
  const { id, choices } = completeChatCompletion(
    { choices: [{ message: { tool_calls: [{ function: { name: 'a' } }] } }] },
    { number: 2 },
  )

  expect(id).toBe('chatcmpl-2')
  expect(choices[0]?.message.tool_calls?.[0]?.id).toBe('call_2_1')
  expect(completeChatCompletion({ id: 'mine' }, { number: 2 }).id).toBe('mine')
})

it('makes a completion of a reply', () => {
  const reply = {
    text: 'Sure.',
    reasoning: 'Hmm',
    toolCalls: [
      { name: 'a', arguments: { x: 1 } },
      { name: 'b', id: 'call_b' },
    ],
    usage: { input: 3, output: 4 },
  }

  expect(completeChatCompletion(replyToChatCompletion(reply))).toMatchObject({
    choices: [
      {
        finish_reason: 'tool_calls',
        message: {
          content: 'Sure.',
          refusal: null,
          reasoning_content: 'Hmm',
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'a', arguments: '{"x":1}' } },
            { id: 'call_b', type: 'function', function: { name: 'b', arguments: '{}' } },
          ],
        },
      },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
  })
})

it.each([
  [{}, 'stop', null],
  [{ refusal: 'No' }, 'stop', null],
  [{ text: '', finish: 'length' }, 'length', ''],
  [{ toolCalls: [], finish: 'content_filter' }, 'content_filter', null],
  [{ toolCalls: [{ name: 'a' }], finish: 'stop' }, 'stop', null],
] as const)('finishes the reply %j by %j', (reply, finish_reason, content) => {
  expect(completeChatCompletion(replyToChatCompletion(reply)).choices).toMatchObject([
    { finish_reason, message: { content } },
  ])
})

it.each([0, -1, 1.5, 'many', null, undefined])('makes one choice where n is %j', (n) => {
  const body = { n: n as number }

  expect(completeChatCompletion('Hi', { body }).choices).toHaveLength(1)
})

const anyReply = fc.record<ReplyFields>(
  {
    text: anyText,
    reasoning: anyText,
    refusal: anyText,
    toolCalls: fc.array(
      fc.record(
        {
          name: anyText,
          arguments: fc.oneof(anyText, fc.dictionary(anyText, fc.jsonValue())),
          id: anyText,
        },
        { requiredKeys: ['name'] },
      ),
    ),
    usage: fc.record({ input: fc.nat(), output: fc.nat() }, { requiredKeys: [] }),
    finish: fc.constantFrom('stop', 'length', 'tool_calls', 'content_filter'),
  },
  { requiredKeys: [] },
)

it('makes of every reply a completion that unfolds to chunks of the endpoint, and folds back', () => {
  fc.assert(
    fc.property(anyReply, fc.integer({ min: 1, max: 3 }), (reply, n) => {
      const request = { number: 2, body: { model: 'gpt-5', n, ...withUsage.body } }
      const whole = completeChatCompletion(replyToChatCompletion(reply, request), request)
      const chunks = [...unfoldChatCompletion(whole, request)]

      expect(whole.choices).toHaveLength(n)
      expect(chunks.flatMap((chunk) => problems(event, chunk))).toEqual([])
      expect(foldChatCompletion(chunks)).toStrictEqual(whole)
    }),
  )
})

it.each([{ content: 'Hi' }, { tool_calls: [{ function: { name: 'a' } }] }])(
  'completes the tokens of a choice, and keeps them in its stream: %j',
  (message) => {
    const logprobs = { content: [{ token: 'Hi', logprob: -1 }] }
    const whole = completeChatCompletion({ choices: [{ message, logprobs }] })
    const chunks = [...unfoldChatCompletion(whole)]

    expect(whole.choices[0]?.logprobs).toEqual({
      content: [{ token: 'Hi', logprob: -1, bytes: [72, 105], top_logprobs: [] }],
      refusal: null,
    })
    expect(chunks.flatMap((item) => problems(event, item))).toEqual([])
    expect(foldChatCompletion(chunks).choices).toEqual(whole.choices)
  },
)
