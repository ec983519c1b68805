import type { AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import { inline } from '../../routes/protocol/print.js'
import type { MaybePromise } from '../../streaming/index.js'
import { judgeSequence } from './judge-sequence.js'
import { assertArray } from './matcher-arguments.js'
import type { MatcherContext, Verdict } from './matcher-context.js'
import { lineOf, typesOf } from './stream-protocol.js'
import {
  afterReading,
  eventsOf,
  readEvents,
  withEvents,
  type StreamOptions,
} from './with-events.js'

/** Expects the exact events of a stream. */
export function toStream(
  context: MatcherContext,
  received: unknown,
  expected: unknown,
  options: StreamOptions = {},
): MaybePromise<Verdict> {
  const name = 'toStream'
  return withEvents(context, name, options, received, (events, { endpoint }) =>
    afterReading(readEvents(expected), (reading) =>
      judgeSequence(context, name, {
        noun: 'event',
        expected: eventsOf(reading, { error: options.error, endpoint }, 'the expected stream'),
        received: events,
        line: (event) => lineOf(event, endpoint),
        events,
      }),
    ),
  )
}

/** Expects the types of a stream's events, in order. */
export function toStreamEventTypes(
  context: MatcherContext,
  received: unknown,
  expected: ReadonlyArray<string | AsymmetricMatcher>,
  options: StreamOptions = {},
): MaybePromise<Verdict> {
  const name = 'toStreamEventTypes'
  assertArray(name, expected)
  return withEvents(context, name, options, received, (events, { endpoint }) =>
    judgeSequence(context, name, {
      noun: 'event type',
      expected,
      received: typesOf(events, endpoint),
      line: (type) => (typeof type === 'string' ? type : inline(type)),
      events,
    }),
  )
}
