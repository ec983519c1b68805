import * as fc from 'fast-check'
import { beta, responses, responseWriter, type ResponseEvent } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { unfoldResponse } from '../../../src/routes/responses/unfold.js'
import { damaged } from '../damage.js'
import { changesOf, eventFindings, numbered, ruleProblems, set } from '../lint/changed-events.js'
import { findingsIn, rulesOf, sse } from '../lint/rule-case.js'
import { responsesCases, stream, whole, wireOf } from './responses-cases.js'

const { endpoint } = responses.create
const retrieved = responses.retrieve.endpoint
const cases = Object.entries(responsesCases)
const STATE = /_call\.(in_progress|searching|generating|interpreting|completed)$/

it('has a case of every rule', () => {
  expect(Object.keys(responsesCases).toSorted()).toEqual(
    endpoint.rules?.rules.map(({ id }) => id).toSorted(),
  )
})

it.each(cases)('finds a stream that breaks %s', (id, { wrong, also = [] }) => {
  expect(rulesOf(findingsIn(endpoint, wrong)).toSorted()).toEqual([id, ...also].toSorted())
})

it.each(cases)('finds nothing in a stream that obeys %s', (_, { right }) => {
  expect(findingsIn(endpoint, right)).toEqual([])
})

it.each([beta.responses.create.endpoint, beta.responses.retrieve.endpoint, retrieved])(
  'has the same rules for $name',
  ({ rules }) => {
    expect(rules?.rules).toEqual(endpoint.rules?.rules)
  },
)

it('takes a retrieved stream from any event on', () => {
  for (const from of stream.keys()) {
    expect(findingsIn(retrieved, wireOf(stream.slice(from)))).toEqual([])
  }
})

it('refuses a created stream that begins later', () => {
  expect(rulesOf(findingsIn(endpoint, wireOf(stream.slice(1))))).toEqual([
    'responses/sequence-gap',
    'responses/created-first',
  ])
})

it('reports an open item once, however many events end the response', () => {
  const open = stream.filter(({ type }) => type !== 'response.output_item.done')
  const last = open.at(-1)
  const [once, again] = [open, last ? [...open, last, last] : []].map((events) =>
    eventFindings(endpoint, events).filter(({ rule }) => rule === 'responses/item-done'),
  )

  expect(once).not.toEqual([])
  expect(again).toEqual(once)
})

it('finds a part that is added to an item with parts, which a client then has twice', () => {
  const type = 'response.output_item.added'
  const content = [{ type: 'output_text', text: 'Hi', annotations: [] }]
  const filled = stream.map((event) => {
    const item = event['type'] === type ? Object(event['item']) : {}
    return item.type === 'message' ? { ...event, item: { ...item, content } } : event
  })

  expect(eventFindings(endpoint, filled)).toContainEqual(
    expect.objectContaining({ rule: 'responses/part-index', expected: 1, received: 0 }),
  )
})

it('takes tools of an MCP server that could not be listed, whose error is an object', () => {
  const error = { type: 'http_error', code: 424, message: 'Failed Dependency' }
  const listed = [...responseWriter().mcpListTools('docs', [])].map((event) => {
    const isWhole = event.type === 'response.output_item.done'
    return isWhole ? { ...event, item: { ...event.item, error } } : event
  })

  expect(listed).toContainEqual(
    expect.objectContaining({ item: expect.objectContaining({ error }) }),
  )
  expect(rulesOf(eventFindings(endpoint, listed))).toEqual(['responses/ending-missing'])
})

it.each([
  ['response.output_text.delta', 'logprobs'],
  ['response.output_text.done', 'logprobs'],
  ['response.created', 'response.error'],
  ['response.output_text.annotation.added', 'annotation.title'],
])('warns of %s without %s, as servers were recorded to send it', (type, path) => {
  const found = eventFindings(endpoint, set(type, path, undefined)(stream))

  expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(found).toContainEqual(
    expect.objectContaining({
      rule: 'responses/fields-missing',
      message: `The event has no ${path}.`,
    }),
  )
})

