import type { CallRequest } from '../../../routes/endpoint.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import type { Collection } from '../store/collection.js'

/** An endpoint that knows the defaults of its resource. */
export interface Completing<Resource> {
  complete?(given: Partially<Resource>, request: CallRequest<never>): Resource
}

/**
 * Creates a resource in a collection, with the defaults of an endpoint, and its own id and time.
 *
 * @param request The request for the resource. Its body is one that the endpoint reads.
 * @param fields Further fields of the resource; none unless given.
 */
export function createIn<Resource extends object>(
  collection: Collection<Resource>,
  { complete }: Completing<Resource>,
  request: CallRequest,
  fields?: Partially<Resource>,
): Resource {
  // The schema of an endpoint has checked the body.
  const asked = request as CallRequest<never>
  return collection.create((part) => {
    const given = { ...part, ...fields }
    // Every endpoint that creates a resource completes it.
    return complete?.(given, asked) ?? (given as Resource)
  })
}
