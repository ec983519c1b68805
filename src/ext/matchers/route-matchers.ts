import { isObject } from '../../routes/answers/answer-kind.js'
import { print } from '../../routes/protocol/print.js'
import { assertCount } from './matcher-arguments.js'
import { count, type MatcherContext, type Verdict } from './matcher-context.js'
import { assertRoute, judgeRoute, settle } from './route-calls.js'

/** The options of `toHaveBeenAborted()`. */
export interface AbortOptions {
  /** The number of events that had been handed over when the client left; any number unless given. */
  readonly after?: number
}

/** Expects a number of answered calls: all but the broken ones. A pending call is answered. */
export function toHaveAnswered(context: MatcherContext, route: unknown, number: number): Verdict {
  const name = 'toHaveAnswered'
  assertRoute(name, route)
  assertCount(name, number)
  // A script that breaks has an error at once, and its outcome only after its `finally`.
  const answered = route.calls.filter(
    ({ outcome, error }) => outcome !== 'broken' && error === undefined,
  )
  return judgeRoute(context, name, route, {
    pass: answered.length === number,
    expected: String(number),
    wanted: `answered ${count(number, 'call')}; it answered ${answered.length}`,
  })
}

/** Expects a call whose client left before it had the whole answer. */
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
  const pass = route.calls.some(
    ({ outcome, sent }) => outcome === 'aborted' && (after === undefined || sent === after),
  )
  return judgeRoute(context, name, route, {
    pass,
    expected: after === undefined ? '' : `{ after: ${after} }`,
    wanted: `been aborted${after === undefined ? '' : ` after ${count(after, 'event')}`}`,
  })
}

/** Expects a number of retries by the SDK; one or more unless given. */
export function toHaveBeenRetried(
  context: MatcherContext,
  route: unknown,
  number?: number,
): Verdict {
  const name = 'toHaveBeenRetried'
  assertRoute(name, route)
  if (number !== undefined) assertCount(name, number)
  const retries = route.calls.filter(({ retryCount }) => retryCount > 0).length
  return judgeRoute(context, name, route, {
    pass: number === undefined ? retries > 0 : retries === number,
    expected: number === undefined ? '' : String(number),
    wanted: `been retried${number === undefined ? '' : ` ${count(number, 'time')}`}; it was ${count(retries, 'time')}`,
  })
}

/** Expects one call or more, and that each of them got its whole answer. */
export async function toHaveCompleted(context: MatcherContext, route: unknown): Promise<Verdict> {
  const name = 'toHaveCompleted'
  assertRoute(name, route)
  await settle(route)
  const { calls } = route
  const pass = calls.every(({ outcome }) => outcome === 'completed' || outcome === 'replied')
  return judgeRoute(context, name, route, {
    pass: pass && calls.length > 0,
    wanted: 'completed every call',
  })
}

function assertAbortOptions(name: string, options: unknown): void {
  if (isObject(options) && Object.keys(options).every((key) => key === 'after')) return

  throw new TypeError(
    `Failed to use ${name}(): expected { after: 3 } or nothing; received ${print(options)}.`,
  )
}
