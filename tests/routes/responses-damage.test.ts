import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { responses, type ResponseEvent, type WireResponse } from 'msw-openai/routes'
import { completeResponse } from '../../src/routes/responses/complete.js'
import { createResponse } from '../../src/routes/responses/endpoint.js'
import { foldResponse } from '../../src/routes/responses/fold.js'
import { unfoldResponse } from '../../src/routes/responses/unfold.js'
import { CLEAR, damaged, problemOf } from './damage.js'
import { ask } from './support.js'

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

it.each([{ stream: true }, {}])(
  'breaks the call of a damaged response, for a request of %j',
  async (more) => {
    // Damaged on purpose.
    const answer = { output: [null] } as unknown as WireResponse
    const route = responses.create(answer)
    const body = { model: 'gpt-5', input: 'Hello?', ...more }

    expect((await ask(route, { url: '/responses', body })).ok).toBe(false)
    expect(route.calls[0]?.error).toMatchObject({
      message: expect.stringContaining('damaged at output.0: expected object, received null'),
    })
  },
)

it('folds a part of a reasoning in full, as Amazon Bedrock names it', () => {
  const at = { item_id: 'rs_1', output_index: 0, content_index: 0 }
  const part = (text: string) => ({ ...at, part: { type: 'reasoning_text', text } })
  // The SDK has no such events.
  const given = [
    { type: 'response.created', response: { id: 'resp_1', output: [] } },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { id: 'rs_1', type: 'reasoning', summary: [] },
    },
    { type: 'response.reasoning_part.added', ...part('') },
    { type: 'response.reasoning_text.delta', ...at, delta: 'Hm' },
    { type: 'response.reasoning_part.done', ...part('Hm') },
  ] as unknown as ResponseEvent[]

  expect(foldResponse(given).output).toMatchObject([
    { content: [{ type: 'reasoning_text', text: 'Hm' }] },
  ])
})
