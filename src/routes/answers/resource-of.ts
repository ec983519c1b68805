import type { MaybePromise } from '../../streaming/index.js'
import type { CallRequest, Endpoint } from '../endpoint.js'
import type { Partially } from '../protocol/defaults.js'
import { isBinary, isInstance, nameOfClass } from './answer-kind.js'
import type { FinalAnswer } from './answer.js'
import { assertPlayable } from './assert-playable.js'
import { bytesOf } from './bare-response.js'

/** Makes the whole resource of an answer: of its short form, of some fields, or of a `reply()`. */
export function resourceOf<Event, Body, Resource>(
  answer: Extract<FinalAnswer<Event, Resource>, { type: 'given' | 'reply' }>,
  endpoint: Endpoint<Event, Body, Resource>,
  request: CallRequest<Body>,
): MaybePromise<Resource> {
  const isReply = answer.type === 'reply'
  assertPlayable(endpoint, isReply ? answer.reply : answer.given)
  const given = isReply ? endpoint.fromReply?.(answer.reply, request) : answer.given
  // Without `complete`, the author gives the whole resource.
  if (given === undefined || !endpoint.complete) return given as Resource
  if (typeof given === 'string') return endpoint.complete(given, request)
  if (isBinary(given)) return resourceOfBytes(given, endpoint.complete, request)
  assertFields(endpoint, given, request)
  return endpoint.complete(given, request)
}

/** Makes a resource of bytes, which are the short form of one as the endpoint declares and `assertPlayable` checks. */
async function resourceOfBytes<Body, Resource>(
  given: Parameters<typeof bytesOf>[0],
  complete: NonNullable<Endpoint<unknown, Body, Resource>['complete']>,
  request: CallRequest<Body>,
): Promise<Resource> {
  const bytes: unknown = await bytesOf(given)
  return complete(bytes as Partially<Resource>, request)
}

/**
 * Checks that an instance of a class is data for a resource: any other would become a resource of
 * defaults alone.
 *
 * @throws {TypeError} When the instance has no field of the resource.
 */
function assertFields<Event, Body, Resource>(
  { name, complete }: Endpoint<Event, Body, Resource>,
  given: Partially<Resource>,
  request: CallRequest<Body>,
): void {
  if (!isInstance(given) || 'toJSON' in given) return
  const fields = Object.keys(Object(complete?.({} as Partially<Resource>, request)))
  if (Object.keys(given).some((field) => fields.includes(field))) return
  throw new TypeError(
    `"${name}" makes nothing of a ${nameOfClass(given)}, which has none of the fields ${fields.join(', ')}.`,
  )
}
