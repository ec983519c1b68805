import { answerKind, isOfKind } from './answer-kind.js'
import type { Answer, InOrder } from './answer.js'
import { assertAnswer, reusable } from './assert-answer.js'
import { isDelivered } from './deliver.js'

/** The arguments of `inOrder()`. A text is allowed even where the endpoint is not known. */
type Answers<Event, Body, Resource, Short> = ReadonlyArray<
  Answer<Event, Body, NoInfer<Resource>, NoInfer<Short>> | string
>

/** The type of {@link inOrder}. */
export interface OrderFactory {
  /**
   * Gives one answer for each call, in order. A call too many gets an error.
   *
   * @throws {TypeError} When an argument is no answer, or there are no arguments.
   *
   * @example
   * chat.completions.create(inOrder(apiError(429), new Greeting()))
   */
  <Event = never, Body = unknown, Resource = never, Short = string>(
    ...answers: Answers<Event, Body, Resource, Short>
  ): InOrder<Event, Body, Resource, Short>

  /**
   * Gives one answer for each call, in order, and the last answer for every further call.
   *
   * @throws {TypeError} When an argument is no answer, or there are no arguments.
   *
   * @example
   * chat.completions.create(inOrder.forever(new Greeting(), apiError(429)))
   */
  forever<Event = never, Body = unknown, Resource = never, Short = string>(
    ...answers: Answers<Event, Body, Resource, Short>
  ): InOrder<Event, Body, Resource, Short>
}

/**
 * Gives one answer for each call, in order. The SDK's retries are calls, too. A call too many gets
 * an error. An order inside another one gives all of its answers before the next answer of the
 * outer one.
 *
 * @throws {TypeError} When an argument is no answer, or there are no arguments.
 *
 * @example
 * chat.completions.create(inOrder(apiError(429), new Greeting()))
 */
export const inOrder: OrderFactory = Object.assign(orderOf('inOrder()', false), {
  forever: orderOf('inOrder.forever()', true),
})

/** Recognizes an order. */
export function isInOrder(answer: unknown): answer is InOrder {
  return isOfKind(answer, 'in-order')
}

function orderOf(name: string, repeats: boolean) {
  return <Event, Body, Resource, Short>(
    ...answers: Answers<Event, Body, Resource, Short>
  ): InOrder<Event, Body, Resource, Short> => {
    const failure = `Failed to create ${name}`
    if (answers.length === 0) throw new TypeError(`${failure}: expected one answer at least.`)

    for (const answer of answers) assertAnswer(answer, failure)
    return { [answerKind]: 'in-order', answers: answers.map(reusable).flatMap(stepsOf), repeats }
  }
}

/** Lists the steps of an answer: those of an inner order with an end, or else the answer itself. */
function stepsOf(answer: unknown): readonly unknown[] {
  if (isInOrder(answer) && !answer.repeats) return answer.answers
  if (!isDelivered(answer)) return [answer]
  return stepsOf(answer.answer).map((step) => ({ ...answer, answer: step }))
}

/** The error of a call for which `inOrder()` has no more answers. */
export class OutOfAnswersError extends RangeError {
  override readonly name = 'OutOfAnswersError'
}
