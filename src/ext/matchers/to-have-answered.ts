import type { MatcherContext, Verdict } from './context.js'
import { assertCount, count } from './count.js'
import { assertRoute, judgeRoute } from './route-calls.js'

const name = 'toHaveAnswered'

/** Expect a number of answered calls: all but the broken ones. One that is under way is answered. */
export function toHaveAnswered(context: MatcherContext, route: unknown, number: number): Verdict {
  assertRoute(name, route)
  assertCount(name, number)
  // An error is there as soon as a script breaks; the outcome comes after its `finally`.
  const answered = route.calls.filter(
    ({ outcome, error }) => outcome !== 'broken' && error === undefined,
  )
  return judgeRoute(context, name, route, {
    pass: answered.length === number,
    expected: String(number),
    wanted: `answered ${count(number, 'call')}; it answered ${answered.length}`,
  })
}
