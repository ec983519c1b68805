import type { Script } from '../../../streaming/index.js'
import type { ApiError } from '../../../routes/api-error.js'
import type { RecordedCall } from '../../../routes/call.js'
import { beginPlay, type LiveEventStream } from '../../../routes/live/live-event-stream.js'
import type { ModelChoice } from './model.js'

/** An answer of the test that is sent as it is: all but a reply. */
export type GivenAnswer<Event> = Exclude<ModelChoice<Event>['final'], { type: 'reply' }>

/** Gives the script of an answer that streams, and begins the play of a live stream; undefined for any other answer. */
export function scriptIn<Event, Body>(
  given: GivenAnswer<Event>,
  call: RecordedCall<Event, Body>,
): Script<Event> | undefined {
  if (given.type === 'live') return beginPlay(given.live, call, call.connection).script
  return given.type === 'script' ? given.script : undefined
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
