import { asksForStream } from '../../../routes/request/asks-for-stream.js'
import type { RecordedCall } from '../../../routes/call.js'
import type {
  ResponseEvent,
  WireResponse,
} from '../../../routes/responses/response-event-schema.js'
import type { BackendContext } from '../context.js'
import { found } from '../resources/found.js'
import { pageFor } from '../resources/page-for.js'
import { Refusal } from '../resources/refusal.js'
import { noSuchItem, noSuchResponse, notInBackground } from './response-errors.js'
import { playOf } from './response-play.js'

/** The part of a call that names a response. */
type ResponseCall = Pick<RecordedCall<never, unknown>, 'params' | 'url'>

/** Makes the behaviours of responses that the backend has. */
export function storedResponseBehaviours({ store }: BackendContext) {
  const responseOf = (call: ResponseCall) =>
    found(store.responses, call, 'response_id', noSuchResponse)
  const now = (response: WireResponse) => store.responses.get(response.id) ?? response

  return {
    /** Each plain request is a poll: a response in the background goes a step further. */
    async retrieve(call: RecordedCall<ResponseEvent, unknown>) {
      const response = responseOf(call)
      const play = playOf(response)
      if (asksForStream(call)) return play?.script() ?? streamable(response)
      if (response.background) await play?.advance()
      return now(response)
    },

    /** A response that has ended stays as it is. */
    cancel(call: ResponseCall) {
      const response = responseOf(call)
      if (!response.background) throw new Refusal(notInBackground())
      const play = playOf(response)
      if (play) play.cancel()
      else if (isPassing(response)) store.responses.put({ ...response, status: 'cancelled' })
      return now(response)
    },

    delete(call: ResponseCall) {
      const response = responseOf(call)
      playOf(response)?.cancel()
      store.responses.delete(response.id)
      // The endpoint knows the rest of the answer.
      return {}
    },

    inputItems: {
      list(call: ResponseCall) {
        const { id } = responseOf(call)
        return pageFor(store.inputItems.of(id).list(), call, {}, noSuchItem)
      },
    },
  }
}

function isPassing({ status }: WireResponse): boolean {
  return status === 'queued' || status === 'in_progress'
}

/** Gives a response as its stream shows it: no event reports that a response is cancelled. */
function streamable(response: WireResponse): WireResponse {
  return response.status === 'cancelled' ? { ...response, status: 'in_progress' } : response
}
