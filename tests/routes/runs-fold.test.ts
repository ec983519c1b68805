import * as fc from 'fast-check'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Annotation, Message, MessageContent } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep, ToolCall } from 'openai/resources/beta/threads/runs/steps'
import { expect, it } from 'vitest'
import type { Partially } from 'msw-openai/routes'
import { completeRun } from '../../src/routes/runs/complete.js'
import { contentDeltas } from '../../src/routes/runs/deltas.js'
import { runEvent } from '../../src/routes/runs/run-event-schema.js'
import { foldMessages, foldRun, foldRunSteps } from '../../src/routes/runs/fold.js'
import {
  plainRun,
  unfoldRun,
  unfoldThreadAndRun,
  type RunResource,
} from '../../src/routes/runs/unfold.js'
import { runWriter } from '../../src/routes/runs/writer.js'
import { anyText, problems } from './support.js'

const text = anyText
const count = fc.nat({ max: 100 })
const time = fc.option(fc.nat())
const usage = fc.option(
  fc.record({ prompt_tokens: count, completion_tokens: count, total_tokens: count }),
)
const metadata = fc.dictionary(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), text)
const file_id = fc.constantFrom('file_1', 'file_2')

const place = { text, start_index: count, end_index: count }
const annotation: fc.Arbitrary<Annotation> = fc.oneof(
  fc.record({
    ...place,
    type: fc.constant('file_path' as const),
    file_path: fc.record({ file_id }),
  }),
  fc.record({
    ...place,
    type: fc.constant('file_citation' as const),
    file_citation: fc.record({ file_id }),
  }),
)
const anyPart: fc.Arbitrary<MessageContent> = fc.oneof(
  fc.record({
    type: fc.constant('text' as const),
    text: fc.record({ value: text, annotations: fc.array(annotation, { maxLength: 3 }) }),
  }),
  fc.record({ type: fc.constant('refusal' as const), refusal: text }),
  fc.record({ type: fc.constant('image_file' as const), image_file: fc.record({ file_id }) }),
  fc.record({ type: fc.constant('image_url' as const), image_url: fc.record({ url: text }) }),
)
const call: fc.Arbitrary<ToolCall> = fc.oneof(
  fc.record({
    id: fc.uuid(),
    type: fc.constant('function' as const),
    function: fc.record({ name: text, arguments: text, output: fc.option(text) }),
  }),
  fc.record({
    id: fc.uuid(),
    type: fc.constant('code_interpreter' as const),
    code_interpreter: fc.record({
      input: text,
      outputs: fc.array(fc.record({ type: fc.constant('logs' as const), logs: text })),
    }),
  }),
  fc.record({
    id: fc.uuid(),
    type: fc.constant('file_search' as const),
    file_search: fc.record({
      results: fc.array(fc.record({ file_id, file_name: text, score: count })),
    }),
  }),
)

const ids = { assistant_id: fc.uuid(), thread_id: fc.uuid() }
const ended = { created_at: fc.nat(), completed_at: time, metadata: fc.option(metadata) }
const anyMessage: fc.Arbitrary<Message> = fc.record({
  ...ids,
  ...ended,
  id: fc.uuid(),
  object: fc.constant('thread.message' as const),
  run_id: fc.option(fc.uuid()),
  status: fc.constantFrom('completed' as const, 'incomplete' as const),
  incomplete_details: fc.option(fc.constant({ reason: 'max_tokens' as const })),
  incomplete_at: time,
  role: fc.constant('assistant' as const),
  content: fc.array(anyPart, { maxLength: 3 }),
  attachments: fc.option(fc.constant([])),
})
const stepFields = {
  ...ids,
  ...ended,
  id: fc.uuid(),
  object: fc.constant('thread.run.step' as const),
  run_id: fc.uuid(),
  status: fc.constantFrom<RunStep['status'][]>('completed', 'failed', 'cancelled', 'expired'),
  cancelled_at: time,
  failed_at: time,
  expired_at: time,
  last_error: fc.option(fc.record({ code: fc.constant('server_error' as const), message: text })),
  usage,
}
const callStep: fc.Arbitrary<RunStep> = fc.record({
  ...stepFields,
  type: fc.constant('tool_calls' as const),
  step_details: fc.record({
    type: fc.constant('tool_calls' as const),
    tool_calls: fc.array(call, { maxLength: 3 }),
  }),
})
const anyRun: fc.Arbitrary<Run> = fc.record({
  ...ids,
  ...ended,
  id: fc.uuid(),
  object: fc.constant('thread.run' as const),
  status: fc.constantFrom<Run['status'][]>(
    'queued',
    'in_progress',
    'requires_action',
    'cancelling',
    'cancelled',
    'failed',
    'completed',
    'incomplete',
    'expired',
  ),
  started_at: time,
  expires_at: time,
  cancelled_at: time,
  failed_at: time,
  required_action: fc.constant(null),
  last_error: fc.option(fc.record({ code: fc.constant('invalid_prompt' as const), message: text })),
  incomplete_details: fc.option(fc.constant({})),
  model: text,
  instructions: text,
  tools: fc.constant([]),
  parallel_tool_calls: fc.boolean(),
  max_completion_tokens: fc.option(count),
  max_prompt_tokens: fc.option(count),
  response_format: fc.constant('auto' as const),
  tool_choice: fc.constant('auto' as const),
  truncation_strategy: fc.option(fc.constant({ type: 'auto' as const })),
  usage,
})

