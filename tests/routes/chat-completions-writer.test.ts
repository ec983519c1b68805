import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { EventStream } from 'msw-openai/streaming'
import { chatCompletions } from '../../src/routes/chat-completions/endpoint.js'
import {
  chatCompletionWriter,
  type ChatCompletionWriter,
  type ChatCompletionWriterOptions,
} from '../../src/routes/chat-completions/writer.js'
import { problems } from './support.js'

const { event } = chatCompletions.wire

type Script = (w: ChatCompletionWriter) => Generator<ChatCompletionChunk>

function write(script: Script, options?: ChatCompletionWriterOptions): ChatCompletionChunk[] {
  const chunks = [...script(chatCompletionWriter(options))]
  for (const chunk of chunks) expect(problems(event, chunk)).toEqual([])
  return chunks
}

function deltas(script: Script): unknown[] {
  return write(script).flatMap(({ choices }) => choices.map(({ delta }) => delta))
}

/** The indices of the choices that chunks are of. `u` is the usage. */
function order(chunks: readonly ChatCompletionChunk[]): string {
  return chunks.map(({ choices: [choice] }) => choice?.index ?? 'u').join('')
}

it('writes the whole of every chunk', () => {
  const head = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1700000000,
    model: 'gpt-4.1',
    service_tier: 'default',
    system_fingerprint: 'fp_1',
  }
  const choice = { index: 0, logprobs: null, finish_reason: null }

  expect(
    write(function* (w) {
      yield* w.text('Hello there')
      yield* w.finish()
    }),
  ).toStrictEqual([
    { ...head, choices: [{ ...choice, delta: { role: 'assistant', content: '', refusal: null } }] },
    { ...head, choices: [{ ...choice, delta: { content: 'Hello' } }] },
    { ...head, choices: [{ ...choice, delta: { content: ' there' } }] },
    { ...head, choices: [{ ...choice, delta: {}, finish_reason: 'stop' }] },
  ])
})

it('writes the same whether or not the script writes the role', () => {
  const short = write((w) => w.text('Hello there'))
  const long = write(function* (w) {
    yield* w.role()
    yield* w.text('Hello there')
  })

  expect(long).toEqual(short)
})

it('writes no deltas of an empty text', () => {
  expect(deltas((w) => w.text(''))).toEqual([{ role: 'assistant', content: '', refusal: null }])
})

it('cuts a text by `by`', () => {
  const [, ...pieces] = deltas((w) => w.text('Hello', { by: ['He', 'llo'] }))

  expect(pieces).toEqual([{ content: 'He' }, { content: 'llo' }])
})

it('says the role where it announces a single tool call', () => {
  expect(
    deltas(function* (w) {
      yield* w.toolCall('get_weather', { city: 'Paris' }, { by: 9 })
      yield* w.finish()
    }),
  ).toEqual([
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          index: 0,
          id: 'call_1',
          type: 'function',
          function: { name: 'get_weather', arguments: '' },
        },
      ],
      refusal: null,
    },
    { tool_calls: [{ index: 0, function: { arguments: '{"city":"' } }] },
    { tool_calls: [{ index: 0, function: { arguments: 'Paris"}' } }] },
    {},
  ])
})

it('says the role before it announces parallel tool calls, one after the other', () => {
  expect(
    deltas((w) =>
      w.toolCalls([
        { name: 'a', arguments: '{"x": 1}' },
        { name: 'b', arguments: {}, id: 'call_b' },
        { name: 'sql', input: 'select 1', by: 'word' },
      ]),
    ),
  ).toEqual([
    { role: 'assistant', content: null },
    announced(0, { id: 'call_1', type: 'function', function: { name: 'a', arguments: '' } }),
    announced(0, { function: { arguments: '{"x":' } }),
    announced(0, { function: { arguments: ' 1}' } }),
    announced(1, { id: 'call_b', type: 'function', function: { name: 'b', arguments: '' } }),
    announced(1, { function: { arguments: '{}' } }),
    announced(2, { id: 'call_2', type: 'custom', custom: { name: 'sql', input: '' } }),
    announced(2, { custom: { input: 'select' } }),
    announced(2, { custom: { input: ' 1' } }),
  ])
})

it('writes {} where the arguments of a call are not given', () => {
  const calls = deltas((w) => w.toolCalls([{ name: 'a' }, { name: 'b', arguments: undefined }]))

  expect(calls).toEqual([
    { role: 'assistant', content: null },
    announced(0, { id: 'call_1', type: 'function', function: { name: 'a', arguments: '' } }),
    announced(0, { function: { arguments: '{}' } }),
    announced(1, { id: 'call_2', type: 'function', function: { name: 'b', arguments: '' } }),
    announced(1, { function: { arguments: '{}' } }),
  ])
  expect(deltas((w) => w.toolCall('a'))).toEqual(deltas((w) => w.toolCall('a', {})))
})

