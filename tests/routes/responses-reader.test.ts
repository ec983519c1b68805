import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { responseWriter, type ResponseEvent } from 'msw-openai/routes'
import { completeResponse } from '../../src/routes/responses/complete.js'
import { createResponse } from '../../src/routes/responses/endpoint.js'
import { foldResponse } from '../../src/routes/responses/fold.js'
import { unfoldResponse } from '../../src/routes/responses/unfold.js'
import { anyText } from './support.js'

const reader = createResponse.events!

/** One message of one text, from the beginning to the end: 10 events, the deltas at 4 and 5. */
const hello = (): ResponseEvent[] => [...unfoldResponse(completeResponse('Hello there'))]
const isDelta = ({ type }: ResponseEvent) => type.endsWith('.delta')

/** The text, the calls and the output of a stream, which may be damaged. */
function read(given: readonly unknown[]) {
  // Damage is no event of the type, which the readers take all the same.
  const events = given as ResponseEvent[]
  return {
    pieces: reader.text(events),
    text: reader.text(events).join(''),
    calls: reader.toolCalls?.(events),
    fold: () => foldResponse(events),
  }
}

/** The text of an output, as the SDK joins it. */
function textOf(output: readonly ResponseOutputItem[]): string {
  const parts = output.flatMap((item) => (item.type === 'message' ? item.content : []))
  return parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('')
}

/** The calls of an output, as the matchers read them. */
function callsOf(output: readonly ResponseOutputItem[]): object[] {
  const calls = output.filter(({ type }) => /^(function|custom_tool)_call$/.test(type))
  return calls.map((call) => {
    const { call_id: id, name, arguments: args, input }: Record<string, unknown> = { ...call }
    return JSON.parse(JSON.stringify({ id, name, arguments: args, input }))
  })
}

/** Checks that the fold and the matchers read the same. */
function expectAgreement(events: readonly unknown[]): void {
  const { text, calls, fold } = read(events)
  const { output } = fold()
  expect(textOf(output)).toBe(text)
  expect(callsOf(output)).toEqual(calls)
}

it.each<[name: string, keep: (event: ResponseEvent) => boolean, pieces: Record<string, string>]>([
  ['deltas', () => true, { 4: 'Hello', 5: ' there' }],
  ['a text that is done', (event) => !isDelta(event), { 4: 'Hello there' }],
  [
    'a part that is done',
    (event) => !isDelta(event) && event.type !== 'response.output_text.done',
    { 4: 'Hello there' },
  ],
  [
    'an item that is done',
    ({ type }) => !/output_text|content_part/.test(type),
    { 3: 'Hello there' },
  ],
  [
    'a completed response',
    ({ type }) => ['response.created', 'response.completed'].includes(type),
    { 1: 'Hello there' },
  ],
])('reads the text of %s once', (_, keep, pieces) => {
  const events = hello().filter(keep)
  const expected = events.map((__, index) => pieces[index] ?? '')

  expect(read(events).pieces).toEqual(expected)
  expect(foldResponse(events)).toBe(Reflect.get(events.at(-1)!, 'response'))
})

it('prefers the deltas to a final response with another text', () => {
  const events = hello()
  const response = completeResponse('Bye')
  const other = events.with(events.length - 1, {
    type: 'response.completed',
    sequence_number: 9,
    response,
  })

  expect(read(other).text).toBe('Hello there')
  expect(foldResponse(other)).toEqual({
    ...response,
    output: [
      { ...response.output[0], content: [expect.objectContaining({ text: 'Hello there' })] },
    ],
  })
  expectAgreement(other)
})

it.each([
  ['an empty output', { output: [] }],
  ['no output', { output: undefined }],
])('keeps the items of a response that is completed with %s', (_, fields) => {
  const events = hello()
  const whole = completeResponse('Hello there')
  const response = { ...whole, ...fields }
  const given = [...events.slice(0, -1), { type: 'response.completed', response }]

  expect(read(given).fold()).toEqual(whole)
  expectAgreement(given)
})

it('reads a part whose place is another one in the item that is done', () => {
  // Bedrock counts the parts across items.
  const events = hello().map((event) =>
    'content_index' in event ? { ...event, content_index: 1 } : event,
  )

  expect(read(events).text).toBe('Hello there')
  expect(read(events).fold()).toEqual(completeResponse('Hello there'))
})

