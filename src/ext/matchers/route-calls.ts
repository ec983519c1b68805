import type { Call } from '../../routes/index.js'
import { macrotask } from '../../streaming/clock.js'
import { hint, paragraphs, type MatcherContext, type Verdict } from './context.js'
import { count } from './count.js'

/** The part of a route that the matchers look at. */
export interface RouteCalls {
  readonly endpoint: { readonly name: string }
  readonly calls: readonly Call[]
}

/** How many turns of the event loop a call may take to settle once its client has gone. */
const TURNS = 50

/**
 * Make sure that a value is a route.
 *
 * @throws {TypeError} When it is not.
 */
export function assertRoute(name: string, value: unknown): asserts value is RouteCalls {
  if (typeof value === 'object' && value !== null && 'calls' in value && 'endpoint' in value) return

  const isFactory = typeof value === 'function' && 'endpoint' in value
  const received = isFactory ? 'what creates one: pass what it returns' : typeof value
  throw new TypeError(
    `Failed to use ${name}(): expected a route, such as chat.completions.create(answer); received ${received}.`,
  )
}

/** Wait until every call has settled; not for ever, since nobody may ever leave a silent stream. */
export async function settle({ calls }: Pick<RouteCalls, 'calls'>): Promise<void> {
  for (let turn = 0; turn < TURNS && calls.some(isPending); turn++) await macrotask()
}

/** Whether a call is still under way. */
function isPending({ outcome }: Call): boolean {
  return outcome === 'pending'
}

/** Judge a route; the message tells what became of its calls. */
export function judgeRoute(
  context: MatcherContext,
  name: string,
  route: RouteCalls,
  { pass, expected, wanted }: { pass: boolean; expected?: string; wanted: string },
): Verdict {
  const not = context.isNot ? ' not' : ''
  return {
    pass,
    message: () =>
      paragraphs(
        hint(context, name, 'route', expected),
        `Expected ${route.endpoint.name}${not} to have ${wanted}. ${callsOf(route)}`,
      ),
  }
}

/** What became of the calls of a route, one a line. */
function callsOf({ calls }: RouteCalls): string {
  return calls.length === 0
    ? 'It has no calls.'
    : [`It has ${count(calls.length, 'call')}:\n`, ...calls.map(lineOfCall)].join('\n')
}

function lineOfCall(call: Call, index: number): string {
  const { outcome, sent, retryCount, error } = call
  const state = isPending(call) ? 'still pending' : outcome
  const told = outcome === 'replied' ? '' : ` after ${count(sent, 'event')}`
  const retry = retryCount > 0 ? `, retry ${retryCount}` : ''
  const reason = error === undefined ? '' : `: ${String(error).split('\n', 1)[0]}`
  return `    ${index}  ${state}${told}${retry}${reason}`
}
