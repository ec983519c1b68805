import { copyRequest } from '../../../routes/copy-request.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import { isRecord } from '../../../routes/protocol/defaults.js'
import { listAt, valueAt } from '../../../routes/protocol/fields.js'
import type { Completing } from '../resources/create-in.js'
import { createVectorStore } from '../retrieval/add-files.js'
import type { Retrieval } from '../retrieval/open-vector-store.js'

/**
 * Makes an endpoint complete an assistant or a thread with the vector stores that the request
 * creates: `tool_resources.file_search.vector_stores`.
 */
export function withVectorStores<Resource>(
  retrieval: Retrieval,
  { complete }: Completing<Resource>,
): Completing<Resource> {
  return {
    complete(given, request) {
      const body: unknown = { ...Object(request.body), ...resourcesIn(retrieval, request) }
      // The body has the fields of the request, and the ids of vector stores in their place.
      const created = { ...copyRequest(request), body: body as never }
      // Every endpoint of Assistants completes its resource.
      return complete?.(given, created) ?? (given as Resource)
    },
  }
}

/** Gives the resources of tools with the ids of the vector stores that a request creates. */
function resourcesIn(retrieval: Retrieval, request: CallRequest): object {
  const resources = valueAt(request.body, 'tool_resources')
  const search = valueAt(resources, 'file_search')
  if (!isRecord(resources) || !isRecord(search)) return {}

  const { vector_stores: bodies, ...rest } = search
  const created = listAt(bodies).map((body) => {
    const file_ids = listAt(body, 'file_ids').map(String)
    return createVectorStore(retrieval, {
      ...copyRequest(request),
      body: { ...Object(body), file_ids },
    })
  })
  const ids = created.map(({ id }) => id)
  const vector_store_ids = [...listAt(search, 'vector_store_ids'), ...ids]
  return { tool_resources: { ...resources, file_search: { ...rest, vector_store_ids } } }
}
