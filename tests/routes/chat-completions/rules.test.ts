import * as fc from 'fast-check'
import { chat } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { damaged } from '../damage.js'
import { eventFindings, ruleProblems, set } from '../lint/changed-events.js'
import { findingsIn, rulesOf, sse } from '../lint/rule-case.js'
import { chatCases, piece } from './chat-cases.js'

const { endpoint } = chat.completions.create
const cases = Object.entries(chatCases)

it('has a case of every rule', () => {
  expect(Object.keys(chatCases).toSorted()).toEqual(
    endpoint.rules?.rules.map(({ id }) => id).toSorted(),
  )
})

it.each(cases)('finds a stream that breaks %s', (id, { wrong, also = [] }) => {
  expect(rulesOf(findingsIn(endpoint, wrong)).toSorted()).toEqual([id, ...also].toSorted())
})

it.each(cases)('finds nothing in a stream that obeys %s', (_, { right }) => {
  expect(findingsIn(endpoint, right)).toEqual([])
})

it('says what is missing where a tool call begins, and at which byte', () => {
  const { wrong = '' } = chatCases['chat/tool-call-announced'] ?? {}

  expect(findingsIn(endpoint, wrong)).toEqual([
    {
      rule: 'chat/tool-call-announced',
      severity: 'error',
      index: 1,
      byteOffset: String(wrong).indexOf('data: ', 1),
      message: 'Tool call 0 begins without type, name.',
      expected: 'id, type and name',
      received: { index: 0, id: 'call_1', function: { arguments: '{}' } },
    },
  ])
})

it('joins the arguments of a call that the last chunk has', () => {
  const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'a', arguments: '{' } }
  const begin = piece({ role: 'assistant', content: null })
  const end = piece({ tool_calls: [call] }, { finish_reason: 'tool_calls' })

  expect(findingsIn(endpoint, sse(begin, end, '[DONE]'))).toMatchObject([
    { rule: 'chat/tool-call-arguments', index: 1, received: '{' },
  ])
})

it('asks for no end of a stream that a chunk with an error ends', () => {
  const begin = piece({ role: 'assistant', content: 'Hi' })
  const error = { ...piece({ content: '' }), error: { code: 502, message: 'Bad gateway' } }

  expect(findingsIn(endpoint, sse(begin, error, '[DONE]'))).toEqual([])
})

it('reads no choice again for each other one that a chunk finishes', () => {
  let count = 0
  const choices = Array.from({ length: 300 }, (_, index) => ({
    index,
    get delta() {
      count++
      return piece({}).choices[0]?.delta
    },
    finish_reason: 'tool_calls',
  }))

  ruleProblems(endpoint, [{ ...piece({}), choices }])
  expect(count).toBeLessThan(100 * choices.length)
})

it('finds a role that is not the assistant, at which the stream helper throws', () => {
  const user = piece({ role: 'user', content: '' })
  const end = piece({}, { finish_reason: 'stop' })

  expect(findingsIn(endpoint, sse(user, end, '[DONE]'))).toMatchObject([
    { rule: 'chat/role-first', index: 0, expected: 'assistant', received: 'user' },
  ])
})

it.each([
  [[128], [0, undefined]],
  [[0, 2], [undefined]],
  [[1, 0], []],
])('finds tool calls whose indexes are no list: %j', (indexes, places) => {
  const call = { id: 'call_1', type: 'function', function: { name: 'a', arguments: '{}' } }
  const begin = piece({
    role: 'assistant',
    tool_calls: indexes.map((index) => ({ ...call, index })),
  })
  const found = findingsIn(
    endpoint,
    sse(begin, piece({}, { finish_reason: 'tool_calls' }), '[DONE]'),
  )

  const ofIndexes = found.filter(({ rule }) => rule === 'chat/tool-call-index')
  expect(ofIndexes.map(({ index }) => index)).toEqual(places)
})

