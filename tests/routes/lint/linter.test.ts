import * as fc from 'fast-check'
import { Linter } from 'msw-openai/lint'
import { chat, completions, embeddings, responses } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { chatCases, text, toolCalls } from '../chat-completions/chat-cases.js'
import { completionsCases } from '../completions/completions-cases.js'
import { responsesCases } from '../responses/responses-cases.js'
import { runsCases } from '../runs/runs-cases.js'
import { eventFindings } from './changed-events.js'
import { bytesOf, findingsIn } from './rule-case.js'
import { sseCases } from './sse-cases.js'
import { own, streamCases } from './stream-cases.js'

const { endpoint } = chat.completions.create
const cases = Object.values({ ...sseCases, ...streamCases, ...chatCases })
const streams = [text, toolCalls, ...cases.map(({ wrong }) => wrong)].map(bytesOf)
/** Characters that mean something in a stream. */
const SIGNS = [...'\r\n:{}[]"0 \uFEFF', 'data: ', 'event: ', '[DONE]', 'null', '\n\n']

/** Cuts bytes into chunks of a few sizes, one after the other. */
function* chunksOf(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  let start = 0
  for (let index = 0; index === 0 || start < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1
    yield bytes.slice(start, start + size)
    start += size
  }
}

it.each([[[1]], [[2, 3]], [[0, 5]], [[7, 1, 1]]])(
  'finds the same in chunks of %j bytes',
  (sizes) => {
    for (const bytes of streams) {
      expect(
        findingsIn(
          endpoint,
          ...chunksOf(
            bytes,
            sizes.map((size) => Math.max(size, 1)),
          ),
        ),
      ).toEqual(findingsIn(endpoint, bytes))
    }
  },
)

it('keeps no memory of the chunks that it gets', () => {
  const memory = new Uint8Array(7)
  const linter = new Linter(endpoint)
  const found = [...chunksOf(bytesOf(text), [7])].flatMap((chunk) => {
    memory.set(chunk)
    return linter.bytes(memory.subarray(0, chunk.length))
  })

  expect([...found, ...linter.end()]).toEqual([])
})

it('takes an empty chunk, also between CR and LF', () => {
  const crlf = bytesOf(text.replaceAll('\n', '\r\n'))
  const split = crlf.indexOf(0x0d) + 1
  const chunks = [crlf.slice(0, split), new Uint8Array(), crlf.slice(split), new Uint8Array()]

  expect(findingsIn(endpoint, ...chunks)).toEqual(findingsIn(endpoint, crlf))
})

it('throws at no bytes, and finds the same in any chunks of them', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 9 })),
      (bytes, sizes) => {
        expect(findingsIn(endpoint, ...chunksOf(bytes, sizes))).toEqual(findingsIn(endpoint, bytes))
      },
    ),
  )
})

it('throws at no damaged stream, and finds the same in any chunks of it', () => {
  const damage = fc.record({
    stream: fc.constantFrom(...streams),
    at: fc.nat(),
    removed: fc.nat(40),
    added: fc.array(fc.oneof(fc.constantFrom(...SIGNS), fc.string()), { maxLength: 3 }),
    sizes: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
  })
  fc.assert(
    fc.property(damage, ({ stream, at, removed, added, sizes }) => {
      const start = at % (stream.length + 1)
      const bytes = Uint8Array.from([
        ...stream.slice(0, start),
        ...bytesOf(added.join('')),
        ...stream.slice(start + removed),
      ])

      expect(findingsIn(endpoint, ...chunksOf(bytes, sizes))).toEqual(findingsIn(endpoint, bytes))
    }),
    { numRuns: 500 },
  )
})

it('throws at no value in the place of an event', () => {
  fc.assert(
    fc.property(fc.anything(), (event) => {
      const linter = new Linter(endpoint)

      expect([...linter.event(event), ...linter.end()]).not.toEqual([])
    }),
  )
})

it('throws at no chunks that match the schema, in whatever order', () => {
  const words = fc.option(fc.constantFrom('', 'a', '{}', '{"a"'))
  const optional = { requiredKeys: [] }
  const call = fc.record(
    {
      index: fc.option(fc.nat(2)),
      id: words,
      type: fc.constantFrom('function', 'custom', null),
      function: fc.option(fc.record({ name: words, arguments: words }, optional)),
      custom: fc.option(fc.record({ name: words, input: words }, optional)),
    },
    optional,
  )
  const delta = fc.record(
    {
      role: fc.constantFrom('assistant', null),
      content: fc.oneof(words, fc.constant([])),
      tool_calls: fc.option(fc.array(call, { maxLength: 3 })),
      audio: fc.option(fc.constant({})),
    },
    optional,
  )
  const choice = fc.record(
    { index: fc.nat(2), delta, finish_reason: fc.constantFrom('stop', 'tool_calls', 'eos', null) },
    { requiredKeys: ['index', 'delta'] },
  )
  const chunk = fc.record(
    {
      choices: fc.array(choice, { maxLength: 3 }),
      usage: fc.constantFrom(null, { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }),
    },
    optional,
  )
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-5' }
  fc.assert(
    fc.property(fc.array(chunk), (chunks) => {
      const linter = new Linter(endpoint)
      const found = chunks.flatMap((fields) => linter.event({ ...head, ...fields }))

      expect(linter.events).toBe(chunks.length)
      expect([...found, ...linter.end()].every(({ rule }) => !rule.startsWith('sse/'))).toBe(true)
    }),
  )
})

