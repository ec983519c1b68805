import { prepare, type Answer } from '../answer.js'
import type { Condition, WhenCondition } from './condition.js'
import { toCondition } from './to-condition.js'

/** An answer for the calls that meet a condition, made by {@link when}. */
export interface When<Event, Body = unknown, Resource = never> {
  readonly condition: Condition
  readonly answer: unknown
  /** Types for the compiler, never a value. `InOrder` has the same. */
  readonly types?: {
    event: Event
    body: (body: Body) => void
    resource: (given: never) => Resource
  }
}

/**
 * Answers the calls that meet a condition. An array of several is one answer: a call gets the answer
 * of the first that it meets, and an error that names the nearest ones when it meets none.
 *
 * @param condition A part of the request's body, a function of the call, a condition such as
 *   `hasTool()`, or an array of those, all of which a call has to meet. `{}` is met by every call.
 * @throws {TypeError} When `condition` is no condition, or `answer` no answer.
 *
 * @example
 * chat.completions.create([
 *   when(afterToolResult(), 'It is sunny in Paris.'),
 *   when({ model: 'gpt-5', messages: expect.any(Array) }, new AsksForWeather()),
 * ])
 */
export function when<Event = never, Body = unknown, Resource = never>(
  condition: WhenCondition<NoInfer<Event>, NoInfer<Body>>,
  answer: Answer<Event, Body, NoInfer<Resource>> | string,
): When<Event, Body, Resource> {
  return { condition: toCondition(condition), answer: prepare('when()', answer) }
}
