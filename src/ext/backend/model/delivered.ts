import type { Script } from '../../../streaming/index.js'
import { answerKind } from '../../../routes/answers/answer-kind.js'
import type { Answer, Delivered, Delivery } from '../../../routes/answers/answer.js'
import type { ApiError } from '../../../routes/api-error.js'
import type { LiveEventStream } from '../../../routes/live/live-event-stream.js'
import type { ModelChoice } from './model.js'

/** An answer of the test that is sent as it is: all but a reply. */
export type GivenAnswer<Event> = Exclude<ModelChoice<Event>['final'], { type: 'reply' }>

/** Gives an answer of an endpoint the stages, the status and the headers that the test has chosen. */
export function delivered<Event, Body, Resource, Short>(
  answer: Answer<Event, Body, NoInfer<Resource>, NoInfer<Short>>,
  delivery: Delivery,
): Delivered<Event, Body, Resource, Short> {
  return { [answerKind]: 'deliver', answer, delivery }
}

/** Gives the value of an answer that is sent as it is. */
export function valueOf<Event>(
  given: GivenAnswer<Event>,
): Script<Event> | LiveEventStream<Event> | Response | ApiError {
  switch (given.type) {
    case 'script':
      return given.script
    case 'live':
      return given.live
    case 'response':
      return given.response
    case 'error':
      return given.error
  }
}
