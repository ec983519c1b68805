import * as fc from 'fast-check'
import { images } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { ruleProblems } from '../lint/changed-events.js'
import { findingsIn, rulesOf } from '../lint/rule-case.js'
import { imagesCases } from './images-cases.js'

const { endpoint } = images.generate
const cases = Object.entries(imagesCases)

it('has a case of every rule', () => {
  expect(Object.keys(imagesCases).toSorted()).toEqual(
    endpoint.rules?.rules.map(({ id }) => id).toSorted(),
  )
})

it.each(cases)('finds a stream that breaks %s', (id, { wrong, also = [] }) => {
  expect(rulesOf(findingsIn(endpoint, wrong)).toSorted()).toEqual([id, ...also].toSorted())
})

it.each(cases)('finds nothing in a stream that obeys %s', (_, { right }) => {
  expect(findingsIn(endpoint, right)).toEqual([])
})

it('takes what OpenAI does not document: any line ending, and the name of an error', () => {
  const { right = '' } = imagesCases['images/event-name'] ?? {}
  const error = { type: 'error', error: { type: 'server_error', message: 'No', code: null } }
  const failing = `event: error\ndata: ${JSON.stringify(error)}\n\n`

  expect(findingsIn(endpoint, right.replaceAll('\n', '\r\n'))).toEqual([])
  expect(findingsIn(images.edit.endpoint, failing)).toEqual([])
})

it('never throws at events of any shape', () => {
  const event = fc.record({
    type: fc.constantFrom('image_generation.partial_image', 'image_generation.completed'),
    b64_json: fc.anything(),
  })
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.anything(), event)), (events) => {
      expect(() => ruleProblems(endpoint, events)).not.toThrow()
    }),
  )
})
