import { isInOrder, isWhen, isWhens, type AnyOrder, type AnyWhen } from './answer-kinds.js'
import { nameOf, nameOfOrder } from './name-of.js'

/** What has been used of an answer. */
export interface Used {
  /** How many answers of an order have been given. */
  given(order: AnyOrder): number
  /** Whether a condition has ever matched. */
  matched(when: AnyWhen): boolean
}

/** Describe what has not been used of an answer. What functions would choose is not known. */
export function unusedOf(answer: unknown, used: Used): string[] {
  if (isInOrder(answer)) return unusedOfOrder(answer, used)
  if (isWhens(answer)) return answer.flatMap((when) => unusedOf(when, used))
  if (!isWhen(answer)) return []
  return used.matched(answer) ? unusedOf(answer.answer, used) : [nameOf(answer)]
}

function unusedOfOrder(order: AnyOrder, used: Used): string[] {
  const { answers } = order
  const given = used.given(order)
  const owner = `${nameOfOrder(order)}()`

  return answers.flatMap((answer, index) =>
    index < given
      ? unusedOf(answer, used)
      : [`${owner} answer ${index + 1} of ${answers.length}, ${nameOf(answer)}`],
  )
}
