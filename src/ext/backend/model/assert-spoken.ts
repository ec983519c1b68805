import { isScript } from '../../../streaming/index.js'
import { answerKind, isResponse } from '../../../routes/answers/answer-kind.js'
import { areReplyFields } from '../../../routes/answers/reply.js'
import { print } from '../../../routes/protocol/print.js'

/**
 * Checks that an answer is none of a single endpoint, such as its resource.
 *
 * @param failure The first words of the error message.
 * @throws {TypeError} When the answer is a resource, a list, bytes, or the fields of a reply.
 */
export function assertSpoken(answer: unknown, failure: string): void {
  if (typeof answer !== 'object' || answer === null) return
  if (answerKind in answer || isScript(answer) || isResponse(answer)) return
  if (areReplyFields(answer)) {
    const given = print(answer)
    throw new TypeError(`${failure}: ${given} is no answer. Give reply(${given}).`)
  }
  throw new TypeError(
    `${failure}: a resource belongs to one endpoint, and a model answers at several. ` +
      'Give a text, reply(), or server.use() the route of the endpoint.',
  )
}
