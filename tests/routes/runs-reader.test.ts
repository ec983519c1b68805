import * as fc from 'fast-check'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { completeRun } from '../../src/routes/runs/complete.js'
import { createRun, createThreadAndRun, submitToolOutputs } from '../../src/routes/runs/endpoint.js'
import { foldMessages, foldRun, foldRunSteps } from '../../src/routes/runs/fold.js'
import { runEvents } from '../../src/routes/runs/reader.js'
import { unfoldRun } from '../../src/routes/runs/unfold.js'
import { runWriter } from '../../src/routes/runs/writer.js'
import { stepsOf } from '../steps.js'

const hello = [...runWriter().message('Hello there')]
const asking = [
  ...runWriter().toolCalls([
    { name: 'get_time', arguments: { city: 'Paris' } },
    { name: 'get_mood', arguments: { of: 'me' } },
  ]),
]
const called = [
  { id: 'call_1', name: 'get_time', arguments: '{"city":"Paris"}' },
  { id: 'call_2', name: 'get_mood', arguments: '{"of":"me"}' },
]

/** Events of any shape, as a client in plain JavaScript may get them. */
function events(...given: unknown[]): AssistantStreamEvent[] {
  // Damaged on purpose.
  return given as AssistantStreamEvent[]
}

function without(stream: readonly AssistantStreamEvent[], names: RegExp): AssistantStreamEvent[] {
  return stream.filter(({ event }) => !names.test(event))
}

function only(stream: readonly AssistantStreamEvent[], names: RegExp): AssistantStreamEvent[] {
  return stream.filter(({ event }) => names.test(event))
}

function textOf(stream: readonly AssistantStreamEvent[]): string {
  return runEvents.text(stream).join('')
}

/** The text of the messages that a stream folds to. */
function foldedText(stream: readonly AssistantStreamEvent[]): string {
  return foldMessages(stream)
    .flatMap(({ content }) => content)
    .map((part) => (part.type === 'text' ? part.text.value : ''))
    .join('')
}

/** The calls of the steps that a stream folds to. */
function foldedCalls(stream: readonly AssistantStreamEvent[]): unknown[] {
  return foldRunSteps(stream)
    .flatMap(({ step_details }) =>
      step_details.type === 'tool_calls' ? step_details.tool_calls : [],
    )
    .flatMap((call) => (call.type === 'function' ? [call] : []))
    .map(({ id, function: { name, arguments: json } }) => ({ id, name, arguments: json }))
}

const message = (name: string, ...content: unknown[]) => ({
  event: `thread.message.${name}`,
  data: { id: 'msg_1', object: 'thread.message', role: 'assistant', content },
})
const delta = (...content: unknown[]) => ({
  event: 'thread.message.delta',
  data: { id: 'msg_1', object: 'thread.message.delta', delta: { content } },
})
const text = (value: string) => ({ type: 'text', text: { value, annotations: [] } })
const piece = (value: string, index: unknown = 0) => ({ index, type: 'text', text: { value } })

const step = (name: string, ...tool_calls: unknown[]) => ({
  event: `thread.run.step.${name}`,
  data: {
    id: 'step_1',
    object: 'thread.run.step',
    step_details: { type: 'tool_calls', tool_calls },
  },
})
const stepDelta = (...tool_calls: unknown[]) => ({
  event: 'thread.run.step.delta',
  data: {
    id: 'step_1',
    object: 'thread.run.step.delta',
    delta: { step_details: { type: 'tool_calls', tool_calls } },
  },
})
const call = (id: string | undefined, json: string, more: object = {}) => ({
  ...more,
  ...(id && { id }),
  type: 'function',
  function: { ...(id && { name: 'f', output: null }), arguments: json },
})
const required = (...tool_calls: unknown[]) => ({
  event: 'thread.run.requires_action',
  data: { id: 'run_1', required_action: { submit_tool_outputs: { tool_calls } } },
})

it('gives each event the text that it adds', () => {
  expect(runEvents.text(hello).filter(Boolean)).toEqual(['Hello', ' there'])
  expect(runEvents.text(hello)).toHaveLength(hello.length)
})

it('reads the text of deltas without their message', () => {
  expect(textOf(only(hello, /delta/))).toBe('Hello there')
})

