import { isScript, type MaybePromise, type Script } from '../../streaming/index.js'
import { andThen } from '../../streaming/internal.js'
import type { ApiError } from '../api-error.js'
import type { Call } from '../call.js'
import { NoMatchError, type Miss } from '../conditions/no-match-error.js'
import type { LiveEventStream } from '../live/live-event-stream.js'
import type { Partially } from '../protocol/defaults.js'
import type { RequestReader } from '../protocol/readers.js'
import { isOfKind, isResponse } from './answer-kind.js'
import type {
  Answer,
  AnswerFunction,
  ChosenAnswer,
  Delivery,
  FinalAnswer,
  InOrder,
  When,
} from './answer.js'
import { areWhens, assertAnswer } from './assert-answer.js'
import { Attempts } from './attempts.js'
import { isDelivered, joinDeliveries } from './deliver.js'
import { describeAnswer, describeUnused, isWhen } from './describe-answer.js'
import { isInOrder, OutOfAnswersError } from './in-order.js'
import type { Reply } from './reply.js'

/** A call, with everything that answers depend on. */
interface Question<Event, Body> {
  readonly call: Call<Event, Body>
  readonly reader: RequestReader<Body> | undefined
  /** The arguments of functions beside the call. */
  readonly more: readonly unknown[]
}

/** Chooses the final answer to each call: resolves functions, `inOrder()`, `when()` and `deliver()`. */
export class AnswerChooser<Event, Body, Resource> {
  readonly #answer: Answer<Event, Body, Resource>
  readonly #owner: string
  /** The number of answers that each `inOrder()` has given. */
  readonly #given = new WeakMap<object, number>()
  readonly #matched = new WeakSet<object>()
  readonly #attempts: Attempts
  #isUsed = false

  /**
   * @param owner The name of the endpoint, or of the option with the answer, for messages.
   * @param memory The most requests of which a retry is recognized.
   */
  constructor(answer: Answer<Event, Body, Resource>, owner: string, memory: number) {
    this.#answer = answer
    this.#owner = owner
    this.#attempts = new Attempts(memory)
  }

  /**
   * Chooses the answer to a call; undefined passes the request to the next handler.
   *
   * @param reader Reads the request of the call, for conditions.
   * @param more The arguments of functions beside the call.
   * @throws {RangeError} When an `inOrder()` has no more answers.
   * @throws {NoMatchError} When no `when()` matches.
   * @throws {TypeError} When a function gives no answer.
   */
  choose(
    call: Call<Event, Body>,
    reader?: RequestReader<Body>,
    ...more: readonly unknown[]
  ): MaybePromise<ChosenAnswer<Event, Resource> | undefined> {
    this.#isUsed = true
    const attempt = this.#attempts.begin(call)
    return andThen(this.#resolve(this.#answer, { call, reader, more }, PLAIN), (chosen) => {
      this.#attempts.end(attempt, chosen !== undefined && !isFailure(chosen.final))
      return chosen
    })
  }

  /** Describes the parts of the answer that no call has used. */
  unused(): string[] {
    if (!this.#isUsed) return [`${this.#owner}, never called`]
    return describeUnused(this.#answer, {
      given: (order) => this.#given.get(order) ?? 0,
      matched: (when) => this.#matched.has(when),
    })
  }

  #resolve(
    answer: unknown,
    question: Question<Event, Body>,
    delivery: Delivery,
  ): MaybePromise<ChosenAnswer<Event, Resource> | undefined> {
    if (answer === undefined) return undefined
    // The most frequent answer, which is of none of the kinds below.
    if (typeof answer === 'string') return { final: { type: 'given', given: answer }, delivery }
    if (typeof answer === 'function') {
      // The function is an answer of this route, and so has the route's types.
      const choose = answer as AnswerFunction<Event, Body, Resource>
      return answerOf(choose, question).then((one) => this.#resolve(one, question, delivery))
    }
    if (isInOrder(answer))
      return this.#resolve(this.#next(answer, question.call), question, delivery)
    if (isDelivered(answer)) {
      return this.#resolve(answer.answer, question, joinDeliveries(answer.delivery, delivery))
    }
    if (isWhen(answer) || areWhens(answer)) {
      // An answer that is an array has `when()` alone.
      const whens = [answer].flat() as When[]
      return this.#match(whens, question).then((one) => this.#resolve(one, question, delivery))
    }
    const final = finalOf<Event, Resource>(answer)
    const by = final.type === 'reply' ? final.reply.by : undefined
    return { final, delivery: by === undefined ? delivery : { ...delivery, by } }
  }

  #next(order: InOrder, { retryCount }: Call): unknown {
    const { answers, repeats } = order
    const given = this.#given.get(order) ?? 0
    if (given === answers.length && !repeats) {
      const retries = retryCount > 0 ? ' Retries are calls, too.' : ''
      const advice = 'Add another, or use inOrder.forever().'
      const message = `${describeAnswer(order)} has only ${given} answer(s).${retries} ${advice}`
      throw new OutOfAnswersError(message)
    }
    const index = Math.min(given, answers.length - 1)
    this.#given.set(order, index + 1)
    return answers[index]
  }

  async #match(whens: readonly When[], { call, reader }: Question<Event, Body>): Promise<unknown> {
    const misses: Miss[] = []
    const context = { endpoint: call.endpoint, reader, answered: this.#attempts.answered }
    for (const when of whens) {
      const { condition, answer } = when
      const comparison = await condition.compare(call, context)
      if (comparison.differences.length === 0) {
        this.#matched.add(when)
        return answer
      }
      misses.push({ condition: condition.description, ...comparison })
    }
    throw new NoMatchError(misses)
  }
}

/** A delivery without options. */
const PLAIN: Delivery = { through: [], headers: [] }

/** Names the kind of a final answer. */
function finalOf<Event, Resource>(answer: unknown): FinalAnswer<Event, Resource> {
  // Each check proves the kind, but not the type parameters of the route.
  if (isResponse(answer)) return { type: 'response', response: answer }
  if (isOfKind(answer, 'error')) return { type: 'error', error: answer as ApiError }
  if (isOfKind(answer, 'reply')) return { type: 'reply', reply: answer as Reply }
  if (isOfKind(answer, 'live')) return { type: 'live', live: answer as LiveEventStream<Event> }
  if (isScript(answer)) return { type: 'script', script: answer as Script<Event> }
  return { type: 'given', given: answer as string | Partially<Resource> }
}

function isFailure(final: FinalAnswer<unknown, unknown>): boolean {
  if (final.type !== 'response') return final.type === 'error'
  return final.response.status >= 400 || final.response.type === 'error'
}

/** Checks the answer of a function, and gives the answer. */
function assertGiven<Given>(choose: (call: never) => unknown, answer: Given): Given {
  if (answer !== undefined) assertAnswer(answer, `${describeAnswer(choose)} gave no answer`)
  return answer
}

/** Calls a function for its answer. A `Response` that the function throws is an answer, too. */
async function answerOf<Event, Body, Resource>(
  choose: AnswerFunction<Event, Body, Resource>,
  { call, more }: Question<Event, Body>,
): Promise<unknown> {
  try {
    // A function gets more than its call where the owner of the answer has more.
    const given: unknown = await Reflect.apply(choose, undefined, [call, ...more])
    return assertGiven(choose, given)
  } catch (error) {
    if (isResponse(error)) return assertGiven(choose, error)
    throw error
  }
}
