import { isObject } from '../../routes/answer-kinds.js'
import type { Call } from '../../routes/index.js'
import { toCallMatcher } from '../../routes/when/call-matcher.js'
import type { Comparison, Difference } from '../../routes/when/comparison.js'
import type { CallMatcher } from '../../routes/when/matcher.js'
import { print } from '../../routes/protocol/print.js'
import { isPromise } from '../../streaming/maybe-promise.js'
import { hint, paragraphs, type MatcherContext, type Verdict } from './context.js'
import { assertRoute, type RouteCalls } from './route-calls.js'

const name = 'toHaveBeenAskedWith'

/** How many differences a message tells. */
const TOLD = 3

/** Expect a call whose body matches, as it would match a `when()`. */
export function toHaveBeenAskedWith(
  context: MatcherContext,
  route: unknown,
  expected: unknown,
): Verdict {
  assertRoute(name, route)
  if (!isObject(expected)) refuse(expected)
  const matcher = toCallMatcher(expected, `Failed to use ${name}()`)
  const comparisons = route.calls.map((call, index) =>
    compare(matcher, call, requestsBefore(route, index)),
  )
  const found = comparisons.findIndex(({ differences }) => differences.length === 0)
  const explanation = () =>
    found < 0
      ? missed(context, route, comparisons)
      : `Call ${found} of ${route.endpoint.name} was asked with it:\n  ${print(route.calls[found]?.body)}`

  return {
    pass: found >= 0,
    message: () => paragraphs(hint(context, name, 'route', print(expected)), explanation()),
  }
}

/** How many requests came before the one of a call: retries are none of their own. */
function requestsBefore({ calls }: RouteCalls, index: number): number {
  const begun = calls.slice(0, index + 1).filter(({ retryCount }) => retryCount === 0)
  return Math.max(0, begun.length - 1)
}

function compare(matcher: CallMatcher, call: Call, before: number): Comparison {
  const comparison = matcher.compare(call, before)
  return isPromise<Comparison>(comparison) ? refuse(matcher) : comparison
}

/** @throws {TypeError} */
function refuse(expected: unknown): never {
  throw new TypeError(
    `Failed to use ${name}(): expected a part of a body, or what when() takes for one, such as lastUserMessage(); received ${print(expected)}.`,
  )
}

/** How the call that comes nearest differs: the last one of those that come as near. */
function missed(
  context: MatcherContext,
  { endpoint, calls }: RouteCalls,
  comparisons: readonly Comparison[],
): string {
  const [nearest] = comparisons.toReversed().toSorted(byDistance)
  if (!nearest) return `${endpoint.name} was never asked.`

  const { differences } = nearest
  const index = comparisons.lastIndexOf(nearest)
  const which =
    calls.length === 1 ? `call ${index}` : `the nearest of ${calls.length}, call ${index}`
  const told = differences.slice(0, TOLD).map((difference) => spell(context, difference))
  const rest = differences.length - told.length
  return paragraphs(
    `No call of ${endpoint.name} was asked with it. In ${which}:`,
    ...told,
    rest > 0 ? `… and ${rest} more.` : '',
  )
}

/** The fewest differences, and of as many, the most that was right. */
function byDistance(one: Comparison, other: Comparison): number {
  return one.differences.length - other.differences.length || other.matched - one.matched
}

function spell({ utils }: MatcherContext, { at, expected, received }: Difference): string {
  return `  at ${at}\n    expected: ${utils.EXPECTED_COLOR(expected)}\n    received: ${utils.RECEIVED_COLOR(received)}`
}
