import type { CallRequest, Endpoint } from '../endpoint.js'
import type { Partially } from '../protocol/defaults.js'
import { isBinary, isInstance, nameOfClass } from './answer-kind.js'
import type { FinalAnswer } from './answer.js'
import { assertPlayable } from './assert-playable.js'
import type { Binary } from './bare-response.js'

/** Makes the whole resource of an answer: of its short form, of some fields, or of a `reply()`. */
export async function resourceOf<Event, Body, Resource>(
  answer: Extract<FinalAnswer<Event, Resource>, { type: 'given' | 'reply' }>,
  endpoint: Endpoint<Event, Body, Resource>,
  request: CallRequest<Body>,
): Promise<Resource> {
  const isReply = answer.type === 'reply'
  assertPlayable(endpoint, isReply ? answer.reply : answer.given)
  const given = isReply ? endpoint.fromReply?.(answer.reply, request) : answer.given
  // Without `complete`, the author gives the whole resource.
  if (given === undefined || !endpoint.complete) return given as Resource
  if (isBinary(given)) {
    // Bytes are the short form of a resource, as the endpoint declares and `assertPlayable` checks.
    const bytes: unknown = await bytesOf(given)
    return endpoint.complete(bytes as Partially<Resource>, request)
  }
  assertFields(endpoint, given, request)
  return endpoint.complete(given, request)
}

/** Reads the bytes of a `Blob`, of a buffer, or of a view of one. */
async function bytesOf(binary: Blob | Binary): Promise<Uint8Array> {
  if ('arrayBuffer' in binary) return new Uint8Array(await binary.arrayBuffer())
  if (!ArrayBuffer.isView(binary)) return new Uint8Array(binary)
  return new Uint8Array(binary.buffer, binary.byteOffset, binary.byteLength)
}

/**
 * Checks that an instance of a class is data for a resource: any other would become a resource of
 * defaults alone.
 *
 * @throws {TypeError} When the instance has no field of the resource.
 */
function assertFields<Event, Body, Resource>(
  { name, complete }: Endpoint<Event, Body, Resource>,
  given: string | Partially<Resource>,
  request: CallRequest<Body>,
): void {
  if (!isInstance(given) || 'toJSON' in given) return
  const fields = Object.keys(Object(complete?.({} as Partially<Resource>, request)))
  if (Object.keys(given).some((field) => fields.includes(field))) return
  throw new TypeError(
    `"${name}" makes nothing of a ${nameOfClass(given)}, which has none of the fields ${fields.join(', ')}.`,
  )
}
