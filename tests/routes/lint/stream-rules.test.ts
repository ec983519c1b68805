import { lint, rules } from 'msw-openai/lint'
import { chat } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { text } from '../chat-completions/chat-cases.js'
import { bytesOf, failing, findingsIn, rulesOf } from './rule-case.js'
import { sseCases } from './sse-cases.js'
import { own, ownCases, streamCases } from './stream-cases.js'

const { create } = chat.completions
const cases = Object.entries({ ...sseCases, ...streamCases })
/** The rules for the head of a `Response`, and for a body that fails. */
const OF_RESPONSES = ['stream/status', 'stream/content-type', 'stream/cut']

it('has a case of every rule that holds for all endpoints', () => {
  const ids = [...cases.map(([id]) => id), ...ownCases.map(({ id }) => id), ...OF_RESPONSES]

  expect(ids.toSorted()).toEqual(
    rules
      .map(({ id }) => id)
      .filter((id) => /^(sse|stream)\//.test(id))
      .toSorted(),
  )
})

it.each(cases)('finds a stream that breaks %s', (id, { wrong, also = [] }) => {
  expect(rulesOf(findingsIn(create.endpoint, wrong)).toSorted()).toEqual([id, ...also].toSorted())
})

it.each(cases)('finds nothing in a stream that obeys %s', (_, { right }) => {
  expect(findingsIn(create.endpoint, right)).toEqual([])
})

it.each(ownCases)('finds a stream of an own endpoint that breaks $id', ({ id, of, wrong }) => {
  const found = of === 'ticks' ? findingsIn(own.ticks, wrong) : findingsIn(own.steps, wrong)

  expect(rulesOf(found)).toEqual([id])
})

it.each(ownCases)(
  'finds nothing in a stream of an own endpoint that obeys $id',
  ({ of, right }) => {
    const found = of === 'ticks' ? findingsIn(own.ticks, right) : findingsIn(own.steps, right)

    expect(found).toEqual([])
  },
)

const headers = { 'content-type': 'text/event-stream; charset=utf-8' }

it.each([
  ['stream/status', new Response('{}', { status: 500, headers })],
  ['stream/cut', new Response(failing(text.replace('data: [DONE]\n\n', '')), { headers })],
  ['stream/content-type', new Response(text, { headers: { 'content-type': 'application/json' } })],
])('finds a response that breaks %s', async (id, response) => {
  const found = rulesOf(await lint(create, response))

  // A stream that was cut lacks its end, too.
  expect(found.filter((rule) => rule !== 'stream/terminator-missing')).toEqual([id])
})

it('finds nothing in a response that obeys all rules', async () => {
  expect(await lint(create, new Response(text, { headers }))).toEqual([])
})

it('names the path, the expected and the received value of an event that does not fit', () => {
  expect(findingsIn(create.endpoint, text.replace('"content":"Hello"', '"refusal":7'))).toEqual([
    {
      rule: 'stream/schema',
      severity: 'error',
      index: 1,
      byteOffset: text.indexOf('data: ', 1),
      message:
        'The event does not match the schema of the endpoint at choices.0.delta.refusal: expected string, received number.',
      expected: 'string',
      received: 7,
    },
  ])
})

it.each(['null', '7', '"a"', '[1]', '{}'])('finds that %s is no event', (data) => {
  const found = findingsIn(create.endpoint, text.replace('data: ', `data: ${data}\n\ndata: `))

  expect(found.at(0)).toMatchObject({ rule: 'stream/schema', index: 0, byteOffset: 0 })
})

it('takes the records of another line ending for whole ones', () => {
  const bytes = bytesOf(text.replaceAll('\n', '\r'))

  expect(findingsIn(create.endpoint, bytes)).toMatchObject([
    { rule: 'sse/line-ending', severity: 'warning', index: 0, byteOffset: 0, expected: '\n' },
  ])
})

it('reads the last record without its blank line, as the newest client does', () => {
  const found = findingsIn(create.endpoint, text.slice(0, -2))

  expect(found).toMatchObject([{ rule: 'sse/unfinished-record', index: undefined }])
})

it('reports half a record at the end once', () => {
  const cut = text.slice(0, text.indexOf('"Hello"'))

  expect(rulesOf(findingsIn(create.endpoint, cut))).toEqual([
    'sse/unfinished-record',
    'stream/terminator-missing',
    'chat/finish-missing',
  ])
})

it.each(['da', 'event', ': pin', 'data: {"id"', ':'])(
  'takes %j at the end for a cut record',
  (half) => {
    const found = rulesOf(findingsIn(create.endpoint, text + half))

    // Half a comment loses nothing.
    expect(found).toEqual(half.startsWith(':') ? ['sse/comment'] : ['sse/unfinished-record'])
  },
)