it('finds a usage before the first choice', () => {
  const tokens = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  const usage = { ...piece({}), choices: [], usage: tokens }
  const [begin, end] = [piece({ role: 'assistant' }), piece({}, { finish_reason: 'stop' })]

  expect(findingsIn(endpoint, sse(usage, begin, end, '[DONE]'))).toMatchObject([
    { rule: 'chat/usage-after-finish', index: 0 },
  ])
})

/** Makes a stream with a function_call in pieces. */
function functionCall(finish_reason: string, ...pieces: readonly string[]): string {
  const called = { role: 'assistant', function_call: { name: 'lookup', arguments: '' } }
  const more = pieces.map((text) => piece({ function_call: { arguments: text } }))
  return sse(piece(called), ...more, piece({}, { finish_reason }), '[DONE]')
}

it('finds arguments of a function_call that are no JSON', () => {
  expect(findingsIn(endpoint, functionCall('function_call', '{"city":', '"Par'))).toMatchObject([
    { rule: 'chat/tool-call-arguments', severity: 'error', index: 3, received: '{"city":"Par' },
  ])
  expect(findingsIn(endpoint, functionCall('length', '{"city":'))).toEqual([])
})

it('finds a reason that names a function_call where there is none', () => {
  const begin = piece({ role: 'assistant', content: '' })
  const end = piece({}, { finish_reason: 'function_call' })

  expect(findingsIn(endpoint, sse(begin, end, '[DONE]'))).toMatchObject([
    { rule: 'chat/tool-calls-missing', received: 'function_call' },
  ])
})

it('finds two calls with one id in one chunk, and none where another choice has the id', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'a', arguments: '{}' } }
  const both = [
    { ...call, index: 0 },
    { ...call, index: 1 },
  ]
  const end = piece({}, { finish_reason: 'tool_calls' })
  const one = piece({ role: 'assistant', tool_calls: [{ ...call, index: 0 }] })
  const other = piece({ role: 'assistant', tool_calls: [{ ...call, index: 0 }] }, { index: 1 })
  const ends = [end, piece({}, { index: 1, finish_reason: 'tool_calls' })]

  expect(
    findingsIn(endpoint, sse(piece({ role: 'assistant', tool_calls: both }), end, '[DONE]')),
  ).toMatchObject([{ rule: 'chat/tool-call-id', index: 0, received: 'call_1' }])
  expect(findingsIn(endpoint, sse(one, other, ...ends, '[DONE]'))).toEqual([])
})

it.each([
  ['abort', { rule: 'chat/finish-reason', severity: 'warning' }],
  ['', { rule: 'chat/finish-reason', severity: 'warning' }],
])('warns of the reason %j, which the SDK takes as it is', (finish_reason, finding) => {
  const [begin, middle] = [piece({ role: 'assistant' }), piece({}, { finish_reason })]
  const ends = finish_reason === '' ? [piece({}, { finish_reason: 'stop' })] : []

  expect(findingsIn(endpoint, sse(begin, middle, ...ends, '[DONE]'))).toMatchObject([finding])
})

it('warns of another object, which no client of the SDK reads', () => {
  const [begin, end] = [piece({ role: 'assistant' }), piece({}, { finish_reason: 'stop' })]
  const named = [begin, end].map((chunk) => ({ ...chunk, object: 'chat.completion' }))

  expect(findingsIn(endpoint, sse(...named, '[DONE]'))).toMatchObject([
    { rule: 'chat/object', severity: 'warning', received: 'chat.completion' },
  ])
})

it('takes an empty role and an empty type in later pieces, as clients do', () => {
  const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'a', arguments: '{' } }
  const begin = piece({ role: 'assistant', tool_calls: [call] })
  const more = piece({
    role: '',
    tool_calls: [{ index: 0, type: '', function: { arguments: '}' } }],
  })
  const end = piece({}, { finish_reason: 'tool_calls' })

  expect(findingsIn(endpoint, sse(begin, more, end, '[DONE]'))).toEqual([])
})

it('finds a first role that the SDK has not', () => {
  const [begin, end] = [piece({ role: 'model' }), piece({}, { finish_reason: 'stop' })]

  expect(findingsIn(endpoint, sse(begin, end, '[DONE]'))).toMatchObject([
    { rule: 'chat/role-first', severity: 'error', received: 'model' },
  ])
})

