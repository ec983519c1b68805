import * as fc from 'fast-check'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import type { ReplyFields } from '../../src/routes/answers/reply.js'
import { completeRun } from '../../src/routes/runs/complete.js'
import { continueRun } from '../../src/routes/runs/continue.js'
import { createRun, createThreadAndRun, submitToolOutputs } from '../../src/routes/runs/endpoint.js'
import { foldMessages, foldRun, foldRunSteps } from '../../src/routes/runs/fold.js'
import { fromReply } from '../../src/routes/runs/from-reply.js'
import { runEvents } from '../../src/routes/runs/reader.js'
import { runEvent } from '../../src/routes/runs/run-event-schema.js'
import { unfoldRun, unfoldThreadAndRun, type RunResource } from '../../src/routes/runs/unfold.js'
import { runWriter } from '../../src/routes/runs/writer.js'
import { anyText, problems } from './support.js'

function answer(reply: ReplyFields, number = 1): RunResource {
  return completeRun(fromReply(reply), { number })
}

function fold(events: readonly AssistantStreamEvent[]): RunResource {
  return { ...foldRun(events), messages: foldMessages(events), steps: foldRunSteps(events) }
}

it('makes a message of a text, as a string does', () => {
  expect(answer({ text: 'Hi' })).toEqual(completeRun('Hi'))
  expect(answer({ text: 'Hi', reasoning: 'Hm', finish: 'stop' })).toEqual(completeRun('Hi'))
})

it('makes one message of a text and a refusal', () => {
  const { status, messages, steps } = answer({ text: 'Well,', refusal: 'no.' })

  expect(status).toBe('completed')
  expect(messages).toMatchObject([
    {
      content: [
        { type: 'text', text: { value: 'Well,' } },
        { type: 'refusal', refusal: 'no.' },
      ],
    },
  ])
  expect(steps).toHaveLength(1)
  expect(answer({ refusal: 'no.' }).messages).toMatchObject([{ content: [{ refusal: 'no.' }] }])
})

it('requires action for tool calls, as the writer does', () => {
  const toolCalls = [
    { name: 'get_time', arguments: { city: 'Paris' } },
    { name: 'get_weather', arguments: '{"city" : "Rome"}', id: 'call_1' },
    { name: 'get_mood' },
  ]
  const run = runWriter()
  const written = [...run.message('Let me see.'), ...run.toolCalls(toolCalls)]

  expect([...unfoldRun(answer({ text: 'Let me see.', toolCalls }))]).toEqual(written)
  expect(foldRun(written).required_action?.submit_tool_outputs.tool_calls).toMatchObject([
    { id: 'call_2', function: { arguments: '{"city":"Paris"}' } },
    { id: 'call_1', function: { arguments: '{"city" : "Rome"}' } },
    { id: 'call_3', function: { arguments: '{}' } },
  ])
})

it('counts the tokens of a run, and none before it ends', () => {
  const usage = { input: 9, output: 3 }

  expect(answer({ text: 'Hi', usage }).usage).toMatchObject({
    prompt_tokens: 9,
    completion_tokens: 3,
    total_tokens: 12,
  })
  expect(answer({ text: 'Hi', usage: { output: 3 } }).usage).toMatchObject({ total_tokens: 3 })
  expect(answer({ toolCalls: [{ name: 'get_time' }], usage }).usage).toBeNull()
})

it('cuts a run that comes to the end of its tokens, as the writer does', () => {
  const run = runWriter()
  const written = [...run.message('The limit', { status: 'in_progress' }), ...run.incomplete()]

  expect([...unfoldRun(answer({ text: 'The limit', finish: 'length' }))]).toEqual(written)
})

it('cuts a run whose content is filtered', () => {
  expect(answer({ text: 'How to', finish: 'content_filter' })).toMatchObject({
    status: 'incomplete',
    incomplete_details: null,
    messages: [{ status: 'incomplete', incomplete_details: { reason: 'content_filter' } }],
  })
})

it('requires nothing of a run that is cut in its tool calls', () => {
  const whole = answer({ text: 'So', toolCalls: [{ name: 'get_time' }], finish: 'length' })

  expect(whole).toMatchObject({ status: 'incomplete', required_action: null })
  expect(whole.steps).toMatchObject([
    { step_details: { message_creation: { message_id: 'msg_1' } } },
    {
      step_details: {
        tool_calls: [{ id: 'call_1', function: { name: 'get_time', output: null } }],
      },
    },
  ])
  expect(runEvents.toolCalls([...unfoldRun(whole)])).toMatchObject([{ name: 'get_time' }])
})

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const tokens = fc.nat({ max: 100 })
const anyReply: fc.Arbitrary<ReplyFields> = fc.record({
  text: optional(anyText),
  refusal: optional(anyText),
  reasoning: optional(anyText),
  toolCalls: optional(
    fc.array(
      fc.record({
        name: anyText,
        arguments: optional(fc.oneof(anyText, fc.dictionary(anyText, fc.integer()))),
        id: optional(fc.uuid()),
      }),
      { maxLength: 3 },
    ),
  ),
  usage: optional(fc.record({ input: tokens, output: tokens }, { requiredKeys: [] })),
  finish: optional(fc.constantFrom('stop', 'length', 'tool_calls', 'content_filter')),
})