it.each(['completed', 'incomplete'])(
  'reads the text of a message that is %s, without deltas',
  (name) => {
    const stream = events(message('created'), message(name, text('Hello'), text(' there')))

    expect(runEvents.text(stream)).toEqual(['', 'Hello there'])
    expect(foldedText(stream)).toBe('Hello there')
  },
)

it('reads the parts of a whole message that had no deltas', () => {
  const stream = events(
    message('created'),
    delta(piece('One', 0)),
    message('completed', text('One more'), text(' two')),
  )

  expect(runEvents.text(stream)).toEqual(['', 'One', ' two'])
  expect(foldedText(stream)).toBe('One two')
})

it('reads no refusal as text, and keeps it', () => {
  const refusal = { index: 0, type: 'refusal', refusal: 'No' }
  const stream = events(message('created'), delta(refusal), delta({ ...refusal, refusal: '.' }))

  expect(textOf(stream)).toBe('')
  expect(foldMessages(stream)).toMatchObject([{ content: [{ type: 'refusal', refusal: 'No.' }] }])
})

it('reads no message of the user as text', () => {
  const said = message('completed', text('Hi'))

  expect(textOf(events({ ...said, data: { ...said.data, role: 'user' } }))).toBe('')
})

it('goes on with the last part where a delta has no index', () => {
  const stream = events(
    message('created'),
    delta(piece('Hel', undefined)),
    delta(piece('lo', null)),
    delta({ type: 'refusal', refusal: 'No' }),
    message('completed', text('Hello'), { type: 'refusal', refusal: 'No' }),
  )

  expect(foldMessages(stream)).toMatchObject([
    { content: [{ text: { value: 'Hello' } }, { refusal: 'No' }] },
  ])
})

it('reads tool calls from the deltas of their step', () => {
  expect(runEvents.toolCalls(asking)).toEqual(called)
  expect(runEvents.toolCalls(only(asking, /step/))).toEqual(called)
  expect(runEvents.toolCalls(only(asking, /step\.delta/))).toEqual(called)
})

it('reads tool calls from the required action where there are no deltas', () => {
  expect(runEvents.toolCalls(only(asking, /requires_action/))).toEqual(called)
  expect(runEvents.toolCalls(without(asking, /delta/))).toEqual(called)
  expect(foldedCalls(without(asking, /delta/))).toEqual(called)
})

it('reads arguments from deltas before the step, and from the step before the required action', () => {
  const stream = events(
    step('created'),
    stepDelta(call('call_1', 'deltas', { index: 0 })),
    step('completed', call('call_1', 'step'), call('call_2', 'step')),
    required(call('call_1', 'run'), call('call_2', 'run'), call('call_3', 'run')),
  )

  expect(runEvents.toolCalls(stream).map((one) => one.arguments)).toEqual(['deltas', 'step', 'run'])
})

it('begins a new call with each new id where deltas have no index', () => {
  const stream = events(
    step('created'),
    stepDelta(call('call_a', '{"a"')),
    stepDelta(call(undefined, ':1}')),
    stepDelta(call('call_b', '{}')),
  )

  expect(runEvents.toolCalls(stream)).toEqual([
    { id: 'call_a', name: 'f', arguments: '{"a":1}' },
    { id: 'call_b', name: 'f', arguments: '{}' },
  ])
  expect(foldedCalls(stream)).toEqual(runEvents.toolCalls(stream))
})

it('takes what an announcement lacks from the required action', () => {
  const [, ...rest] = only(asking, /step\.delta/)
  const stream = [...without(asking, /step\.delta|requires/), ...rest, ...only(asking, /requires/)]

  expect(runEvents.toolCalls(stream)).toEqual(called)
  expect(foldedCalls(stream)).toEqual(called)
})

it('orders parts and calls by their index, however large', () => {
  const stream = events(
    message('created'),
    delta(piece('b', 3e7)),
    delta(piece('a', 5)),
    step('created'),
    stepDelta(
      call('call_b', 'b', { index: Number.MAX_SAFE_INTEGER }),
      call('call_a', 'a', { index: 3 }),
    ),
  )

  expect(foldedText(stream)).toBe('ab')
  expect(runEvents.toolCalls(stream)).toMatchObject([{ id: 'call_a' }, { id: 'call_b' }])
  expect(foldedCalls(stream)).toEqual(runEvents.toolCalls(stream))
})

