import { answerKind, isOfKind } from './answer-kind.js'
import type { Answer, Delivered, InOrder } from './answer.js'
import { assertAnswer, reusable } from './assert-answer.js'

/** One answer for each call. A text may be one even before the endpoint is known. */
type Answers<Event, Body, Resource> = ReadonlyArray<Answer<Event, Body, NoInfer<Resource>> | string>

/** The type of {@link inOrder}. */
export interface OrderFactory {
  <Event = never, Body = unknown, Resource = never>(
    ...answers: Answers<Event, Body, Resource>
  ): InOrder<Event, Body, Resource>

  /**
   * Gives one answer for each call, in order, and the last one to every call after it.
   *
   * @throws {TypeError} When one of them is no answer, or there is none.
   *
   * @example
   * chat.completions.create(inOrder.forever(new Greeting(), apiError(429)))
   */
  forever<Event = never, Body = unknown, Resource = never>(
    ...answers: Answers<Event, Body, Resource>
  ): InOrder<Event, Body, Resource>
}

/**
 * Gives one answer for each call, in order. The SDK's retries are calls too. A call too many gets an
 * error that says so. An order in another one gives all of its answers before the next one has its
 * turn.
 *
 * @throws {TypeError} When one of them is no answer, or there is none.
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
  return <Event, Body, Resource>(
    ...answers: Answers<Event, Body, Resource>
  ): InOrder<Event, Body, Resource> => {
    const failure = `Failed to create ${name}`
    if (answers.length === 0) throw new TypeError(`${failure}: expected one answer at least.`)

    for (const answer of answers) assertAnswer(answer, failure)
    return { [answerKind]: 'in-order', answers: answers.map(reusable).flatMap(stepsOf), repeats }
  }
}

/** Lists the steps of an answer: all of an order inside another, unless it has no end. */
function stepsOf(answer: unknown): readonly unknown[] {
  if (isInOrder(answer) && !answer.repeats) return answer.answers
  if (!isOfKind(answer, 'deliver')) return [answer]

  const delivered = answer as Delivered
  return stepsOf(delivered.answer).map((step) => ({ ...delivered, answer: step }))
}
