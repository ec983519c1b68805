import { isObject } from '../../routes/answers/answer-kind.js'
import { byDistance, type Comparison, type Difference } from '../../routes/conditions/comparison.js'
import type { Condition, ConditionContext } from '../../routes/conditions/condition.js'
import { toCondition } from '../../routes/conditions/when.js'
import type { Call } from '../../routes/index.js'
import { print } from '../../routes/protocol/print.js'
import { isPromise } from '../../streaming/internal.js'
import { assertCount } from './matcher-arguments.js'
import { count, hint, paragraphs, type MatcherContext, type Verdict } from './matcher-context.js'
import { assertRoute, earlierOf, judgeRoute, settle, type RouteCalls } from './route-calls.js'

/** Options of `toHaveBeenAborted()`. */
export interface AbortOptions {
  /** The number of events that were sent before the client disconnected; any number unless given. */
  readonly after?: number
}

/** Expects a number of answered calls: of all calls except the broken ones. Pending calls count. */
export function toHaveAnswered(context: MatcherContext, route: unknown, number: number): Verdict {
  const name = 'toHaveAnswered'
  assertRoute(name, route)
  assertCount(name, number)
  // The call of a broken script has an error at once, and its outcome after the script's `finally`.
  const answered = route.calls.filter(
    ({ outcome, error }) => outcome !== 'broken' && error === undefined,
  )
  const earlier = earlierOf(route)
  const all = earlier.count - earlier.broken + answered.length
  return judgeRoute(context, name, route, {
    pass: all === number,
    expected: String(number),
    wanted: `answered ${count(number, 'call')}; it answered ${all}`,
  })
}

/** Expects a call whose client disconnected before it had the whole answer. */
export async function toHaveBeenAborted(
  context: MatcherContext,
  route: unknown,
  options: AbortOptions = {},
): Promise<Verdict> {
  const name = 'toHaveBeenAborted'
  assertRoute(name, route)
  assertAbortOptions(name, options)
  const { after } = options
  if (after !== undefined) assertCount(name, after)
  await settle(route)
  const { abortedAfter } = earlierOf(route)
  const aborted = route.calls.filter(({ outcome }) => outcome === 'aborted')
  const sent = new Set([...abortedAfter, ...aborted.map((call) => call.sent)])
  const pass = after === undefined ? sent.size > 0 : sent.has(after)
  return judgeRoute(context, name, route, {
    pass,
    expected: after === undefined ? '' : `{ after: ${after} }`,
    wanted: `been aborted${after === undefined ? '' : ` after ${count(after, 'event')}`}`,
  })
}

/** Expects a number of retries by the SDK; at least one unless given. */
export function toHaveBeenRetried(
  context: MatcherContext,
  route: unknown,
  number?: number,
): Verdict {
  const name = 'toHaveBeenRetried'
  assertRoute(name, route)
  if (number !== undefined) assertCount(name, number)
  const remembered = route.calls.filter(({ retryCount }) => retryCount > 0).length
  const retries = earlierOf(route).retries + remembered
  return judgeRoute(context, name, route, {
    pass: number === undefined ? retries > 0 : retries === number,
    expected: number === undefined ? '' : String(number),
    wanted: `been retried${number === undefined ? '' : ` ${count(number, 'time')}`}; it was ${count(retries, 'time')}`,
  })
}

/** Expects at least one call, and that every call got its whole answer. */
export async function toHaveCompleted(context: MatcherContext, route: unknown): Promise<Verdict> {
  const name = 'toHaveCompleted'
  assertRoute(name, route)
  await settle(route)
  const { calls } = route
  const earlier = earlierOf(route)
  const pass = calls.every(({ outcome }) => outcome === 'completed' || outcome === 'replied')
  return judgeRoute(context, name, route, {
    pass: pass && earlier.completed === earlier.count && earlier.count + calls.length > 0,
    wanted: 'completed every call',
  })
}

function assertAbortOptions(name: string, options: unknown): void {
  if (isObject(options) && Object.keys(options).every((key) => key === 'after')) return

  throw new TypeError(
    `Failed to use ${name}(): expected { after: 3 } or nothing; received ${print(options)}.`,
  )
}

/** The name of the matcher, for messages. */
const ASKED_WITH = 'toHaveBeenAskedWith'

/** The most differences in a message. */
const SHOWN = 3

/** Expects a call that meets a condition, as in `when()`. */
export function toHaveBeenAskedWith(
  context: MatcherContext,
  route: unknown,
  expected: unknown,
): Verdict {
  assertRoute(ASKED_WITH, route)
  if (!isObject(expected)) refuse(expected)
  const condition = toCondition(expected, `Failed to use ${ASKED_WITH}()`)
  const contexts = contextsOf(route)
  const comparisons = route.calls.map((call, index) =>
    // Each call has a context.
    compareCall(condition, call, contexts[index] as ConditionContext),
  )
  const found = comparisons.findIndex(({ differences }) => differences.length === 0)
  const explanation = () =>
    found < 0
      ? explainMiss(context, route, comparisons)
      : `Call ${earlierOf(route).count + found} of ${route.endpoint.name} was asked with it:\n  ${print(route.calls[found]?.body)}`

  return {
    pass: found >= 0,
    message: () =>
      paragraphs(hint(context, ASKED_WITH, 'route', condition.description), explanation()),
  }
}

function compareCall(condition: Condition, call: Call, context: ConditionContext): Comparison {
  const comparison = condition.compare(call, context)
  return isPromise(comparison) ? refuse(condition) : comparison
}

/** Makes the context of each call. The requests before the call's own are counted, without retries. */
function contextsOf(route: RouteCalls): ConditionContext[] {
  const { endpoint, calls } = route
  const { count: earlier, retries } = earlierOf(route)
  let begun = earlier - retries
  return calls.map(({ retryCount }) => {
    if (retryCount === 0) begun++
    const answered = Math.max(0, begun - 1)
    return { answered, reader: endpoint.request, endpoint: endpoint.name }
  })
}

/**
 * Refuses a function, and a value that is no condition.
 *
 * @throws {TypeError} Always.
 */
function refuse(expected: unknown): never {
  throw new TypeError(
    `Failed to use ${ASKED_WITH}(): expected a part of a body, or what when() takes for one, such as lastUserMessage(); received ${print(expected)}.`,
  )
}

/** Explains the differences of the nearest call, the last one of several that are equally near. */
function explainMiss(
  context: MatcherContext,
  route: RouteCalls,
  comparisons: readonly Comparison[],
): string {
  const { endpoint, calls } = route
  const earlier = earlierOf(route).count
  const [nearest] = comparisons.toReversed().toSorted(byDistance)
  if (!nearest) return `${endpoint.name} was never asked.`

  const { differences } = nearest
  const index = earlier + comparisons.lastIndexOf(nearest)
  const which =
    calls.length === 1 ? `call ${index}` : `the nearest of ${calls.length}, call ${index}`
  const shown = differences.slice(0, SHOWN).map((difference) => describe(context, difference))
  const rest = differences.length - shown.length
  return paragraphs(
    `No call of ${endpoint.name} was asked with it. In ${which}:`,
    ...shown,
    rest > 0 ? `… and ${rest} more.` : '',
    earlier > 0 ? `The route no longer remembers the ${count(earlier, 'call')} before.` : '',
  )
}

function describe({ utils }: MatcherContext, { at, expected, received }: Difference): string {
  return `  at ${at}\n    expected: ${utils.EXPECTED_COLOR(expected)}\n    received: ${utils.RECEIVED_COLOR(received)}`
}
