import { isScript } from '../streaming/index.js'
import type { Final } from './answer.js'
import { isApiError, isInOrder, isWhen, isWhens, type AnyOrder } from './answer-kinds.js'
import { print } from './protocol/print.js'

/** The name of an answer, for messages. */
export function nameOf(answer: unknown): string {
  if (typeof answer === 'string') return print(answer)
  if (typeof answer === 'function') return answer.name || 'a function'
  if (isInOrder(answer)) return `${nameOfOrder(answer)}(${namesOf(answer.answers)})`
  if (isWhens(answer)) return `[${namesOf(answer)}]`
  if (isWhen(answer)) return `when(${answer.condition.description})`
  if (isApiError(answer)) return `apiError(${answer.status})`
  return isScript(answer) ? answer.constructor.name : 'a resource'
}

/** The name of an answer that can be sent. */
export function nameOfFinal(final: Final<unknown, unknown>): string {
  if (final.type === 'script') return nameOf(final.script)
  return final.type === 'given' ? nameOf(final.given) : final.type
}

/** What made an order. */
export function nameOfOrder({ repeats }: AnyOrder): string {
  return repeats ? 'inOrder.forever' : 'inOrder'
}

function namesOf(answers: readonly unknown[]): string {
  return answers.map(nameOf).join(', ')
}
