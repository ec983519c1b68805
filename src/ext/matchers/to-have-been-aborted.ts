import { isObject } from '../../routes/answer-kinds.js'
import { print } from '../../routes/protocol/print.js'
import type { MatcherContext, Verdict } from './context.js'
import { assertCount, count } from './count.js'
import { assertRoute, judgeRoute, settle } from './route-calls.js'

export interface AbortOptions {
  /** How many events had been handed over when the client left. */
  readonly after?: number
}

const name = 'toHaveBeenAborted'

/** Expect a call whose client left before it had everything. */
export async function toHaveBeenAborted(
  context: MatcherContext,
  route: unknown,
  options: AbortOptions = {},
): Promise<Verdict> {
  assertRoute(name, route)
  assertOptions(options)
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

function assertOptions(options: unknown): void {
  if (isObject(options) && Object.keys(options).every((key) => key === 'after')) return

  throw new TypeError(
    `Failed to use ${name}(): expected { after: 3 } or nothing; received ${print(options)}.`,
  )
}
