import type { ApiError } from '../../../routes/api-error.js'
import type { RecordedCall } from '../../../routes/call.js'
import { isRecord, type Partially } from '../../../routes/protocol/defaults.js'
import type { ListPage } from '../../../routes/resources/list-page.js'
import type { Deleted, ListEndpoint } from '../../../routes/resources/resource-endpoints.js'
import type { Collection } from '../store/collection.js'
import { createIn, type Completing } from './create-in.js'
import { found } from './found.js'
import { pageFor } from './page-for.js'

/** A call of any endpoint of a family. */
export type AnyCall = RecordedCall<never, unknown>

/** A family of resources that a backend keeps. */
export interface StoredFamily<Resource extends object> {
  /** The parameter in the path of one resource, such as `vector_store_id`. */
  readonly param: string
  /** Gives the collection to which the path of a request leads. */
  collection(call: AnyCall): Collection<Resource>
  /** Makes the error for a resource that does not exist. */
  missing(id: string): ApiError
}

/** Makes the behaviour that creates a resource: with the defaults of the endpoint, and its own id and time. */
export function creating<Resource extends object>(
  { collection }: StoredFamily<Resource>,
  endpoint: Completing<Resource>,
) {
  return (call: AnyCall): Resource => createIn(collection(call), endpoint, call)
}

/** Makes the behaviour that retrieves a resource. */
export function retrieving<Resource extends object>(family: StoredFamily<Resource>) {
  return (call: AnyCall): Resource => stored(family, call)
}

/** Makes the behaviour that changes the fields of a resource that the body of the request has. */
export function updating<Resource extends object>(family: StoredFamily<Resource>) {
  return (call: AnyCall): Resource => {
    const resource = stored(family, call)
    // Both have the fields of the resource.
    const changed = { ...resource, ...changesIn(call.body, resource) } as Partially<Resource>
    return family.collection(call).put(changed)
  }
}

/** Makes the behaviour that lists resources, page by page. */
export function listing<Resource extends object>(
  { collection, missing }: StoredFamily<Resource>,
  { paging }: Pick<ListEndpoint<Resource>, 'paging'>,
) {
  return (call: AnyCall): ListPage<Resource> => pageFor(collection(call).all, call, paging, missing)
}

/** Makes the behaviour that deletes a resource. */
export function deleting<Resource extends object>(family: StoredFamily<Resource>) {
  return (call: AnyCall): Partial<Deleted> => {
    stored(family, call)
    family.collection(call).delete(call.params[family.param] ?? '')
    // The endpoint knows the rest of the answer.
    return {}
  }
}

/**
 * Gives the resource that the path of a request names.
 *
 * @throws {Refusal} When there is none.
 */
export function stored<Resource extends object>(
  { collection, param, missing }: StoredFamily<Resource>,
  call: AnyCall,
): Resource {
  return found(collection(call), call, param, missing)
}

/** Gives the fields of a body that a resource has, too, those that are null among them. */
export function changesIn(body: unknown, resource: object): object {
  const fields = Object.entries(isRecord(body) ? body : {})
  return Object.fromEntries(fields.filter(([name]) => Object.hasOwn(resource, name)))
}
