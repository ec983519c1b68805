import * as fc from 'fast-check'
import { audio } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { ruleProblems } from '../lint/changed-events.js'
import { findingsIn, rulesOf, sse } from '../lint/rule-case.js'
import { transcriptionsCases } from './transcriptions-cases.js'

const { endpoint } = audio.transcriptions.create
const cases = Object.entries(transcriptionsCases)

it('has a case of every rule', () => {
  expect(Object.keys(transcriptionsCases).toSorted()).toEqual(
    endpoint.rules?.rules.map(({ id }) => id).toSorted(),
  )
})

it.each(cases)('finds a stream that breaks %s', (id, { wrong, also = [] }) => {
  expect(rulesOf(findingsIn(endpoint, wrong)).toSorted()).toEqual([id, ...also].toSorted())
})

it.each(cases)('finds nothing in a stream that obeys %s', (_, { right }) => {
  expect(findingsIn(endpoint, right)).toEqual([])
})

it('takes deltas that name their segments, and the segments, which have the text again', () => {
  const delta = { type: 'transcript.text.delta', delta: 'Hi', segment_id: 'seg_0' }
  const segment = {
    type: 'transcript.text.segment',
    text: 'Hi',
    speaker: 'A',
    start: 0,
    end: 1,
    id: 'seg_0',
  }
  const done = { type: 'transcript.text.done', text: 'Hi' }

  for (const pieces of [
    [delta, segment],
    [segment, delta],
  ]) {
    const stream = sse(...pieces, done, '[DONE]').replaceAll('\n', '\r\n')
    expect(findingsIn(endpoint, stream)).toEqual([])
  }
})

it('never throws at events of any shape', () => {
  const event = fc.record({
    type: fc.constantFrom(
      'transcript.text.delta',
      'transcript.text.segment',
      'transcript.text.done',
    ),
    start: fc.anything(),
    text: fc.anything(),
  })
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.anything(), event)), (events) => {
      expect(() => ruleProblems(endpoint, events)).not.toThrow()
    }),
  )
})
