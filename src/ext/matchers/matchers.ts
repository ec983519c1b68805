import type { MatcherContext } from './context.js'
import { toHaveAnswered } from './to-have-answered.js'
import { toHaveBeenAborted } from './to-have-been-aborted.js'
import { toHaveBeenAskedWith } from './to-have-been-asked-with.js'
import { toHaveBeenRetried } from './to-have-been-retried.js'
import { toHaveCompleted } from './to-have-completed.js'
import { toStreamEventTypes } from './to-stream-event-types.js'
import { toStreamText } from './to-stream-text.js'
import { toStreamToolCalls } from './to-stream-tool-calls.js'
import { toStream } from './to-stream.js'

/**
 * Matchers for streams and routes, for the `expect.extend()` of Vitest and of Jest.
 *
 * @example
 * expect.extend(matchers)
 * await expect(stream).toStream(new Greeting())
 */
export const matchers = {
  toStream: matcher(toStream),
  toStreamText: matcher(toStreamText),
  toStreamToolCalls: matcher(toStreamToolCalls),
  toStreamEventTypes: matcher(toStreamEventTypes),
  toHaveAnswered: matcher(toHaveAnswered),
  toHaveBeenAskedWith: matcher(toHaveBeenAskedWith),
  toHaveBeenAborted: matcher(toHaveBeenAborted),
  toHaveBeenRetried: matcher(toHaveBeenRetried),
  toHaveCompleted: matcher(toHaveCompleted),
}

/** A matcher as `expect.extend()` takes it: its context comes as `this`. */
function matcher<Given extends readonly unknown[], Answer>(
  judge: (context: MatcherContext, ...given: Given) => Answer,
) {
  return function (this: MatcherContext, ...given: Given): Answer {
    return judge(this, ...given)
  }
}