it('finds a later role that is not the assistant, which the stream helper takes', () => {
  const [begin, late] = [piece({ role: 'assistant' }), piece({ role: 'model', content: 'Hi' })]
  const end = piece({}, { finish_reason: 'stop' })

  expect(findingsIn(endpoint, sse(begin, late, end, '[DONE]'))).toMatchObject([
    { rule: 'chat/role-first', severity: 'error', index: 1, received: 'model' },
  ])
})

const begin = piece({ role: 'assistant', content: '' })
const hello = piece({ content: 'Hello' })
const stop = piece({}, { finish_reason: 'stop' })

it.each([
  ['id', undefined],
  ['object', 7],
  ['created', null],
  ['model', 7],
  ['system_fingerprint', 7],
  ['service_tier', {}],
  ['usage', 7],
  ['choices', null],
  ['choices', {}],
  ['choices.0', 7],
  ['choices.0.index', undefined],
  ['choices.0.logprobs', 'none'],
  ['choices.0.finish_reason', 7],
  ['choices.0.delta', 'assistant'],
  ['choices.0.delta.role', 7],
  ['choices.0.delta.content', 7],
  ['choices.0.delta.refusal', 7],
  ['choices.0.delta.tool_calls', 7],
  ['choices.0.delta.function_call', 7],
])('says of a first chunk whose %s is %j nothing but that', (path, value) => {
  const wrong = set('chunk', path, value)([{ ...begin, type: 'chunk' }])

  expect(eventFindings(endpoint, [...wrong, hello, stop])).toMatchObject([
    { rule: 'stream/schema', index: 0 },
  ])
})

it.each([
  ['finish_reason', 7],
  ['usage', 7],
])('says of a last chunk whose %s is %j nothing but that', (field, value) => {
  const wrong =
    field === 'usage'
      ? [stop, { ...piece({}), choices: [], usage: value }]
      : [piece({}, { finish_reason: value as never })]
  const found = eventFindings(endpoint, [begin, hello, ...wrong])

  expect(found).toMatchObject([{ rule: 'stream/schema' }])
})

const called = {
  index: 0,
  id: 'call_1',
  type: 'function',
  function: { name: 'a', arguments: '{}' },
}

it.each([
  { ...called, index: '0' },
  { ...called, id: 7 },
  { ...called, type: 7 },
  { ...called, function: 'a' },
  { ...called, function: { name: 7, arguments: '{}' } },
  { ...called, function: { name: 'a', arguments: {} } },
  'a',
])('says of the call %j nothing but that it does not match the schema', (call) => {
  const wrong = piece({ role: 'assistant', tool_calls: [call] })
  const finish = piece({}, { finish_reason: 'tool_calls' })

  expect(eventFindings(endpoint, [wrong, finish])).toMatchObject([{ rule: 'stream/schema' }])
})

it('finds the other faults of chunks that do not match the schema', () => {
  const chunks = [piece({ content: 'Hi' }), hello].map((chunk) => ({ ...chunk, created: '1' }))

  expect(rulesOf(eventFindings(endpoint, chunks))).toEqual([
    'stream/schema',
    'chat/role-first',
    'chat/finish-missing',
  ])
})

it('never throws at chunks of any shape', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  const chunks = [
    { ...begin, usage },
    piece({ tool_calls: [called], function_call: { name: 'a', arguments: '{}' } }),
    stop,
  ]
  fc.assert(
    fc.property(damaged(chunks), fc.array(fc.anything(), { maxLength: 4 }), (events, more) => {
      expect(() => eventFindings(endpoint, [...events, ...more, ...events])).not.toThrow()
    }),
  )
})

it('finds that chunks have no choices, also where they lack other fields', () => {
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk' }

  expect(rulesOf(eventFindings(endpoint, [chunk, chunk]))).toEqual([
    'stream/schema',
    'chat/choices-missing',
  ])
})
