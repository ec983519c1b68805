import type { AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import type { MaybePromise } from '../../streaming/maybe-promise.js'
import type { MatcherContext, Verdict } from './context.js'
import { inline } from '../../routes/protocol/print.js'
import { judgeSequence } from './judge-sequence.js'
import { assertList } from './list.js'
import { typeOf } from './protocols/protocols.js'
import { withEvents, type StreamOptions } from './with-events.js'

const name = 'toStreamEventTypes'

/** Expect the types of a stream's events, in order. */
export function toStreamEventTypes(
  context: MatcherContext,
  received: unknown,
  expected: ReadonlyArray<string | AsymmetricMatcher>,
  options: StreamOptions = {},
): MaybePromise<Verdict> {
  assertList(name, expected)
  return withEvents(context, { name, ...options }, received, (events) =>
    judgeSequence(context, name, {
      noun: 'event type',
      expected,
      received: events.map(typeOf),
      line,
      events,
    }),
  )
}

function line(type: unknown): string {
  return typeof type === 'string' ? type : inline(type)
}
