import * as fc from 'fast-check'
import type { Completion } from 'openai/resources/completions'
import { expect, it } from 'vitest'
import {
  completeCompletion,
  completions,
  foldCompletion,
  unfoldCompletion,
  type CompletionEvent,
  type ReplyFields,
} from 'msw-openai/routes'
import { fromReply } from '../../src/routes/completions/from-reply.js'
import { anyText, problems } from './support.js'

const { event } = completions.create.endpoint.wire
const body = { model: 'davinci-002', stream_options: { include_usage: true } }

const anyLogprobs = fc.record(
  {
    tokens: fc.array(anyText, { maxLength: 4 }),
    token_logprobs: fc.array(fc.constantFrom(-1, -0.5), { maxLength: 4 }),
    top_logprobs: fc.array(fc.dictionary(anyText, fc.constant(-1), { noNullPrototype: true }), {
      maxLength: 4,
    }),
    text_offset: fc.array(fc.nat(9), { maxLength: 4 }),
  },
  { requiredKeys: [], noNullPrototype: true },
)

const anyChoice = fc.record(
  {
    text: anyText,
    logprobs: fc.oneof(fc.constant(null), anyLogprobs),
    finish_reason: fc.constantFrom('stop' as const, 'length' as const, 'content_filter' as const),
  },
  { noNullPrototype: true },
)

it('folds what it unfolds', () => {
  fc.assert(
    fc.property(fc.array(anyChoice, { minLength: 1, maxLength: 3 }), (choices) => {
      const whole = completeCompletion({ choices }, { body })
      const chunks = [...unfoldCompletion(whole, { body })]

      expect(chunks.flatMap((chunk) => problems(event, chunk))).toEqual([])
      expect(foldCompletion(chunks)).toStrictEqual(whole)
    }),
  )
})

const anyReply = fc.record<ReplyFields>(
  {
    text: anyText,
    reasoning: anyText,
    refusal: anyText,
    usage: fc.record({ input: fc.nat(), output: fc.nat() }, { requiredKeys: [] }),
    finish: fc.constantFrom('stop', 'length', 'content_filter'),
  },
  { requiredKeys: [] },
)

it('makes of every reply a completion that unfolds to chunks of the endpoint, and folds back', () => {
  fc.assert(
    fc.property(anyReply, fc.integer({ min: 1, max: 3 }), (reply, n) => {
      const request = { number: 2, body: { ...body, n, prompt: ['a', 'b'] } }
      const whole = completeCompletion(fromReply(reply, request), request)
      const chunks = [...unfoldCompletion(whole, request)]

      expect(whole.choices).toHaveLength(2 * n)
      expect(chunks.flatMap((chunk) => problems(event, chunk))).toEqual([])
      expect(foldCompletion(chunks)).toStrictEqual(whole)
    }),
  )
})

it('keeps the fields of other servers, in the last chunk', () => {
  const fields: object = { service_tier: 'default', system_fingerprint: 'fp_1' }
  const choice: object = { text: 'Hello there', stop_reason: null }
  const whole = completeCompletion({ ...fields, choices: [choice, choice] })
  const chunks = [...unfoldCompletion(whole)]

  expect(foldCompletion(chunks)).toEqual({ ...whole, usage: undefined })
  expect(chunks.map((chunk) => 'service_tier' in chunk)).toEqual([false, false, false, false, true])
  expect(chunks.every((chunk) => chunk.system_fingerprint === 'fp_1')).toBe(true)
})

it('completes the fields in the order of the API', () => {
  const whole = completeCompletion('Hello', { number: 3, body: { model: 'davinci-002' } })

  expect(JSON.stringify(whole)).toBe(
    '{"id":"cmpl-3","object":"text_completion","created":1700000000,"model":"davinci-002",' +
      '"choices":[{"text":"Hello","index":0,"logprobs":null,"finish_reason":"stop"}],' +
      '"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20}}',
  )
})

const damaged = (value: unknown) => value as Completion
const chunk = (choice: object): CompletionEvent =>
  Object({ id: 'cmpl-1', object: 'text_completion', created: 0, model: 'm', choices: [choice] })

it.each([
  ['no chunks', [], 'it has no chunks.'],
  ['no list', damaged(5), 'expected its events, such as an array, received 5.'],
  ['a choice without an end', [chunk({ index: 0, text: 'Hi' })], 'choice 0 has no end.'],
  ['a chunk without a text', [chunk({ index: 0 })], 'chunk 0 is damaged at choices.0.text'],
  ['a chunk without choices', [damaged({})], 'chunk 0 is damaged at choices'],
])('refuses to fold %s', (_, chunks, message) => {
  const given = chunks as Iterable<CompletionEvent>

  expect(() => foldCompletion(given)).toThrow(`Failed to fold a completion: ${message}`)
})

it('folds a choice without an index and without log probabilities', () => {
  const chunks = [chunk({ text: 'Hello' }), chunk({ text: ' there', finish_reason: 'length' })]

  expect(foldCompletion(chunks).choices).toEqual([
    { text: 'Hello there', index: 0, logprobs: null, finish_reason: 'length' },
  ])
})

it.each([
  ['unfold', () => [...unfoldCompletion(damaged({ choices: [] }))], 'damaged at id'],
  ['complete', () => completeCompletion(damaged({ choices: [5] })), 'damaged at choices.0'],
])('refuses to %s a damaged completion', (task, run, damage) => {
  expect(run).toThrow(`Failed to ${task} a completion: it is ${damage}`)
})
