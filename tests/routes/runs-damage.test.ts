import * as fc from 'fast-check'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { completeRun } from '../../src/routes/runs/complete.js'
import { continueRun } from '../../src/routes/runs/continue.js'
import { foldMessages, foldRun, foldRunSteps } from '../../src/routes/runs/fold.js'
import { runEvents } from '../../src/routes/runs/reader.js'
import { unfoldRun, unfoldThreadAndRun, type RunResource } from '../../src/routes/runs/unfold.js'
import { CLEAR, damaged, problemOf } from './damage.js'

const whole = completeRun({
  messages: [
    {
      content: [
        { type: 'text', text: { value: 'Hi there' } },
        { type: 'refusal', refusal: 'No' },
      ],
    },
  ],
  steps: [
    {
      step_details: {
        type: 'tool_calls',
        tool_calls: [
          { code_interpreter: { input: '6 * 7', outputs: [{ type: 'logs', logs: '42' }] } },
          { file_search: { results: [{ file_id: 'file_1', file_name: 'a.txt', score: 1 }] } },
        ],
      },
    },
    {},
  ],
})
const asking = completeRun({
  required_action: { submit_tool_outputs: { tool_calls: [{ function: { name: 'f' } }] } },
})
const events = [...unfoldRun(whole), ...unfoldRun(asking)]
const outputs = [{ tool_call_id: 'call_1', output: '12:00' }]

it.each([
  ['a run that has ended', whole],
  ['a run that requires action', asking],
])('unfolds %s when it is damaged, or says what is wrong', (_, run) => {
  fc.assert(
    fc.property(damaged(run), (given) => {
      expect(problemOf(() => [...unfoldRun(given)])).toMatch(CLEAR)
      expect(problemOf(() => [...unfoldRun(completeRun(given))])).toMatch(CLEAR)
    }),
  )
})

it('folds and reads damaged events, or says what is wrong', () => {
  fc.assert(
    fc.property(damaged(events), (given) => {
      expect(problemOf(() => foldRun(given))).toMatch(CLEAR)
      expect(problemOf(() => foldMessages(given))).toMatch(CLEAR)
      expect(problemOf(() => foldRunSteps(given))).toMatch(CLEAR)
      expect(problemOf(() => runEvents.text(given))).toMatch(CLEAR)
      expect(problemOf(() => runEvents.toolCalls(given))).toMatch(CLEAR)
    }),
  )
})

it('continues a damaged run, or says what is wrong', () => {
  fc.assert(
    fc.property(damaged([...unfoldRun(asking)]), damaged(outputs), (given, answers) => {
      expect(problemOf(() => [...continueRun(given, outputs).completed()])).toMatch(CLEAR)
      expect(problemOf(() => [...continueRun(unfoldRun(asking), answers).completed()])).toMatch(
        CLEAR,
      )
    }),
  )
})

it('refuses to continue a run whose id is no text', () => {
  const given: unknown = [...unfoldRun(asking)].map((event) => ({
    ...event,
    // `String()` throws on an object without a prototype.
    data: { ...event.data, id: Object.create(null) },
  }))

  // Damaged on purpose.
  expect(() => continueRun(given as AssistantStreamEvent[], outputs)).toThrow(
    'Failed to continue a run: it is damaged at id: expected string, received object.',
  )
})

it.each<[given: object | null, problem: string]>([
  [null, ': expected object, received null'],
  [{}, ' at status: expected "queued", "in_progress"'],
  [{ ...whole, messages: {} }, ' at messages: expected array, received object'],
  [{ ...whole, steps: [null] }, ' at steps.0: expected object, received null'],
])('refuses to unfold %j', (given, problem) => {
  // Damaged on purpose.
  const run = given as RunResource

  expect(() => [...unfoldRun(run)]).toThrow(`Failed to unfold a run: it is damaged${problem}`)
  expect(() => [...unfoldThreadAndRun(run)]).toThrow(
    `Failed to unfold a run: it is damaged${problem}`,
  )
})

it.each<[given: unknown, problem: string]>([
  [null, ': expected object, received null'],
  [{ status: 'done' }, ' at status: expected "queued", "in_progress"'],
  [{ messages: 'Hi' }, ' at messages: expected array, received string'],
  [{ steps: [{ step_details: null }] }, ' at steps.0.step_details: expected object, received null'],
])('refuses to complete %j', (given, problem) => {
  // Damaged on purpose.
  const run = given as RunResource

  expect(() => completeRun(run)).toThrow(`Failed to complete a run: it is damaged${problem}`)
})

it('takes a request whose tools are no list', () => {
  // A body may be of any shape at run time.
  const body = { tools: 5 } as object

  expect(completeRun('Hi', { body })).toMatchObject({ status: 'completed', tools: [] })
})
