import { prepare, type Answer } from '../answer.js'
import { toCallMatcher } from './call-matcher.js'
import type { CallMatcher, Matcher } from './matcher.js'

/** An answer for the calls that match, made by {@link when}. */
export interface When<Event, Body = unknown, Resource = never> {
  readonly matcher: CallMatcher
  readonly answer: unknown
  /** For the compiler alone, as in `InOrder`. */
  readonly types?: {
    event: Event
    body: (body: Body) => void
    resource: (given: never) => Resource
  }
}

/**
 * Answer the calls that match. Several in an array make one answer: the first that matches has it,
 * and a call that none matches gets an error that says which came nearest.
 *
 * @param matcher A part of the request's body, a function of the call, one such as `hasTool()`, or
 *   an array that matches where all of it does. `{}` matches every call.
 * @throws {TypeError} When `matcher` is no matcher, or `answer` no answer.
 *
 * @example
 * chat.completions.create([
 *   when(afterToolResult(), 'It is sunny in Paris.'),
 *   when({ model: 'gpt-5', messages: expect.any(Array) }, new AsksForWeather()),
 * ])
 */
export function when<Event = never, Body = unknown, Resource = never>(
  matcher: Matcher<NoInfer<Event>, NoInfer<Body>>,
  answer: Answer<Event, Body, NoInfer<Resource>> | string,
): When<Event, Body, Resource> {
  return { matcher: toCallMatcher(matcher), answer: prepare('when()', answer) }
}