/** Steps, each with the message that it creates where it does. */
const turn = fc.oneof(
  callStep.map((step) => ({ step, messages: [] })),
  fc.tuple(fc.record(stepFields), anyMessage).map(([fields, created]) => {
    const message_creation = { message_id: created.id }
    const step_details = { type: 'message_creation' as const, message_creation }
    const step: RunStep = { ...fields, type: 'message_creation', step_details }
    return { step, messages: [created] }
  }),
)
const resource = fc.tuple(anyRun, fc.array(turn, { maxLength: 4 })).map(([fields, turns]) => ({
  ...fields,
  messages: turns.flatMap(({ messages }) => messages),
  steps: turns.map(({ step }) => step),
}))

function fold(events: readonly AssistantStreamEvent[]): RunResource {
  return { ...foldRun(events), messages: foldMessages(events), steps: foldRunSteps(events) }
}

it('folds what it unfolds to the same', () => {
  fc.assert(
    fc.property(resource, (whole) => {
      const events = [...unfoldRun(whole)]

      expect(fold(events)).toStrictEqual(whole)
      expect(events.flatMap((event) => problems(runEvent, event))).toEqual([])
    }),
  )
})

it('folds deltas alone to what the end of their message or step says', () => {
  fc.assert(
    fc.property(resource, ({ messages, ...rest }) => {
      const whole = { ...rest, messages: messages.map(withoutEmptyParts) }
      const events = [...unfoldRun(whole)].filter(({ event }) => /created|delta/.test(event))

      // Some have a quote beside, which deltas alone have.
      expect(foldMessages(events)).toMatchObject(
        whole.messages.map((message) => ({ id: message.id, content: message.content })),
      )
      expect(foldRunSteps(events).map(detailsOf)).toEqual(
        whole.steps.map((step) => detailsOf(unanswered(step))),
      )
    }),
  )
})

it('unfolds a run whose thread is created with it', () => {
  const [first, ...rest] = unfoldThreadAndRun(completeRun('Hi'))

  expect(first).toMatchObject({ event: 'thread.created', data: { id: 'thread_1' } })
  expect(rest).toEqual([...unfoldRun(completeRun('Hi'))])
})

it('unfolds messages that no step creates', () => {
  const { steps: _, ...whole } = completeRun('Hi')

  expect(foldMessages(unfoldRun(whole))).toEqual(whole.messages)
})

it('begins with the answered step where a request submits the outputs', () => {
  const tool_calls: ToolCall[] = [
    { id: 'call_1', type: 'function', function: { name: 'f', arguments: '', output: '12:00' } },
  ]
  const steps = [{ step_details: { type: 'tool_calls' as const, tool_calls } }]
  const names = [...unfoldRun(completeRun({ steps }), { body: { tool_outputs: [] } })].map(
    ({ event }) => event,
  )

  expect(names).toEqual([
    'thread.run.step.completed',
    'thread.run.queued',
    'thread.run.in_progress',
    'thread.run.completed',
  ])
})

it('creates no run where a request submits outputs', () => {
  const [first] = unfoldRun(completeRun('Noon'), { body: { tool_outputs: [] } })

  expect(first?.event).toBe('thread.run.queued')
})

it('gives a plain request the run alone', () => {
  const whole = completeRun('Hi')

  expect(plainRun(whole)).toStrictEqual(foldRun(unfoldRun(whole)))
})

it('completes a text', () => {
  expect(
    completeRun('Hi', { body: { assistant_id: 'asst_9', model: 'gpt-4o-mini' } }),
  ).toMatchObject({
    id: 'run_1',
    assistant_id: 'asst_9',
    model: 'gpt-4o-mini',
    status: 'completed',
    usage: { total_tokens: 0 },
    messages: [
      {
        id: 'msg_1',
        assistant_id: 'asst_9',
        status: 'completed',
        content: [{ type: 'text', text: { value: 'Hi', annotations: [] } }],
      },
    ],
    steps: [{ id: 'step_1', step_details: { message_creation: { message_id: 'msg_1' } } }],
  })
})

it('completes a text to what the writer writes', () => {
  const run = runWriter()
  const written = [...run.message('Hello there'), ...run.completed()]

  expect([...unfoldRun(completeRun('Hello there'))]).toEqual(written)
})

it('completes each message, with a step', () => {
  const messages = [
    {
      content: [
        { text: { value: 'Look:' } },
        { type: 'image_url' as const, image_url: { url: '/' } },
      ],
    },
    { id: 'msg_9', status: 'incomplete' as const },
  ]
  const whole = completeRun({ messages, steps: undefined })

  expect(whole.messages).toMatchObject([
    { content: [{ type: 'text', text: { annotations: [] } }, { type: 'image_url' }] },
    { id: 'msg_9', incomplete_at: 1700000000, completed_at: null },
  ])
  expect(whole.steps).toMatchObject([{ id: 'step_1' }, { id: 'step_2' }])
  expect(fold([...unfoldRun(whole)])).toEqual(whole)
})

