import { completions } from 'msw-openai/routes'
import { expect, it } from 'vitest'
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

it('reports another fault of a chunk whose choices have no log probabilities', () => {
  const head = { id: 'cmpl-1', object: 'text_completion', created: 1700000000, model: 'a' }
  const choice = { index: 0, text: 7, finish_reason: 'stop' }

  expect(findingsIn(endpoint, sse({ ...head, choices: [choice] }, '[DONE]'))).toMatchObject([
    { rule: 'stream/schema', received: 7 },
  ])
})