it('finds no title of another type in a citation of any event', () => {
  const wrong = JSON.stringify(stream).replaceAll('"title":"Hi"', '"title":7')
  const found = eventFindings(endpoint, JSON.parse(wrong))

  expect(new Set(found.map(({ received }) => received))).toEqual(new Set([7]))
})

it.each([
  ['call_id', 'call_9'],
  ['name', 'other'],
])('finds another %s in the last event, by which a client would call or answer', (field, value) => {
  const wrong = set('response.completed', `response.output.2.${field}`, value)(stream)

  expect(eventFindings(endpoint, wrong)).toContainEqual(
    expect.objectContaining({ rule: 'responses/output-items', received: value }),
  )
})

it('finds an event with the id of an item that was added without one', () => {
  const wrong = set('response.output_item.added', 'item.id', undefined, 2)(stream)

  expect(eventFindings(endpoint, wrong)).toContainEqual(
    expect.objectContaining({ rule: 'responses/item-id', expected: undefined }),
  )
})

it('says how a field differs whose name has a dot', () => {
  const streamed = [...unfoldResponse(whole)]
  const events = streamed.map((event) => {
    const done = event.type === 'response.output_item.done' && event.output_index === 1
    if (done) return { ...event, item: { ...event.item, 'a.b': 1 } }
    if (event.type !== 'response.completed') return event
    const output = event.response.output.map((item, index) =>
      index === 1 ? { ...item, 'a.b': 2 } : item,
    )
    return { ...event, response: { ...event.response, output } }
  })

  expect(eventFindings(endpoint, events)).toMatchObject([
    {
      rule: 'responses/output-fields',
      message: 'Item 1 of the output differs at a.b.',
      expected: 1,
      received: 2,
    },
  ])
})

it('says which text differs, and how', () => {
  const { wrong = '' } = responsesCases['responses/done-text'] ?? {}

  expect(findingsIn(endpoint, wrong)).toMatchObject([
    { rule: 'responses/done-text', expected: 'Hi there', received: 'Hi' },
    { rule: 'responses/part-text', expected: 'Hi', received: 'Hi there' },
  ])
})

it.each<[what: string, write: (w: ReturnType<typeof responseWriter>) => Iterable<ResponseEvent>]>([
  [
    'items that overlap',
    (w) => w.interleave(w.mcpListTools('docs', []), w.message('Hi'), w.mcpListTools('wiki', [])),
  ],
  ['a refusal', (w) => w.refusal('No way')],
  ['a search of the web', (w) => w.webSearch('otters')],
  [
    'an image with previews',
    (w) => w.imageGeneration('aGk=', { partial_images: ['aA==', 'aGk='] }),
  ],
  ['code', (w) => w.codeInterpreter('print(6 * 7)')],
  [
    'calls of tools',
    (w) => w.toolCalls([{ name: 'a' }, { name: 'b', arguments: { city: 'Paris' } }]),
  ],
  ['a call of an MCP server', (w) => w.mcpCall('docs', 'search', { query: 'otters' }, 'None.')],
  ['a keepalive', (w) => w.event({ type: 'keepalive' })],
])('finds nothing in what the writer writes: %s', (_, write) => {
  const w = responseWriter()
  const written = [...w.begin(), ...write(w), ...w.completed({ usage: { input_tokens: 1 } })]

  expect(eventFindings(endpoint, written)).toEqual([])
})

it('finds nothing in a response that fails, alone or after an error', () => {
  const error = { message: 'Overloaded' }

  expect(eventFindings(endpoint, [...responseWriter().failed(error)])).toEqual([])
  expect(eventFindings(endpoint, [...responseWriter().failed(error, { alone: true })])).toEqual([])
})

it('finds nothing in a response that a limit cuts short, or in the background', () => {
  const w = responseWriter({ background: true })
  const written = [
    ...w.message('The limit', { status: 'incomplete' }),
    ...w.incomplete('max_output_tokens'),
  ]

  expect(eventFindings(endpoint, written)).toEqual([])
})