it('gives default ids that no later call of the same list has', () => {
  const chunks = write((w) => w.toolCalls([{ name: 'a' }, { name: 'b', id: 'call_1' }]))

  expect(
    chunks.flatMap(({ choices: [choice] }) => choice?.delta.tool_calls?.[0]?.id ?? []),
  ).toEqual(['call_2', 'call_1'])
})

it('writes nothing before its methods are iterated', () => {
  const w = chatCompletionWriter()
  const [call, end, usage] = [w.toolCall('a'), w.finish(), w.usage()]

  expect([...call, ...end, ...usage].at(-2)?.choices[0]?.finish_reason).toBe('tool_calls')
  expect(() => w.finish()).not.toThrow()
  expect(() => [...w.finish()]).toThrow('the choice has finished')
})

it('announces a tool call alone once something has been said', () => {
  const [, , announcement] = deltas(function* (w) {
    yield* w.text('Sure.')
    yield* w.customToolCall('sql', 'select', { id: 'call_sql' })
  })

  expect(announcement).toEqual(
    announced(0, { id: 'call_sql', type: 'custom', custom: { name: 'sql', input: '' } }),
  )
})

it.each<[end: string | undefined, expected: string, script: Script]>([
  [undefined, 'stop', (w) => w.text('Hi')],
  [undefined, 'tool_calls', (w) => w.toolCall('a', {})],
  ['length', 'length', (w) => w.text('Hi')],
])('ends with the reason %j as %j', (reason, expected, script) => {
  const chunks = write(function* (w) {
    yield* script(w)
    yield* w.finish(reason as 'length')
  })

  expect(chunks.at(-1)?.choices).toEqual([
    { index: 0, delta: {}, logprobs: null, finish_reason: expected },
  ])
})

it('writes a refusal', () => {
  expect(deltas((w) => w.refusal("I'm sorry"))).toEqual([
    { role: 'assistant', content: null, refusal: '' },
    { refusal: "I'm" },
    { refusal: ' sorry' },
  ])
})

it('writes the reasoning of compatible servers, and a delta of your own', () => {
  expect(
    deltas(function* (w) {
      yield* w.reasoning('Hmm, well')
      yield* w.delta({ annotations: [] })
    }),
  ).toEqual([
    { role: 'assistant', content: null, reasoning_content: '' },
    { content: null, reasoning_content: 'Hmm,' },
    { content: null, reasoning_content: ' well' },
    { annotations: [] },
  ])
  expect(deltas((w) => w.delta({ reasoning: 'Hmm' }))).toEqual([
    { role: 'assistant', content: null, reasoning: 'Hmm', refusal: null },
  ])
})

it('writes the log probability of each token', () => {
  const foo = { token: 'Foo', logprob: -0.0025, bytes: [70, 111, 111], top_logprobs: [] }
  const chunks = write(function* (w) {
    yield* w.text('Foo!', { logprobs: [foo, { token: '!', logprob: -0.26 }] })
    yield* w.finish()
  })

  expect(chunks.map(({ choices: [choice] }) => [choice?.delta.content, choice?.logprobs])).toEqual([
    ['', { content: [], refusal: null }],
    ['Foo', { content: [foo], refusal: null }],
    [
      '!',
      {
        content: [{ token: '!', logprob: -0.26, bytes: [33], top_logprobs: [] }],
        refusal: null,
      },
    ],
    [undefined, null],
  ])
})

it('writes tokens together that are one grapheme together', () => {
  const [cry, skin] = [
    { token: '\\xf0\\x9f', logprob: -1, bytes: [0xf0, 0x9f] },
    { token: '\\x91\\x8d', logprob: -2, bytes: [0x91, 0x8d] },
  ]
  const chunks = write((w) =>
    w.refusal('👍 no', { logprobs: [cry, skin, { token: ' no', logprob: -3 }] }),
  )

  expect(
    chunks.map(({ choices: [choice] }) => [
      choice?.delta.refusal,
      choice?.logprobs?.refusal?.map(({ logprob }) => logprob),
    ]),
  ).toEqual([
    ['', []],
    ['👍', [-1, -2]],
    [' no', [-3]],
  ])
})

const said = (delta: object) => ({ index: 0, delta, finish_reason: null })