it('finds the items of a response by their ids', () => {
  const writer = responseWriter()
  const events = [...writer.reasoning('Hm'), ...writer.message('Hello')]
  const response = completeResponse('Hello')
  const end = { type: 'response.completed', response }

  expect(read([...events, end]).text).toBe('Hello')
  expect(read([...events, end]).fold().output).toMatchObject([{ id: 'rs_1' }, { id: 'msg_1' }])
})

it('reads the arguments of calls that no delta streams', () => {
  const output = [
    { type: 'function_call' as const, name: 'f', arguments: '{"a":1}' },
    { type: 'custom_tool_call' as const, name: 'sql', input: 'SELECT 1' },
  ]
  const events = [...unfoldResponse(completeResponse({ output }))]
  const calls = [
    { id: 'call_1', name: 'f', arguments: '{"a":1}' },
    { id: 'call_2', name: 'sql', input: 'SELECT 1' },
  ]

  for (const kind of [
    /nothing/,
    /delta$/,
    /(arguments|input)\.(delta|done)$/,
    /output_item|input|arg/,
  ]) {
    const some = events.filter(({ type }) => !kind.test(type))
    expect(read(some).calls).toEqual(calls)
    expectAgreement(some)
  }
})

it('reads the calls of a stream that begins in the middle', () => {
  const events = [...responseWriter().toolCall('f', { city: 'Paris' })]

  expect(read(events.slice(3)).calls).toEqual([
    { id: 'call_1', name: 'f', arguments: '{"city":"Paris"}' },
  ])
  expect(read(events.slice(3, 4)).calls).toEqual([{ arguments: '{"city":"Paris"}' }])
})

it('counts no call of an MCP server as a call of the client', () => {
  const events = [...responseWriter().mcpCall('docs', 'ask', { q: 1 }, 'Yes')]

  expect(read(events).calls).toEqual([])
  expect(read(events.slice(3, 5)).calls).toEqual([])
})

const part = { type: 'output_text', text: 'Hi', annotations: [] }
const added = { type: 'response.content_part.added', output_index: 0, content_index: 0 }
const delta = { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: '!' }

it('continues the text that a part was added with', () => {
  const begun = hello().slice(0, 3)
  const events = [...begun, { ...added, part }, delta]

  expect(read(events).pieces.slice(3)).toEqual(['Hi', '!'])
  expectAgreement(events)
})

it('takes indexes of any size, and closes the gaps', () => {
  const begun = hello().slice(0, 2)
  const item = { type: 'message', id: 'msg_9', role: 'assistant', content: [] }
  const far = { output_index: 2e8, content_index: 2e8 }
  const events = [
    ...begun,
    { type: 'response.output_item.added', output_index: 2e8, item },
    { ...added, ...far, part },
    { ...delta, ...far },
  ]

  expect(read(events).fold().output).toEqual([{ ...item, content: [{ ...part, text: 'Hi!' }] }])
})

/** A response of two messages, with an event between them and the end. */
function withEvent(event: unknown): unknown[] {
  const writer = responseWriter()
  return [...writer.message('Hello there'), ...writer.refusal('No.'), event, ...writer.completed()]
}

it.each<[what: string, event: unknown]>([
  ['null', null],
  ['a text', 'Hello'],
  ['no type', { delta: 'Hello' }],
  ['a type of JavaScript’s own', { ...delta, type: 'constructor.delta' }],
  ['another type of JavaScript’s own', { ...delta, type: '__proto__.done' }],
  ['no item', { type: 'response.output_item.added', output_index: 0, item: null }],
  ['no part', { ...added, part: 5 }],
  ['no response', { type: 'response.completed', response: null }],
  ['no delta', { ...delta, delta: {} }],
])('passes over %s', (_, event) => {
  const events = withEvent(event)

  expect(read(events).pieces).toHaveLength(events.length)
  expect(read(events).text).toBe('Hello there')
  expectAgreement(events)
})

