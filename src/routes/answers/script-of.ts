import type { MaybePromise, Script } from '../../streaming/index.js'
import { andThen, Unfolded } from '../../streaming/internal.js'
import { copyRequest } from '../copy-request.js'
import { retain } from '../retain.js'
import type { CallRequest, Endpoint } from '../endpoint.js'
import type { By } from '../protocol/cut-text.js'
import type { FinalAnswer } from './answer.js'
import { resourceOf } from './resource-of.js'

/**
 * Makes the script of an answer to a request for a stream; undefined for an answer that never streams.
 *
 * @param by The way to cut the texts of a resource into deltas; that of the endpoint unless given.
 */
export function scriptOf<Event, Body, Resource>(
  answer: FinalAnswer<Event, Resource>,
  endpoint: Endpoint<Event, Body, Resource>,
  request: CallRequest<Body>,
  by?: By,
): MaybePromise<Script<Event> | undefined> {
  if (answer.type === 'script') return answer.script
  if (answer.type !== 'given' && answer.type !== 'reply') return undefined

  return andThen(resourceOf(answer, endpoint, request), (resource) => {
    if (!endpoint.unfold) {
      throw new TypeError(`"${endpoint.name}" makes no stream of a resource: give it a script.`)
    }
    retain('resource', Object(resource))
    const asked = by === undefined ? request : { ...copyRequest(request), by }
    // Unfolded now: a resource without a stream is a failed answer, and not a broken stream.
    return new Unfolded([...endpoint.unfold(resource, asked)])
  })
}