it('writes an audio whose expiry is its end, behind the usage', () => {
  const chunks = write(
    function* (w) {
      yield* w.audio({ id: 'audio_7', transcript: 'Hi there', data: 'AAAA' })
      yield* w.audio({ transcript: '!', data: 'BBBB' })
      yield* w.usage()
      yield* w.audio({ expires_at: 1700003600 })
    },
    { model: 'gpt-audio-1.5' },
  )

  expect(chunks.map(({ choices: [choice] }) => choice)).toStrictEqual([
    said({ role: 'assistant', refusal: null }),
    said({ content: null, audio: { id: 'audio_7', transcript: 'Hi' } }),
    said({ audio: { transcript: ' there' } }),
    said({
      role: 'assistant',
      content: null,
      refusal: null,
      audio: { id: 'audio_7', data: 'AAAA' },
    }),
    said({ audio: { transcript: '!' } }),
    said({ audio: { data: 'BBBB' } }),
    undefined,
    { index: 0, delta: { audio: { expires_at: 1700003600 } } },
  ])
})

it('writes chunks without choices before the data of an audio that is padded', () => {
  const chunks = write((w) => w.audio({ transcript: 'Hi', data: 'AAAA' }), {
    model: 'gpt-audio-1.5',
    include_usage: true,
    include_obfuscation: true,
  })

  expect(chunks.map(({ choices }) => choices?.length)).toEqual([1, 1, undefined, 1])
  expect(JSON.stringify(chunks[2])).toBe(
    '{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-audio-1.5","service_tier":"default","system_fingerprint":"fp_1","usage":null,"obfuscation":"0123456789ABC"}',
  )
})

