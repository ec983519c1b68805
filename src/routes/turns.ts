import {
  assertAnswer,
  nameOf,
  sort,
  type Answer,
  type AnswerFunction,
  type Final,
  type InOrder,
} from './answer.js'
import type { Call } from './call.js'

/** Follows functions and `inOrder()` to answers that can be sent, one for each call. */
export class Turns<Event, Body, Resource> {
  /** How many answers of each `inOrder()` have been given. */
  readonly #given = new WeakMap<object, number>()

  /**
   * Choose the answer to a call; `undefined` leaves it to the next handler.
   *
   * @throws {RangeError} When an `inOrder()` has none left.
   * @throws {TypeError} When a function gives no answer.
   */
  async choose(
    answer: Answer<Event, Body, Resource> | undefined,
    call: Call<Event, Body>,
  ): Promise<Final<Event, Resource> | undefined> {
    if (answer === undefined) return undefined

    const sorted = sort(answer)
    switch (sorted.type) {
      case 'function':
        return this.choose(await ask(sorted.choose, call), call)
      case 'order':
        return this.choose(this.#next(sorted.order), call)
      default:
        return sorted
    }
  }

  #next(order: InOrder<Event, Body, Resource>): Answer<Event, Body, Resource> {
    const given = this.#given.get(order) ?? 0
    if (given === order.answers.length) {
      throw new RangeError(`${nameOf(order)} has only ${given} answer(s).`)
    }
    this.#given.set(order, given + 1)
    // `inOrder()` took them as answers.
    return order.answers[given] as Answer<Event, Body, Resource>
  }
}

async function ask<Event, Body, Resource>(
  choose: AnswerFunction<Event, Body, Resource>,
  call: Call<Event, Body>,
): Promise<Answer<Event, Body, Resource> | undefined> {
  const answer = await choose(call)
  if (answer !== undefined) assertAnswer(answer, `${nameOf(choose)} gave no answer`)
  return answer
}
