import type { MatcherContext } from './matcher-context.js'
import {
  toHaveAnswered,
  toHaveBeenAborted,
  toHaveBeenRetried,
  toHaveCompleted,
} from './route-matchers.js'
import { toHaveBeenAskedWith } from './to-have-been-asked-with.js'
import { toStreamText } from './to-stream-text.js'
import { toStreamToolCalls } from './to-stream-tool-calls.js'
import { toStream, toStreamEventTypes } from './to-stream.js'

/**
 * The matchers of streams and routes, for the `expect.extend()` of Vitest and of Jest.
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

/** Makes a matcher for `expect.extend()`, which gives the context as `this`. */
function matcher<Given extends readonly unknown[], Answer>(
  judge: (context: MatcherContext, ...given: Given) => Answer,
) {
  return function (this: MatcherContext, ...given: Given): Answer {
    return judge(this, ...given)
  }
}