it.each([createRun, createThreadAndRun, submitToolOutputs])(
  'unfolds any reply to $name to events that fold back to it',
  ({ name }) => {
    const body = name.endsWith('submitToolOutputs') ? { tool_outputs: [] } : {}
    const unfold = name.endsWith('createAndRun') ? unfoldThreadAndRun : unfoldRun

    fc.assert(
      fc.property(anyReply, fc.integer({ min: 1, max: 3 }), (reply, number) => {
        const whole = answer(reply, number)
        const events = [...unfold(whole, { body })]

        expect(events.flatMap((event) => problems(runEvent, event))).toEqual([])
        expect(fold(events)).toEqual(whole)
        expect(runEvents.text(events).join('')).toBe(reply.text ?? '')
        expect(runEvents.toolCalls(events)).toMatchObject(
          (reply.toolCalls ?? []).map((call) => ({
            name: call.name,
            ...(call.id && { id: call.id }),
          })),
        )
      }),
    )
  },
)

it('makes default ids of the number of the request', () => {
  const toolCalls = [{ name: 'get_time' }, { name: 'get_mood' }]

  expect(answer({ text: 'Hi', toolCalls }, 2)).toMatchObject({
    id: 'run_2',
    thread_id: 'thread_2',
    messages: [{ id: 'msg_2_1', run_id: 'run_2' }],
    steps: [{ id: 'step_2_1' }, { id: 'step_2_2' }],
    required_action: {
      submit_tool_outputs: { tool_calls: [{ id: 'call_2_1' }, { id: 'call_2_2' }] },
    },
  })
})

it('has the ids of the path, and repeats the body', () => {
  const request = { body: { model: 'gpt-5' }, params: { thread_id: 'thread_7' } }
  expect(completeRun('Hi', request)).toMatchObject({
    id: 'run_1',
    thread_id: 'thread_7',
    model: 'gpt-5',
  })

  const params = { thread_id: 'thread_7', run_id: 'run_3' }
  expect(completeRun('Hi', { params, number: 9 })).toMatchObject({
    id: 'run_3',
    messages: [{ id: 'msg_3_1', thread_id: 'thread_7', run_id: 'run_3' }],
  })
})

it('keeps the ids that are given, and passes over them', () => {
  const messages = [{ content: [] }, { id: 'msg_1', content: [] }]
  const tool_calls = [{ function: { name: 'f' } }, { id: 'call_1', function: { name: 'g' } }]
  const steps = [
    { step_details: { tool_calls } },
    { step_details: { type: 'message_creation' as const } },
    { id: 'step_1', step_details: { message_creation: { message_id: 'msg_2' } } },
  ]

  expect(completeRun({ messages, steps })).toMatchObject({
    messages: [{ id: 'msg_2' }, { id: 'msg_1' }],
    steps: [
      { id: 'step_2', step_details: { tool_calls: [{ id: 'call_2' }, { id: 'call_1' }] } },
      { id: 'step_3', step_details: { message_creation: { message_id: 'msg_1' } } },
      { id: 'step_1', step_details: { message_creation: { message_id: 'msg_2' } } },
    ],
  })
})

it('calls tools by new ids where a request submits the outputs of others', () => {
  const body = { tool_outputs: [{ tool_call_id: 'call_2', output: '12:00' }] }
  const again = completeRun(fromReply({ toolCalls: [{ name: 'get_date' }] }), { body })

  expect(runEvents.toolCalls([...unfoldRun(again)])).toMatchObject([{ id: 'call_3' }])
})

it('writes and continues a run whose ids follow its own', () => {
  const run = runWriter({ run_id: 'run_2' })
  const asking = [...run.message('Let me see.'), ...run.toolCall('get_time', { city: 'Paris' })]
  const [call] = runEvents.toolCalls(asking)
  const outputs = [{ tool_call_id: call?.id ?? '', output: '12:00' }]
  const rest = continueRun(asking, outputs)
  const answered = [...rest.message('Noon'), ...rest.toolCall('get_date')]

  expect(call).toEqual({ id: 'call_2_1', name: 'get_time', arguments: '{"city":"Paris"}' })
  expect(foldMessages(asking)).toMatchObject([{ id: 'msg_2_1' }])
  expect(foldMessages(answered)).toMatchObject([{ id: 'msg_2_2' }])
  expect(foldRunSteps(answered)).toMatchObject([
    { id: 'step_2_2' },
    { id: 'step_2_3' },
    { id: 'step_2_4', step_details: { tool_calls: [{ id: 'call_2_2' }] } },
  ])
})

it('calls one tool as it calls several', () => {
  expect([...runWriter().toolCall('get_time', '{}', { id: 'call_9', by: 'grapheme' })]).toEqual([
    ...runWriter().toolCalls([{ name: 'get_time', id: 'call_9', by: 'grapheme' }]),
  ])
  expect([...runWriter().toolCall('get_time')]).toEqual([
    ...runWriter().toolCalls([{ name: 'get_time', arguments: '{}' }]),
  ])
})
