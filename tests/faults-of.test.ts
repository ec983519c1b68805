import { expect, it } from 'vitest'
import { faultsOf, type CallFinding } from './faults-of.js'

const found: CallFinding[] = [
  {
    rule: 'chat/role-first',
    severity: 'error',
    index: 0,
    message: 'Choice 0 begins without a role.',
    endpoint: 'chat.completions.create',
    answer: 'Words',
  },
]

it('lists a finding that no test intends', () => {
  const fault =
    'Words on chat.completions.create, event 0, error chat/role-first: Choice 0 begins without a role.'

  expect(faultsOf(found)).toEqual([fault])
  expect(faultsOf(found, ['chat/role-first'])).toEqual([])
})

it('lists a rule that a test intends, and that no stream breaks', () => {
  const fault = 'No stream breaks stream/empty, which the test intends. Remove the id.'

  expect(faultsOf(found, ['chat/role-first', 'stream/empty'])).toEqual([fault])
})