it.each([-1, 0.5, NaN, Infinity, '0', true, {}])('refuses the index %j', (index) => {
  const texts = events(message('created'), delta(piece('a', index)))
  const calls = events(step('created'), stepDelta(call('call_1', '{}', { index })))
  const failure =
    'Failed to fold a delta: expected an index that is an integer from 0 on, received '

  for (const read of [foldMessages, runEvents.text]) {
    expect(() => read(texts)).toThrow(TypeError)
    expect(() => read(texts)).toThrow(failure)
  }
  for (const read of [foldRunSteps, runEvents.toolCalls]) expect(() => read(calls)).toThrow(failure)
})

it.each([
  ['a delta', null, 'expected an object as its data, received null'],
  ['a delta', undefined, 'expected an object as its data, received undefined'],
  ['a delta', 'Hello', 'expected an object as its data, received "Hello"'],
  ['an id', { delta: {} }, 'expected an id, received undefined'],
  ['its delta', { id: 'one' }, 'of one: expected a delta, received undefined'],
])('refuses to fold a delta without %s: %j', (_, data, failure) => {
  const [messages, steps] = ['thread.message.delta', 'thread.run.step.delta']

  expect(() => foldMessages(events({ event: messages, data }))).toThrow(`${messages}`)
  expect(() => foldMessages(events({ event: messages, data }))).toThrow(failure)
  expect(() => foldRunSteps(events({ event: steps, data }))).toThrow(failure)
  expect(runEvents.text(events({ event: messages, data }))).toEqual([''])
  expect(runEvents.toolCalls(events({ event: steps, data }))).toEqual([])
})

it('refuses to fold a run that carries nothing', () => {
  expect(() => foldRun(events({ event: 'thread.run.completed', data: null }))).toThrow(
    'Failed to fold thread.run.completed: expected an object as its data, received null.',
  )
})

it('passes over what is no event', () => {
  const strange = [null, undefined, 'data', 5, {}, { event: 'thread.message.new' }, { data: {} }]
  const stream = events(...hello, ...strange.filter((one) => !Object(one).event))

  expect(foldMessages(stream)).toEqual(foldMessages(hello))
  expect(foldRun(stream)).toEqual(foldRun(hello))
  expect(textOf(events(...hello, ...strange))).toBe('Hello there')
  expect(runEvents.toolCalls(events(...asking, ...strange))).toEqual(called)
})

it('passes over parts and calls that are no objects', () => {
  const stream = events(
    message('created', null, 'text'),
    delta(null, 'text', piece('a')),
    message('completed', null),
    step('created', null),
    stepDelta(null, 5, call('call_1', '{}')),
  )

  expect(foldedText(stream)).toBe('a')
  expect(foldedCalls(stream)).toEqual([{ id: 'call_1', name: 'f', arguments: '{}' }])
})

it('pollutes no prototype', () => {
  const evil: unknown = JSON.parse(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  )
  const fields = Object(evil)
  const both = [
    message('created', { ...fields, ...text('') }),
    delta({ ...fields, ...piece('a') }),
    delta(fields),
    message('completed', { ...fields, ...text('a') }),
    step('created'),
    stepDelta({ ...fields, ...call('call_1', '{}') }),
    stepDelta({ index: 0, function: evil }),
    step('completed', { ...fields, ...call('call_1', '{}') }),
    required(evil),
  ]
  const stream = events(...both)

  const folded = [foldMessages(stream), foldRunSteps(stream), runEvents.toolCalls(stream)]
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  expect(JSON.parse(JSON.stringify(folded))).toBeDefined()
  expect(Reflect.get(Object(foldMessages(stream)[0]?.content[0]), 'polluted')).toBeUndefined()
})

/** Makes a stream of so many deltas of 100 parts of a message, and as many of 100 calls of a step. */
function deltasOf(count: number): AssistantStreamEvent[] {
  const pieces = Array.from({ length: count }, (_, index) => delta(piece('a', index % 100)))
  const calls = Array.from({ length: count }, (_, index) =>
    stepDelta(call(`call_${index % 100}`, 'a', { index: index % 100 })),
  )
  return events(message('created'), step('created'), ...pieces, ...calls)
}

it('folds many deltas', () => {
  const stream = deltasOf(50_000)

  expect(foldedText(stream)).toHaveLength(50_000)
  expect(foldRunSteps(stream)).toMatchObject([{ step_details: { tool_calls: { length: 100 } } }])
})