it('compares a text of 100,000 deltas', () => {
  const w = responseWriter()
  const written = [...w.message('word '.repeat(100_000)), ...w.completed()]

  expect(eventFindings(endpoint, written)).toEqual([])
})

it('finds nothing in padded deltas', () => {
  const padded = [...unfoldResponse(whole, { body: { model: 'gpt-5', stream: true } })]

  expect(eventFindings(endpoint, padded)).toEqual([])
})

it.each(['drop', 'repeat', 'swap'] as const)(
  'finds each event of a stream that a fault %ss',
  (kind) => {
    const found = changesOf(stream, kind).map((events) => eventFindings(endpoint, events).length)

    expect(found).not.toContain(0)
  },
)

it.each(['drop', 'repeat'] as const)(
  'finds what a fault %ss even where the events are counted again',
  (kind) => {
    const types = changesOf(stream, kind).flatMap((events, index) =>
      eventFindings(endpoint, numbered(events)).length === 0 ? [stream[index]?.['type']] : [],
    )

    // The states of calls that OpenAI reports more or less often.
    expect(types).toEqual(types.map(() => expect.stringMatching(STATE)))
  },
)

it('never throws at events of any shape', () => {
  fc.assert(
    fc.property(damaged(stream), fc.array(fc.anything(), { maxLength: 4 }), (events, more) => {
      const given = [...events, ...more, ...events.slice(-4)]

      expect(() => eventFindings(endpoint, given)).not.toThrow()
      expect(() => ruleProblems(retrieved, given)).not.toThrow()
    }),
  )
})

it.each<[what: string, numbers: (index: number) => number, found: number[]]>([
  ['that are all 0', () => 0, [1]],
  ['in twos', (index) => 2 * index, [1]],
  [
    'of which one is left out, and another later',
    (index) => index + Number(index > 2) + Number(index > 5),
    [3, 6],
  ],
  ['of which each is there twice', (index) => Math.floor(index / 2), [1, 3, 5, 7, 9]],
])('reports numbers %s at the places at which they begin to differ', (_, numbers, found) => {
  const events = stream.map((event, index) => ({ ...event, sequence_number: numbers(index) }))
  const gaps = eventFindings(endpoint, events).filter(
    ({ rule }) => rule === 'responses/sequence-gap',
  )

  expect(gaps.slice(0, 5).map(({ index }) => index)).toEqual(found)
})

it('finds a gap right behind the first event of a stream that is resumed', () => {
  const [, , , ...rest] = stream
  const [first, ...others] = rest
  const late = others.map((event) => ({
    ...event,
    sequence_number: Number(event['sequence_number']) + 3,
  }))

  expect(rulesOf(eventFindings(retrieved, [first, ...late]))).toContain('responses/sequence-gap')
})

it('says once that the events have no types, and nothing about their names', () => {
  const untyped = wireOf(stream).replaceAll(/"type":"response\.[a-z_.]*",?/g, '')

  expect(findingsIn(endpoint, untyped)).toMatchObject([
    {
      rule: 'stream/schema',
      index: 0,
      message:
        'The event does not match the schema of the endpoint at type: expected string, received undefined.',
    },
  ])
})

it('names an unknown type once', () => {
  const wrong = set('response.created', 'type', 'response.begun')(stream)
  const found = eventFindings(endpoint, wrong)

  expect(found.find(({ rule }) => rule === 'stream/schema')?.message).toBe(
    'The event does not match the schema of the endpoint at type: Unknown type: "response.begun".',
  )
})

it('says of an error without a name that it has none', () => {
  const error = sse({ error: { message: 'Overloaded', type: 'server_error' } })

  expect(findingsIn(endpoint, error)).toContainEqual(
    expect.objectContaining({
      rule: 'stream/error-name',
      message: 'The error has no name.',
      expected: 'error',
    }),
  )
})
