import type { MatcherContext, Verdict } from './context.js'
import { assertRoute, judgeRoute, settle } from './route-calls.js'

const name = 'toHaveCompleted'

/** Expect one call at least, and every one of them to have got all of its answer. */
export async function toHaveCompleted(context: MatcherContext, route: unknown): Promise<Verdict> {
  assertRoute(name, route)
  await settle(route)
  const { calls } = route
  const pass = calls.every(({ outcome }) => outcome === 'completed' || outcome === 'replied')
  return judgeRoute(context, name, route, {
    pass: pass && calls.length > 0,
    wanted: 'completed every call',
  })
}
