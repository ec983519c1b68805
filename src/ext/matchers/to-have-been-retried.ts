import type { MatcherContext, Verdict } from './context.js'
import { assertCount, count } from './count.js'
import { assertRoute, judgeRoute } from './route-calls.js'

const name = 'toHaveBeenRetried'

/** Expect a number of retries by the SDK; one at least, unless given. */
export function toHaveBeenRetried(
  context: MatcherContext,
  route: unknown,
  number?: number,
): Verdict {
  assertRoute(name, route)
  if (number !== undefined) assertCount(name, number)
  const retries = route.calls.filter(({ retryCount }) => retryCount > 0).length
  return judgeRoute(context, name, route, {
    pass: number === undefined ? retries > 0 : retries === number,
    expected: number === undefined ? '' : String(number),
    wanted: `been retried${number === undefined ? '' : ` ${count(number, 'time')}`}; it was ${count(retries, 'time')}`,
  })
}
