import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ResponseEvent, WireResponse } from 'msw-openai/routes'
import { completeResponse } from '../../src/routes/responses/complete.js'
import { createResponse } from '../../src/routes/responses/endpoint.js'
import { foldResponse } from '../../src/routes/responses/fold.js'
import { unfoldResponse } from '../../src/routes/responses/unfold.js'
import { CLEAR, damaged, problemOf } from './damage.js'

const citation = {
  type: 'url_citation',
  url: 'https://example.com',
  title: 'Hi',
  start_index: 0,
  end_index: 2,
} as const
const whole = completeResponse({
  output: [
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
    {
      content: [
        { text: 'Hi there', annotations: [citation] },
        { type: 'refusal', refusal: 'No' },
      ],
    },
    { type: 'function_call', name: 'f' },
    { type: 'code_interpreter_call', outputs: [{ type: 'logs', logs: '42' }] },
    {
      type: 'shell_call',
      action: { commands: ['ls'], max_output_length: null, timeout_ms: null },
    },
    { type: 'apply_patch_call', operation: { type: 'update_file', path: 'a', diff: '+a' } },
    { type: 'web_search_call' },
  ],
  usage: { input_tokens: 9, output_tokens: 2 },
})
const events: readonly ResponseEvent[] = [...unfoldResponse(whole)]

it('unfolds damaged responses, or says what is wrong', () => {
  fc.assert(
    fc.property(damaged(whole), (response) => {
      expect(problemOf(() => [...unfoldResponse(response)])).toMatch(CLEAR)
      expect(problemOf(() => [...unfoldResponse(completeResponse(response))])).toMatch(CLEAR)
    }),
  )
})

it('folds and reads damaged events, or says what is wrong', () => {
  fc.assert(
    fc.property(damaged(events), (given) => {
      expect(problemOf(() => foldResponse(given))).toMatch(CLEAR)
      expect(problemOf(() => createResponse.events?.text(given))).toMatch(CLEAR)
      expect(problemOf(() => createResponse.events?.toolCalls?.(given))).toMatch(CLEAR)
    }),
  )
})

it.each<[given: object | null, problem: string]>([
  [null, ': expected object, received null'],
  [{ ...whole, output: null }, ' at output: expected array, received null'],
  [{ ...whole, output: [null] }, ' at output.0: expected object, received null'],
  [{ ...whole, status: 'done' }, ' at status: expected "completed", "failed"'],
  [
    { ...whole, output: [{ ...whole.output[1], content: 'Hi' }] },
    ' at output.0.content: expected array, received string',
  ],
])('refuses to unfold %j', (given, problem) => {
  // Damaged on purpose.
  const response = given as WireResponse

  expect(() => [...unfoldResponse(response)]).toThrow(
    `Failed to unfold a response: it is damaged${problem}`,
  )
})

it.each<[given: unknown, problem: string]>([
  [null, ': expected object, received null'],
  [{ output: 5 }, ' at output: expected array, received number'],
  [{ output: [null] }, ' at output.0: expected object, received null'],
  [{ output: [{ content: [null] }] }, ' at output.0.content.0: expected object, received null'],
  [{ usage: 'many' }, ' at usage: expected object, received string'],
])('refuses to complete %j', (given, problem) => {
  // Damaged on purpose.
  const response = given as WireResponse

  expect(() => completeResponse(response)).toThrow(
    `Failed to complete a response: it is damaged${problem}`,
  )
})

it('unfolds an item of a type that nobody knows', () => {
  // Of a later version of the API.
  const later = { id: 'x_1', type: 'telepathy' } as unknown as WireResponse['output'][number]
  const types = [...unfoldResponse({ ...whole, output: [later] })].map(({ type }) => type)

  expect(types.slice(2, -1)).toEqual(['response.output_item.added', 'response.output_item.done'])
})

it('folds an item at a large index, in no more time and space than at a small one', () => {
  const far = events.map((event) =>
    'output_index' in event ? { ...event, output_index: event.output_index + 2e8 } : event,
  )

  expect(foldResponse(far).output).toEqual(whole.output)
})
