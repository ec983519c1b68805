import { isScript } from '../../streaming/index.js'
import { print } from '../protocol/print.js'
import { isOfKind, isResponse } from './answer-kind.js'
import type { FinalAnswer, InOrder, When } from './answer.js'
import { areWhens } from './assert-answer.js'
import { isDelivered } from './deliver.js'
import { isInOrder } from './in-order.js'
import { areCopies } from './assert-answer.js'

/** Describes an answer, for messages. */
export function describeAnswer(answer: unknown): string {
  if (typeof answer === 'string') return print(answer)
  if (areCopies(answer)) return 'response'
  if (typeof answer === 'function') return answer.name || 'a function'
  if (isInOrder(answer)) return `${nameOfOrder(answer)}(${describeAll(answer.answers)})`
  if (isDelivered(answer)) return `deliver(${describeAnswer(answer.answer)})`
  if (areWhens(answer)) return `[${describeAll(answer)}]`
  if (isWhen(answer)) return `when(${answer.condition.description})`
  if (isOfKind(answer, 'error')) return `apiError(${String(Reflect.get(answer, 'status'))})`
  if (isOfKind(answer, 'live')) return 'LiveEventStream'
  if (isOfKind(answer, 'reply')) return 'reply()'
  if (isResponse(answer)) return 'response'
  if (Array.isArray(answer)) return 'a list'
  return isScript(answer) ? answer.constructor.name : 'a resource'
}

/** Recognizes a `when()`. */
export function isWhen(answer: unknown): answer is When {
  return isOfKind(answer, 'when')
}

/** Describes a final answer, for messages. */
export function describeFinal(final: FinalAnswer<unknown, unknown>): string {
  switch (final.type) {
    case 'script':
      return describeAnswer(final.script)
    case 'live':
      return describeAnswer(final.live)
    case 'given':
      return describeAnswer(final.given)
    case 'error':
      return describeAnswer(final.error)
    default:
      return final.type
  }
}

/** Lists the answers inside an answer that stand in the declaration, and not behind a function. */
export function leavesOf(answer: unknown): unknown[] {
  if (isInOrder(answer)) return answer.answers.flatMap(leavesOf)
  if (isDelivered(answer) || isWhen(answer)) return leavesOf(answer.answer)
  return areWhens(answer) ? answer.flatMap(leavesOf) : [answer]
}

/** Recognizes an answer that may pass a request to the next handler, as a function can. */
export function canPassOn(answer: unknown): boolean {
  if (typeof answer === 'function') return !areCopies(answer)
  if (isInOrder(answer)) return answer.answers.some(canPassOn)
  if (isDelivered(answer) || isWhen(answer)) return canPassOn(answer.answer)
  return areWhens(answer) && answer.some(canPassOn)
}

/** The parts of an answer that calls have used. */
export interface UsedParts {
  /** Counts the answers that an order has given. */
  given(order: InOrder): number
  /** Returns true for a `when()` that has matched a call. */
  matched(when: When): boolean
}

/** Describes the parts of an answer that no call has used. The choices of a function do not count. */
export function describeUnused(answer: unknown, used: UsedParts): string[] {
  if (isInOrder(answer)) return unusedOfOrder(answer, used)
  if (isDelivered(answer)) return describeUnused(answer.answer, used)
  if (areWhens(answer)) return answer.flatMap((when) => describeUnused(when, used))
  if (!isWhen(answer)) return []
  return used.matched(answer) ? describeUnused(answer.answer, used) : [describeAnswer(answer)]
}

function unusedOfOrder(order: InOrder, used: UsedParts): string[] {
  const { answers } = order
  const given = used.given(order)
  const name = `${nameOfOrder(order)}()`

  return answers.flatMap((answer, index) =>
    index < given
      ? describeUnused(answer, used)
      : [`${name} answer ${index + 1} of ${answers.length}, ${describeAnswer(answer)}`],
  )
}

function nameOfOrder({ repeats }: InOrder): string {
  return repeats ? 'inOrder.forever' : 'inOrder'
}

function describeAll(answers: readonly unknown[]): string {
  return answers.map(describeAnswer).join(', ')
}