it('completes required calls to what the writer writes', () => {
  const tool_calls = [{ function: { name: 'get_time' } }]
  const whole = completeRun({ required_action: { submit_tool_outputs: { tool_calls } } })

  expect([...unfoldRun(whole)]).toEqual([...runWriter().toolCalls([{ name: 'get_time' }])])
})

it.each<[Run['status'], Partially<RunResource>, Partial<Run>]>([
  ['queued', { status: 'queued' }, { started_at: null, usage: null }],
  ['in_progress', { status: 'in_progress' }, { started_at: 5, expires_at: 605 }],
  ['cancelled', { status: 'cancelled' }, { cancelled_at: 5 }],
  ['expired', { status: 'expired' }, { expires_at: 605 }],
  ['failed', { last_error: { message: 'Sorry' } }, { failed_at: 5, completed_at: null }],
  ['incomplete', { incomplete_details: {} }, { completed_at: 5 }],
])('completes a run that is %s', (status, given, expected) => {
  const whole = completeRun({ created_at: 5, ...given })

  expect(whole).toMatchObject({ status, ...given, ...expected })
  expect(fold([...unfoldRun(whole)])).toEqual(whole)
})

it('keeps what is given, and adds up usage', () => {
  const truncation_strategy = { type: 'last_messages', last_messages: 3 } as const
  const whole = completeRun({ id: 'run_9', truncation_strategy, usage: { prompt_tokens: 9 } })

  expect(whole).toMatchObject({ id: 'run_9', truncation_strategy, usage: { total_tokens: 9 } })
})

it('folds the last run of a stream', () => {
  expect(foldRun(runWriter().start())).toMatchObject({ status: 'in_progress' })
})

it('says what is missing from a stream', () => {
  const deltas = [...runWriter().message('Hi')].filter(({ event }) => event.endsWith('delta'))
  const calls = [...runWriter().codeInterpreter('1')].filter(({ event }) => event.endsWith('delta'))

  expect(() => foldRun(deltas)).toThrow('Failed to fold a run: expected one event that carries it')
  expect(() => foldMessages(deltas)).toThrow('expected thread.message.created before it')
  expect(() => foldRunSteps(calls)).toThrow('expected thread.run.step.created before it')
})

function detailsOf({ step_details }: RunStep): RunStep['step_details'] {
  return step_details
}

/** A message without the parts that no delta brings. */
function withoutEmptyParts(message: Message): Message {
  const content = message.content.filter((part) => contentDeltas([part]).length > 0)
  return { ...message, content }
}

/** A step without what comes with its end alone. */
function unanswered(step: RunStep): RunStep {
  if (step.step_details.type !== 'tool_calls') return step

  const tool_calls = step.step_details.tool_calls.map((one): ToolCall => {
    if (one.type === 'function') return { ...one, function: { ...one.function, output: null } }
    return one.type === 'file_search' ? { ...one, file_search: { results: [] } } : one
  })
  return { ...step, step_details: { type: 'tool_calls', tool_calls } }
}

it('completes the calls of a step, of whatever kind, and the messages that steps create', () => {
  const tool_calls = [
    { function: { name: 'ask' } },
    { code_interpreter: { input: '6*7' } },
    { file_search: {} },
  ]
  const whole = completeRun({
    messages: [{ id: 'msg_abc', content: [{ type: 'text' }] }],
    steps: [{ usage: { total_tokens: 1 } }, { step_details: { tool_calls } }],
  })

  expect(whole.steps?.map(({ step_details }) => step_details)).toMatchObject([
    { type: 'message_creation', message_creation: { message_id: 'msg_abc' } },
    {
      type: 'tool_calls',
      tool_calls: [
        { type: 'function', function: { name: 'ask', arguments: '{}', output: null } },
        { type: 'code_interpreter', code_interpreter: { input: '6*7', outputs: [] } },
        { type: 'file_search', file_search: { results: [] } },
      ],
    },
  ])
  const events = [...unfoldRun(whole)]
  expect(events.flatMap((event) => problems(runEvent, event))).toEqual([])
  expect(foldMessages(events)).toEqual(whole.messages)
})

it('unfolds a call of a type that the types of the SDK lack', () => {
  const search: object = { id: 'call_1', type: 'retrieval', retrieval: {} }
  const { steps = [], ...run } = completeRun({
    steps: [{ step_details: { tool_calls: [{ file_search: {} }] } }],
  })
  // A call of the first Assistants.
  const step_details = { type: 'tool_calls' as const, tool_calls: [search as ToolCall] }
  const old = { ...run, steps: steps.map((step) => ({ ...step, step_details })) }
  const events = [...unfoldRun(old)]

  expect(events.flatMap((event) => problems(runEvent, event))).toEqual([])
  expect(foldRunSteps(events)).toEqual(old.steps)
})