it.each([
  ['folds messages', foldMessages],
  ['folds steps', foldRunSteps],
  ['reads texts', runEvents.text],
  ['reads tool calls', runEvents.toolCalls],
])('%s in steps that grow with the number of deltas alone', (_, task) => {
  const [one = 0, two = 0, three = 0] = [500, 1000, 1500].map((count) =>
    stepsOf(deltasOf(count), task),
  )

  expect(two - one).toBeGreaterThanOrEqual(500)
  expect(three - two).toBe(two - one)
})

/** Streams of which any events but the first of each message and step are missing. */
const damaged = fc
  .tuple(
    fc.array(fc.string({ maxLength: 12 }), { maxLength: 3 }),
    fc.array(fc.record({ name: fc.string(), arguments: fc.string({ maxLength: 12 }) }), {
      maxLength: 3,
    }),
    fc.infiniteStream(fc.boolean()),
  )
  .map(([texts, calls, kept]) => {
    const messages = texts.map((value) => ({
      content: [{ text: { value } }, { type: 'refusal' as const, refusal: 'No' }],
    }))
    const tool_calls = calls.map((each) => ({ function: each }))
    const run = completeRun({ messages, required_action: { submit_tool_outputs: { tool_calls } } })
    return [...unfoldRun(run)].filter(
      ({ event }) => /(step|message)\.created$/.test(event) || kept.next().value,
    )
  })

it('agrees with what the stream folds to, whatever events are missing', () => {
  fc.assert(
    fc.property(damaged, (stream) => {
      expect(textOf(stream)).toBe(foldedText(stream))
      expect(runEvents.toolCalls(stream)).toEqual(foldedCalls(stream))
    }),
  )
})

it('recognizes its events, and names their types', () => {
  expect(hello.every(runEvents.is)).toBe(true)
  expect(
    [null, 'thread.created', { event: 'ping', data: {} }, { event: 'thread.created' }].some(
      runEvents.is,
    ),
  ).toBe(false)
  expect(runEvents.type(events(message('completed'))[0]!)).toBe('thread.message.completed')
})

const requests = [
  ['runs.create', createRun, { additional_messages: 'here' }],
  ['createAndRun', createThreadAndRun, { thread: { messages: 'here' } }],
] as const

it.each(requests)('reads the conversation of %s', (_, { request }, shape) => {
  const said = [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look: ' },
        { type: 'image_url' },
        { type: 'text', text: 'this' },
      ],
    },
    { role: 'developer', content: 'Be brief.' },
  ]
  const body: unknown = JSON.parse(JSON.stringify(shape).replace('"here"', JSON.stringify(said)))

  expect(Reflect.apply(Object(request).conversation, request, [body])).toEqual([
    { role: 'user', text: 'Hi' },
    { role: 'assistant', text: 'Hello' },
    { role: 'user', text: 'Look: this' },
    { role: 'system', text: 'Be brief.' },
  ])
})

it('reads submitted outputs as the results of tools', () => {
  const tool_outputs = [{ tool_call_id: 'call_1', output: '12:00' }, { output: 'lost' }]

  expect(submitToolOutputs.request?.conversation({ tool_outputs })).toEqual([
    { role: 'tool', callId: 'call_1', text: '12:00' },
    { role: 'tool', callId: undefined, text: 'lost' },
  ])
})

it('reads the tools that a run is offered', () => {
  const tools = [
    { type: 'function' as const, function: { name: 'get_time' } },
    { type: 'file_search' as const },
  ]

  expect(createRun.request?.tools?.({ assistant_id: 'asst_1', tools })).toEqual([
    'get_time',
    'file_search',
  ])
  expect(createThreadAndRun.request?.tools?.({ assistant_id: 'asst_1', tools })).toEqual([
    'get_time',
    'file_search',
  ])
})

it.each([
  undefined,
  null,
  'text',
  5,
  [],
  {},
  { additional_messages: [null, 5], thread: 5, tools: [null, 'x', {}], tool_outputs: {} },
])('reads any body: %j', (body) => {
  for (const { request } of [createRun, createThreadAndRun, submitToolOutputs]) {
    const reader = Object(request)
    expect(reader.conversation(body)).toBeInstanceOf(Array)
    expect(reader.tools(body)).toEqual([])
    expect(reader.isContinued(body)).toBe(true)
  }
})