it('gives the index of an event, and the offset of its record behind comments and long characters', () => {
  const before = ': Grüße 👋\n\n'
  const wrong = String(chatCases['chat/same-model']?.wrong)
  const [comment, finding] = findingsIn(endpoint, before + wrong)

  expect(comment).toMatchObject({ rule: 'sse/comment', index: undefined, byteOffset: 0 })
  expect(finding).toMatchObject({
    index: 1,
    byteOffset: bytesOf(before).length + wrong.indexOf('data: ', 1),
  })
})

it('reports a habit of all chunks once, and each other fault', () => {
  const chunks = `${text}`.split(/(?<=\n\n)/)
  const habits = chunks.map((chunk) => `: ping\n\n${chunk}`).join('')
  const faults = chunks.map((chunk) => `data: no\n\n${chunk}`).join('')

  expect(findingsIn(endpoint, habits)).toHaveLength(1)
  expect(findingsIn(endpoint, faults).filter(({ rule }) => rule === 'stream/json')).toHaveLength(
    chunks.length,
  )
})

it('leaves out the rules that an endpoint names', () => {
  const wrong = String(chatCases['chat/role-first']?.wrong)

  expect(findingsIn({ ...endpoint, withoutRules: ['chat/role-first'] }, wrong)).toEqual([])
})

it('reads the records of a frame of its own by the function of the wire format', () => {
  const wire = {
    ...own.steps.wire,
    frame: ({ type }: { type: string }) => ({ data: JSON.stringify([type]) }),
    read: (_: string | undefined, data: unknown) => ({
      type: Array.isArray(data) ? data[0] : data,
    }),
  }

  expect(findingsIn({ name: 'steps', wire }, 'data: ["step"]\n\ndata: ["end"]\n\n')).toEqual([])
})

it('lints no endpoint that never streams', () => {
  expect(() => new Linter(embeddings.create.endpoint)).toThrow(
    'Failed to lint a stream: "embeddings.create" has no wire format, so that it never streams.',
  )
})

it('finds in the streams of another endpoint that the events do not fit', () => {
  const { wrong } = completionsCases['completions/same-id'] ?? { wrong: '' }

  expect(findingsIn(endpoint, wrong).at(0)).toMatchObject({ rule: 'stream/schema' })
  expect(findingsIn(completions.create.endpoint, text).at(0)).toMatchObject({
    rule: 'stream/schema',
  })
})

it('reports the same difference from the schema once, and another one in its turn', () => {
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: '1', model: 'gpt-5' }
  const choices = [{ index: 0, delta: { role: 'assistant' }, finish_reason: 'stop' }]
  const events = [
    { ...chunk, choices },
    { ...chunk, choices: [] },
    { ...chunk, created: null, choices: [] },
    { ...chunk, model: 7, choices: [] },
  ]
  const found = eventFindings(endpoint, events).filter(({ rule }) => rule === 'stream/schema')

  expect(found).toMatchObject([
    { index: 0, expected: 'number', received: '1' },
    { index: 2, expected: 'number', received: null },
    { index: 3, expected: 'string', received: 7 },
  ])
})

it('names the other places at which an event does not match the schema', () => {
  const [found] = eventFindings(endpoint, [{ choices: [{ delta: { content: 'Hi' } }] }])

  expect(found?.message).toBe(
    'The event does not match the schema of the endpoint at id: expected string, received undefined. Nor does it at object, created, model, choices.0.index.',
  )
})

it('gives the expected values as they are', () => {
  const head = { id: '1', object: 'text_completion', created: 1, model: 'a', choices: [] }
  const choices = [{ index: 0, text: '', logprobs: null, finish_reason: 7 }]
  const texts = [
    { ...head, object: 'a' },
    { ...head, choices },
  ]

  expect([
    ...eventFindings(completions.create.endpoint, texts),
    ...eventFindings(endpoint, [{ ...head, object: 7 }]),
  ]).toMatchObject([
    { rule: 'stream/schema', expected: 'text_completion' },
    { rule: 'completions/empty-choices' },
    { rule: 'stream/schema', expected: ['stop', 'length', 'content_filter', null] },
    { rule: 'stream/schema', expected: 'chat.completion.chunk' },
    { rule: 'chat/empty-choices' },
  ])
})

it.each([
  [
    'legacy completions',
    String(completionsCases['completions/same-id']?.wrong),
    'completions.create',
  ],
  ['responses', String(responsesCases['responses/usage']?.wrong), 'responses.create'],
  ['runs', String(runsCases['runs/status']?.right), 'beta.threads.createAndRun'],
])('says once that a stream of %s is none of chat completions', (_, stream, name) => {
  expect(findingsIn(endpoint, stream)).toMatchObject([
    {
      rule: 'stream/schema',
      index: 0,
      message: `The event does not match the schema of the endpoint: this looks like a stream of ${name}.`,
    },
  ])
})

it('says once that a stream of chat completions is none of responses', () => {
  expect(findingsIn(responses.create.endpoint, text)).toMatchObject([
    { rule: 'stream/schema', message: expect.stringContaining('chat.completions.create') },
  ])
})

it('lints a stream as its own once an event matches the schema', () => {
  const [other = ''] = String(completionsCases['completions/same-id']?.wrong).split(/(?<=\n\n)/)

  expect(
    findingsIn(endpoint, other + text.replace('"content":"Hello"', '"content":7')),
  ).toMatchObject([
    { rule: 'stream/schema', index: 0 },
    { rule: 'stream/schema', index: 2, received: 7 },
  ])
})