it.each([
  ['a negative index', { output_index: -1 }, 'its output_index is -1.'],
  ['a part of one', { output_index: 0.5 }, 'its output_index is 0.5.'],
  ['a name for an index', { output_index: 'length' }, 'its output_index is "length".'],
  ['a place that is none', { content_index: -1 }, 'its content_index is -1.'],
  ['an item that is none', { output_index: 7 }, 'its output_index is 7, where nothing is.'],
  ['a refusal', { output_index: 1 }, 'its content_index is 0, where a part of type "refusal" is.'],
])('folds no text in %s', (_, fields, problem) => {
  const events = withEvent({ ...delta, ...fields })

  expect(read(events).text).toBe('Hello there!')
  expect(read(events).fold).toThrow(TypeError)
  expect(read(events).fold).toThrow(`Failed to fold response.output_text.delta: ${problem}`)
})

const anyItem = fc.oneof(
  anyText.map((said) => ({ content: [{ text: said }] })),
  anyText.map((refusal) => ({ content: [{ type: 'refusal' as const, refusal }] })),
  anyText.map((input) => ({ type: 'custom_tool_call' as const, name: 'ask', input })),
  anyText.map((args) => ({ type: 'function_call' as const, name: 'ask', arguments: args })),
  anyText.map((said) => ({
    type: 'reasoning' as const,
    summary: [{ type: 'summary_text' as const, text: said }],
  })),
)
const anyStream = fc
  .array(anyItem, { maxLength: 4 })
  .map((output): unknown[] => [...unfoldResponse(completeResponse({ output }))])

const anyIndex = fc.constantFrom<unknown>(
  0,
  1,
  2,
  2e8,
  -1,
  0.5,
  NaN,
  '0',
  'length',
  null,
  undefined,
)
const anyDamage = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, 5, 'Hello', {}, { type: 'constructor.delta' }),
  fc.record({ output_index: anyIndex }),
  fc.record({ content_index: anyIndex }),
  fc.constantFrom<unknown>({ item: null }, { part: null }, { response: null }, { delta: null }),
  fc
    .constantFrom('__proto__.added', 'toString.done', 'response.completed')
    .map((type) => ({ type })),
)
/** A stream without some of its events, with others damaged, twice, or in another order. */
const anyDamagedStream = fc
  .tuple(anyStream, fc.array(fc.tuple(fc.nat(), fc.nat(5), anyDamage), { maxLength: 4 }))
  .map(([events, changes]) =>
    changes.reduce<unknown[]>((before, [place, kind, damage]) => {
      const index = place % Math.max(1, before.length)
      const event = before[index]
      const other = Object(damage) === damage ? { ...Object(event), ...Object(damage) } : damage
      if (kind === 0) return before.toSpliced(index, 1)
      if (kind === 1) return before.toSpliced(index, 0, event)
      if (kind === 2)
        return before.toSpliced(index, 2, ...before.slice(index, index + 2).toReversed())
      return before.toSpliced(index, kind === 3 ? 1 : 0, other)
    }, events),
  )

it('reads the same in the fold, the text and the calls, whatever was not streamed', () => {
  const missing = fc.func<[string], boolean>(fc.boolean())
  fc.assert(
    fc.property(anyStream, missing, (events, isMissing) => {
      const some = events.filter((event) => {
        const type = String(Reflect.get(Object(event), 'type'))
        return /created|\.added$/.test(type) || !isMissing(type)
      })
      expect(disagreement(some)).toBeUndefined()
    }),
  )
})

it('folds what is damaged to what the matchers read, or says what is wrong', () => {
  fc.assert(
    fc.property(anyDamagedStream, (events) => {
      const before = structuredClone(events)
      const { pieces, fold } = read(events)
      expect(pieces).toHaveLength(events.length)
      expect(problemOf(fold) ?? 'Failed to fold ').toMatch(/^Failed to fold /)
      expect(problemOf(fold) === undefined ? disagreement(events) : undefined).toBeUndefined()
      expect(events).toEqual(before)
    }),
    { numRuns: 500 },
  )
})

/** The message of the TypeError that a fold throws. */
function problemOf(fold: () => unknown): string | undefined {
  try {
    fold()
    return undefined
  } catch (error) {
    if (error instanceof TypeError) return error.message
    throw error
  }
}

/** Finds differences between the matchers and the fold. Events in another order give their pieces in that order. */
function disagreement(events: readonly unknown[]): unknown {
  const { text, calls, fold } = read(events)
  const { output } = fold()
  const received = [[...textOf(output)].toSorted(), callsOf(output)]
  const expected = [[...text].toSorted(), calls]
  return isDeepStrictEqual(received, expected) ? undefined : { received, expected }
}
