import { answerKind } from '../../../routes/answers/answer-kind.js'
import type { Answer, Delivered, Delivery } from '../../../routes/answers/answer.js'

/** Gives an answer of an endpoint the stages, the status and the headers that the test has chosen. */
export function delivered<Event, Body, Resource, Short>(
  answer: Answer<Event, Body, Resource, Short>,
  delivery: Delivery,
): Delivered<Event, Body, Resource, Short> {
  return { [answerKind]: 'deliver', answer, delivery }
}
