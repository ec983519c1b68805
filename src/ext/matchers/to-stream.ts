import type { MaybePromise } from '../../streaming/maybe-promise.js'
import type { MatcherContext, Verdict } from './context.js'
import { judgeSequence } from './judge-sequence.js'
import { lineOf } from './protocols/protocols.js'
import {
  afterReading,
  eventsOf,
  readEvents,
  withEvents,
  type StreamOptions,
} from './with-events.js'

const name = 'toStream'

/** Expect the exact events of a stream. */
export function toStream(
  context: MatcherContext,
  received: unknown,
  expected: unknown,
  options: StreamOptions = {},
): MaybePromise<Verdict> {
  return withEvents(context, { name, ...options }, received, (events) =>
    afterReading(readEvents(expected), (reading) =>
      judgeSequence(context, name, {
        noun: 'event',
        expected: eventsOf(reading, options, 'the expected stream'),
        received: events,
        line: lineOf,
        events,
      }),
    ),
  )
}
