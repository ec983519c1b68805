import { completions } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { findingsIn, rulesOf } from '../lint/rule-case.js'
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
