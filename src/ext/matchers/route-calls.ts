import type { Call, EarlierCalls } from '../../routes/index.js'
import type { RequestReader } from '../../routes/protocol/readers.js'
import { macrotask } from '../../streaming/internal.js'
import { count, hint, paragraphs, type MatcherContext, type Verdict } from './matcher-context.js'

/** The part of a route that the matchers use. */
export interface RouteCalls {
  readonly endpoint: { readonly name: string; readonly request?: RequestReader | undefined }
  readonly calls: readonly Call[]
  readonly earlier?: EarlierCalls
}

/** The counts of a route that remembers every call. */
const NONE: EarlierCalls = {
  count: 0,
  retries: 0,
  settled: 0,
  completed: 0,
  broken: 0,
  abortedAfter: new Set(),
}

/** Gives the counts of the calls that a route no longer remembers. */
export function earlierOf({ earlier = NONE }: Pick<RouteCalls, 'earlier'>): EarlierCalls {
  return earlier
}

/** The ticks of the event loop within which a call settles after its client has gone. */
const TICKS = 50

/**
 * Checks that an argument is a route.
 *
 * @throws {TypeError} When `value` is no route.
 */
export function assertRoute(name: string, value: unknown): asserts value is RouteCalls {
  if (typeof value === 'object' && value !== null && 'calls' in value && 'endpoint' in value) return

  const isFactory = typeof value === 'function' && 'endpoint' in value
  const received = isFactory ? 'what creates one: pass what it returns' : typeof value
  throw new TypeError(
    `Failed to use ${name}(): expected a route, such as chat.completions.create(answer); received ${received}.`,
  )
}

/** Waits until every call has settled, but not forever: a client may stay connected to a silent stream. */
export async function settle(route: Pick<RouteCalls, 'calls' | 'earlier'>): Promise<void> {
  for (let tick = 0; tick < TICKS && hasPending(route); tick++) await macrotask()
}

/** Makes the verdict on a route. The message lists the calls of the route with their outcomes. */
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
        `Expected ${route.endpoint.name}${not} to have ${wanted}. ${describeCalls(route)}`,
      ),
  }
}

function hasPending(route: Pick<RouteCalls, 'calls' | 'earlier'>): boolean {
  const earlier = earlierOf(route)
  return route.calls.some(isPending) || earlier.settled < earlier.count
}

function isPending({ outcome }: Call): boolean {
  return outcome === 'pending'
}

function describeCalls(route: RouteCalls): string {
  const { calls } = route
  const earlier = earlierOf(route).count
  if (earlier + calls.length === 0) return 'It has no calls.'

  const remembered = earlier === 0 ? '' : `, and remembers the last ${calls.length}`
  return [
    `It has ${count(earlier + calls.length, 'call')}${remembered}:\n`,
    ...calls.map((call, position) => lineOfCall(call, earlier + position)),
  ].join('\n')
}

function lineOfCall(call: Call, index: number): string {
  const { outcome, sent, retryCount, error } = call
  const state = isPending(call) ? 'still pending' : outcome
  const events = outcome === 'replied' ? '' : ` after ${count(sent, 'event')}`
  const retry = retryCount > 0 ? `, retry ${retryCount}` : ''
  const reason = error === undefined ? '' : `: ${String(error).split('\n', 1)[0]}`
  return `    ${index}  ${state}${events}${retry}${reason}`
}