it('counts the tokens in the end, and says null before where the request asks for usage', () => {
  const chunks = write(
    function* (w) {
      yield* w.text('Hi')
      yield* w.finish()
      yield* w.usage({ prompt_tokens: 5, completion_tokens: 2 })
    },
    { include_usage: true },
  )

  expect(chunks.map(({ usage }) => usage)).toEqual([
    null,
    null,
    null,
    { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
  ])
  expect(chunks.at(-1)?.choices).toEqual([])
})

it('omits the keys that are undefined', () => {
  const [chunk] = write((w) => w.text('Hi'), {
    model: 'gpt-5',
    service_tier: undefined,
    system_fingerprint: null,
    logprobs: undefined,
  })

  expect(chunk).toStrictEqual({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1700000000,
    model: 'gpt-5',
    system_fingerprint: null,
    choices: [
      {
        index: 0,
        delta: { role: 'assistant', content: '', refusal: null },
        finish_reason: null,
      },
    ],
  })
})

it('pads every chunk so that its record has one character more than a multiple of 16', () => {
  const chunks = write(
    function* (w) {
      yield* w.text('Grüße 👋 there')
      yield* w.toolCall('a', '{}')
      yield* w.finish()
      yield* w.usage()
    },
    { include_obfuscation: true },
  )
  const last = chunks.at(-1)

  expect(chunks.map((chunk) => [...JSON.stringify(chunk)].length % 16)).toEqual(chunks.map(() => 1))
  expect(chunks.map((chunk) => Object.keys(chunk).at(-1))).toEqual(chunks.map(() => 'obfuscation'))
  expect(new Set(chunks.map(({ obfuscation }) => obfuscation?.length)).size).toBeGreaterThan(3)
  expect('0123456789ABCDE'.startsWith(last?.obfuscation ?? 'none')).toBe(true)
})

it.each([
  ['gpt-5', null, false],
  ['gpt-5.4-2026-03-05', null, false],
  ['gpt-5-mini', null, false],
  ['o3', null, false],
  ['o4-mini-2025-04-16', null, false],
  ['ft:o4-mini:acme::1', null, false],
  ['gpt-audio-1.5', 'fp_1', false],
  ['gpt-4.1', 'fp_1', true],
  ['gpt-4o-mini', 'fp_1', true],
  ['gpt-4', null, true],
  ['gpt-4-turbo', null, true],
  ['gpt-3.5-turbo', null, true],
  ['my-model', 'fp_1', true],
])('has the habits of %s', (model, fingerprint, hasKey) => {
  const chunks = write((w) => w.text('Hi'), { model })

  expect(chunks.map(({ system_fingerprint: given }) => given)).toEqual([fingerprint, fingerprint])
  expect(chunks.map(({ choices: [choice] }) => 'logprobs' in Object(choice))).toEqual([
    hasKey,
    hasKey,
  ])
})

it('writes the key of log probabilities in every choice where gpt-5 has them', () => {
  const chunks = write(
    function* (w) {
      yield* w.text('Hi', { logprobs: [{ token: 'Hi', logprob: -1 }] })
      yield* w.finish()
    },
    { model: 'gpt-5.4' },
  )

  expect(chunks.map(({ choices: [choice] }) => choice?.logprobs)).toMatchObject([
    { content: [] },
    { content: [{ token: 'Hi' }] },
    null,
  ])
})

it.each([
  ['before', 2, 'usage,choices'],
  ['behind', 1, 'choices,usage'],
])('writes the usage of null %s the choices with %i calls at a time', (_, count, keys) => {
  const calls = Array.from({ length: count }, () => ({ name: 'a', arguments: '' }))
  const chunks = write(
    function* (w) {
      yield* w.toolCalls(calls)
      yield* w.finish()
      yield* w.usage()
    },
    { include_usage: true },
  )
  const ordered = chunks.map((chunk) => Object.keys(chunk).slice(-2).join())

  // The end and the usage have it behind the choices in any case.
  expect(ordered.slice(-2)).toEqual(['choices,usage', 'choices,usage'])
  expect(ordered.slice(0, -2)).toEqual(chunks.slice(2).map(() => keys))
})

it('takes one chunk of each choice, then the next of each, and right behind a role its first piece', () => {
  const chunks = write(function* (w) {
    const texts = ['a b c', 'd e', 'f g h']
    yield* w.interleave(...texts.map((text, index) => w.choice(index).text(text)))
    for (const index of texts.keys()) yield* w.choice(index).finish()
    yield* w.usage()
  })

  expect(order(chunks)).toBe('00112201202012u')
})

it('finishes the interleaved parts when it is ended early', () => {
  const left: number[] = []
  function* part(index: number): Generator<ChatCompletionChunk> {
    try {
      yield* chatCompletionWriter({ index }).text('a b c')
    } finally {
      left.push(index)
    }
  }

  const interleaved = chatCompletionWriter().interleave(part(0), part(1))
  for (const { choices } of interleaved) if (choices[0]?.index === 1) break

  expect(left).toEqual([0, 1])
})

it('counts the tool calls of all choices', () => {
  const chunks = write(function* (w) {
    yield* w.toolCall('a', {})
    yield* w.choice(1).toolCall('a', {})
  })

  expect(
    chunks.flatMap(({ choices: [choice] }) => choice?.delta.tool_calls?.[0]?.id ?? []),
  ).toEqual(['call_1', 'call_2'])
})

it.each<[mistake: string, script: Script, message: string]>([
  [
    'a text after the end',
    function* (w) {
      yield* w.text('Hi')
      yield* w.finish()
      yield* w.text('Hi')
    },
    'Failed to write another chunk of choice 0: the choice has finished. Write it before finish(), and create the writer inside generate(), so that each play has its own.',
  ],
  [
    'a second end',
    function* (w) {
      yield* w.choice(1).text('Hi')
      yield* w.choice(1).finish()
      yield* w.choice(1).finish()
    },
    'Failed to write another chunk of choice 1: the choice has finished.',
  ],
  [
    'an end without a beginning',
    (w) => w.finish(),
    'Failed to write the end of choice 0: the choice has not begun. Write an answer first; role() alone is an empty one.',
  ],
  [
    'a second role',
    function* (w) {
      yield* w.text('Hi')
      yield* w.role()
    },
    'Failed to write the role of choice 0: the choice has begun already. Write role() first.',
  ],
  [
    'the usage before the end',
    function* (w) {
      yield* w.text('Hi')
      yield* w.usage()
    },
    'Failed to write the usage of choice 0: the choice has not finished. Write its finish() first.',
  ],
  [
    'a second usage',
    function* (w) {
      yield* w.text('Hi')
      yield* w.finish()
      yield* w.usage()
      yield* w.usage()
    },
    'Failed to write the usage: it has been written already.',
  ],
  [
    'a choice after the usage',
    function* (w) {
      yield* w.usage()
      yield* w.text('Hi')
    },
    'Failed to write another chunk of choice 0: the usage comes last. Write it before usage().',
  ],
])('refuses %s', (_, script, message) => {
  expect(() => write(script)).toThrow(TypeError)
  expect(() => write(script)).toThrow(message)
})

it("throws at the author's line", () => {
  class Late extends EventStream<ChatCompletionChunk> {
    *generate(): Generator<ChatCompletionChunk> {
      const w = chatCompletionWriter()
      yield* w.text('Hi')
      yield* w.finish()
      yield* w.text('Too late')
    }
  }
  const [error] = [() => [...new Late()]].map(caught)

  expect(error).toMatchObject({ stack: expect.stringContaining('Late.generate') })
})

function caught(play: () => unknown): unknown {
  try {
    return play()
  } catch (error) {
    return error
  }
}

function announced(index: number, call: object): object {
  return { tool_calls: [{ index, ...call }] }
}
