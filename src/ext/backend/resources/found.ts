import type { ApiError } from '../../../routes/api-error.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import type { ResourceCollection } from '../store/collection.js'
import { Refusal } from './refusal.js'

/** A part of a call. */
type Asking = Pick<CallRequest, 'params'>

/**
 * Gives the resource that the path of a request names.
 *
 * @param param The parameter in the path, such as `thread_id`.
 * @param missing Makes the error for a resource that does not exist.
 * @throws {Refusal} When there is none.
 */
export function found<Resource>(
  collection: Pick<ResourceCollection<Resource>, 'get'>,
  { params }: Asking,
  param: string,
  missing: (id: string) => ApiError,
): Resource {
  const id = params[param] ?? ''
  const resource = collection.get(id)
  if (resource === undefined) throw new Refusal(missing(id))
  return resource
}
