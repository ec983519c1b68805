import { isObject } from '../../routes/answers/answer-kind.js'
import type { Call } from '../../routes/index.js'
import { byDistance, type Comparison, type Difference } from '../../routes/conditions/comparison.js'
import type { Condition, ConditionContext } from '../../routes/conditions/condition.js'
import { toCondition } from '../../routes/conditions/to-condition.js'
import { print } from '../../routes/protocol/print.js'
import { isPromise } from '../../streaming/internal.js'
import { hint, paragraphs, type MatcherContext, type Verdict } from './matcher-context.js'
import { assertRoute, type RouteCalls } from './route-calls.js'

const name = 'toHaveBeenAskedWith'

/** The number of differences that a message shows. */
const SHOWN = 3

/** Expects a call that meets a condition, as it would meet that of a `when()`. */
export function toHaveBeenAskedWith(
  context: MatcherContext,
  route: unknown,
  expected: unknown,
): Verdict {
  assertRoute(name, route)
  if (!isObject(expected)) refuse(expected)
  const condition = toCondition(expected, `Failed to use ${name}()`)
  const comparisons = route.calls.map((call, index) =>
    compareCall(condition, call, contextOf(route, index)),
  )
  const found = comparisons.findIndex(({ differences }) => differences.length === 0)
  const explanation = () =>
    found < 0
      ? explainMiss(context, route, comparisons)
      : `Call ${found} of ${route.endpoint.name} was asked with it:\n  ${print(route.calls[found]?.body)}`

  return {
    pass: found >= 0,
    message: () => paragraphs(hint(context, name, 'route', print(expected)), explanation()),
  }
}

function compareCall(condition: Condition, call: Call, context: ConditionContext): Comparison {
  const comparison = condition.compare(call, context)
  return isPromise<Comparison>(comparison) ? refuse(condition) : comparison
}

/** Counts the requests before the one of a call. A retry is no request of its own. */
function contextOf({ endpoint, calls }: RouteCalls, index: number): ConditionContext {
  const begun = calls.slice(0, index + 1).filter(({ retryCount }) => retryCount === 0)
  const answered = Math.max(0, begun.length - 1)
  return { answered, reader: endpoint.request, endpoint: endpoint.name }
}

/** @throws {TypeError} Always: the condition is a function, or no condition at all. */
function refuse(expected: unknown): never {
  throw new TypeError(
    `Failed to use ${name}(): expected a part of a body, or what when() takes for one, such as lastUserMessage(); received ${print(expected)}.`,
  )
}

/** Explains how the nearest call differs; the last one where several are as near. */
function explainMiss(
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
  const shown = differences.slice(0, SHOWN).map((difference) => describe(context, difference))
  const rest = differences.length - shown.length
  return paragraphs(
    `No call of ${endpoint.name} was asked with it. In ${which}:`,
    ...shown,
    rest > 0 ? `… and ${rest} more.` : '',
  )
}

function describe({ utils }: MatcherContext, { at, expected, received }: Difference): string {
  return `  at ${at}\n    expected: ${utils.EXPECTED_COLOR(expected)}\n    received: ${utils.RECEIVED_COLOR(received)}`
}
