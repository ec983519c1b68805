import * as fc from 'fast-check'
import { completions } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { damaged } from '../damage.js'
import { eventFindings, set } from '../lint/changed-events.js'
import { findingsIn, rulesOf, sse } from '../lint/rule-case.js'
import { completionsCases } from './completions-cases.js'

const { endpoint } = completions.create
const cases = Object.entries(completionsCases)

it('has a case of every rule', () => {
  expect(Object.keys(completionsCases).toSorted()).toEqual(
    endpoint.rules?.rules.map(({ id }) => id).toSorted(),
  )
})

it.each(cases)('finds a stream that breaks %s', (id, { wrong, also = [] }) => {
  expect(rulesOf(findingsIn(endpoint, wrong)).toSorted()).toEqual([id, ...also].toSorted())
})

it.each(cases)('finds nothing in a stream that obeys %s', (_, { right }) => {
  expect(findingsIn(endpoint, right)).toEqual([])
})

it('finds a usage before the first choice', () => {
  const head = { id: 'cmpl-1', object: 'text_completion', created: 1700000000, model: 'a' }
  const tokens = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  const choice = { index: 0, text: 'Hi', logprobs: null, finish_reason: 'stop' }
  const usage = { ...head, choices: [], usage: tokens }

  expect(findingsIn(endpoint, sse(usage, { ...head, choices: [choice] }, '[DONE]'))).toMatchObject([
    { rule: 'completions/usage-after-finish', index: 0 },
  ])
})

it('reports each fault of a chunk whose choices have no log probabilities', () => {
  const head = { id: 'cmpl-1', object: 'text_completion', created: 1700000000, model: 'a' }
  const choice = { index: 0, text: 7, finish_reason: 'stop' }

  expect(findingsIn(endpoint, sse({ ...head, choices: [choice] }, '[DONE]'))).toMatchObject([
    { rule: 'stream/schema', received: 7 },
    { rule: 'completions/logprobs-missing', index: 0 },
  ])
})

const tokens = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
const head = { id: 'cmpl-1', object: 'text_completion', created: 1700000000, model: 'a' }
const choice = { index: 0, text: 'Hi', logprobs: null, finish_reason: null }
const begin = { ...head, choices: [choice] }
const end = { ...head, choices: [{ ...choice, text: '', finish_reason: 'stop' }] }
const usage = { ...head, choices: [], usage: tokens }

it.each([
  ['id', 7],
  ['object', 7],
  ['created', null],
  ['model', undefined],
  ['system_fingerprint', 7],
  ['choices', null],
  ['choices.0', 7],
  ['choices.0.index', undefined],
  ['choices.0.text', undefined],
  ['choices.0.logprobs', 'none'],
])('says of a first chunk whose %s is %j nothing but that', (path, value) => {
  const wrong = set('chunk', path, value)([{ ...begin, type: 'chunk' }])

  expect(eventFindings(endpoint, [...wrong, end, usage])).toMatchObject([
    { rule: 'stream/schema', index: 0 },
  ])
})

it('says of a reason that is no text nothing but that', () => {
  const wrong = { ...head, choices: [{ ...choice, finish_reason: 7 }] }

  expect(eventFindings(endpoint, [begin, wrong, usage])).toMatchObject([
    { rule: 'stream/schema', index: 1 },
  ])
})

it('finds the other faults of chunks that do not match the schema', () => {
  const chunks = [begin, { ...begin, id: 'cmpl-2' }].map((chunk) => ({ ...chunk, created: '1' }))

  expect(rulesOf(eventFindings(endpoint, chunks))).toEqual([
    'stream/schema',
    'completions/same-id',
    'completions/finish-missing',
  ])
})

it('never throws at chunks of any shape', () => {
  fc.assert(
    fc.property(
      damaged([begin, end, usage]),
      fc.array(fc.anything(), { maxLength: 4 }),
      (events, more) => {
        expect(() => eventFindings(endpoint, [...events, ...more, ...events])).not.toThrow()
      },
    ),
  )
})
