import { sort, type Answer, type AnswerFunction, type Final } from './answer.js'
import { assertAnswer } from './assert-answer.js'
import type { Call } from './call.js'
import type { InOrder } from './in-order.js'
import { nameOf } from './name-of.js'
import { Tries } from './tries.js'
import { unusedOf } from './unused.js'
import type { ConditionContext } from './conditions/condition.js'
import { NoMatchError, type Miss } from './conditions/no-match-error.js'
import type { When } from './conditions/when.js'
import type { RequestReader } from './protocol/readers.js'

/** Follows functions, `inOrder()` and `when()` to answers that can be sent, one for each call. */
export class Turns<Event, Body, Resource> {
  /** How many answers of each `inOrder()` have been given. */
  readonly #given = new WeakMap<object, number>()
  readonly #matched = new WeakSet<object>()
  #isUsed = false
  readonly #tries = new Tries()

  constructor(readonly endpoint: { readonly name: string; readonly request?: RequestReader }) {}

  /**
   * Choose the answer to a call; `undefined` leaves it to the next handler.
   *
   * @throws {RangeError} When an `inOrder()` has none left.
   * @throws {NoMatchError} When no `when()` matches.
   * @throws {TypeError} When a function gives no answer.
   */
  async choose(
    answer: Answer<Event, Body, Resource>,
    call: Call<Event, Body>,
  ): Promise<Final<Event, Resource> | undefined> {
    this.#isUsed = true
    const begun = this.#tries.begin(call)
    const final = await this.#follow(answer, call)
    begun.isAnswered = final !== undefined && !isFailure(final)
    return final
  }

  /** Describe what has not been used of the answer of `owner`. */
  unused(owner: string, answer: Answer<Event, Body, Resource>): string[] {
    if (!this.#isUsed) return [`${owner}, never called`]
    return unusedOf(answer, {
      given: (order) => this.#given.get(order) ?? 0,
      matched: (when) => this.#matched.has(when),
    })
  }

  async #follow(
    answer: Answer<Event, Body, Resource> | undefined,
    call: Call<Event, Body>,
  ): Promise<Final<Event, Resource> | undefined> {
    if (answer === undefined) return undefined

    const sorted = sort(answer)
    switch (sorted.type) {
      case 'function':
        return this.#follow(await ask(sorted.choose, call), call)
      case 'order':
        return this.#follow(this.#next(sorted.order, call), call)
      case 'whens':
        return this.#follow(await this.#match(sorted.whens, call), call)
      default:
        return sorted
    }
  }

  #next(
    order: InOrder<Event, Body, Resource>,
    { retryCount }: Call<Event, Body>,
  ): Answer<Event, Body, Resource> {
    const { answers, repeats } = order
    const given = this.#given.get(order) ?? 0
    if (given === answers.length && !repeats) {
      const retries = retryCount > 0 ? ' Retries are calls, too.' : ''
      throw new RangeError(`${nameOf(order)} has only ${given} answer(s).${retries}`)
    }
    const index = Math.min(given, answers.length - 1)
    this.#given.set(order, index + 1)
    // `inOrder()` took them as answers.
    return answers[index] as Answer<Event, Body, Resource>
  }

  async #match(
    whens: ReadonlyArray<When<Event, Body, Resource>>,
    call: Call<Event, Body>,
  ): Promise<Answer<Event, Body, Resource>> {
    const misses: Miss[] = []
    const context: ConditionContext = {
      answered: this.#tries.answered,
      reader: this.endpoint.request,
      endpoint: this.endpoint.name,
    }
    for (const when of whens) {
      const { condition, answer } = when
      const comparison = await condition.compare(call, context)
      if (comparison.differences.length === 0) {
        this.#matched.add(when)
        // `when()` took it as an answer.
        return answer as Answer<Event, Body, Resource>
      }
      misses.push({ condition: condition.description, ...comparison })
    }
    throw new NoMatchError(misses)
  }
}

function isFailure(final: Final<unknown, unknown>): boolean {
  if (final.type !== 'response') return final.type === 'error'
  return final.response.status >= 400 || final.response.type === 'error'
}

async function ask<Event, Body, Resource>(
  choose: AnswerFunction<Event, Body, Resource>,
  call: Call<Event, Body>,
): Promise<Answer<Event, Body, Resource> | undefined> {
  const answer = await choose(call)
  if (answer !== undefined) assertAnswer(answer, `${nameOf(choose)} gave no answer`)
  return answer
}
