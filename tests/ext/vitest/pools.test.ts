import { beforeAll, expect, it } from 'vitest'
import { runFixtures, type Outcome } from './run-fixtures.js'

let outcome: Outcome

beforeAll(async () => {
  outcome = await runFixtures()
}, 60_000)

it.each([
  ['forks', '3', '7'],
  ['threads', '2', '6'],
  ['vmThreads', '2.10', '5'],
])('does the same in %s, under MSW %s, with openai %s', async (pool, msw, openai) => {
  const { failures, passed } = await runFixtures(pool, { msw, openai })

  expect(failures).toEqual(outcome.failures)
  expect(passed).toEqual(outcome.passed)
})
