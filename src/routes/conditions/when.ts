import { answerKind } from '../answers/answer-kind.js'
import type { Answer, When } from '../answers/answer.js'
import { assertAnswer } from '../answers/assert-answer.js'
import { reusable } from '../answers/reusable-response.js'
import type { WhenCondition } from './condition.js'
import { toCondition } from './to-condition.js'

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
  const compared = toCondition(condition)
  assertAnswer(answer, 'Failed to create when()')
  return { [answerKind]: 'when', condition: compared, answer: reusable(answer) }
}
