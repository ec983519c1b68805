import { isInOrder } from './answer-kinds.js'
import { prepare, type Answer } from './answer.js'

/** Answers for one call each, made by {@link inOrder}. */
export interface InOrder<Event, Body = unknown, Resource = never> {
  readonly answers: readonly unknown[]
  /** Whether the last one answers every call after it, too. */
  readonly repeats: boolean
  /** For the compiler alone. `Answer` itself would not let an order of few kinds stand for one of more. */
  readonly types?: {
    event: Event
    body: (body: Body) => void
    resource: (given: never) => Resource
  }
}

/** One answer for each call. A text may be one wherever it is not known yet what the route is of. */
type Answers<Event, Body, Resource> = ReadonlyArray<Answer<Event, Body, NoInfer<Resource>> | string>

/** What {@link inOrder} is. */
export interface OrderFactory {
  <Event = never, Body = unknown, Resource = never>(
    ...answers: Answers<Event, Body, Resource>
  ): InOrder<Event, Body, Resource>

  /**
   * Give one answer for each call, in order, and the last one to every call after it.
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
 * Give one answer for each call, in order. The SDK's retries are calls too. A
 * call too many gets an error that says so. An order in another one gives all of
 * its answers before the next one has its turn.
 *
 * @throws {TypeError} When one of them is no answer, or there is none.
 *
 * @example
 * chat.completions.create(inOrder(apiError(429), new Greeting()))
 */
export const inOrder: OrderFactory = Object.assign(orderOf('inOrder()', false), {
  forever: orderOf('inOrder.forever()', true),
})

function orderOf(owner: string, repeats: boolean) {
  return <Event, Body, Resource>(
    ...answers: Answers<Event, Body, Resource>
  ): InOrder<Event, Body, Resource> => {
    if (answers.length === 0) {
      throw new TypeError(`Failed to create ${owner}: expected one answer at least.`)
    }
    return { answers: answers.map((answer) => prepare(owner, answer)).flatMap(stepsOf), repeats }
  }
}

/** The steps of an answer: all of an order in another, unless it has no end. */
function stepsOf(answer: unknown): readonly unknown[] {
  return isInOrder(answer) && !answer.repeats ? answer.answers : [answer]
}
