import { isRecord } from '../protocol/defaults.js'
import { listAt, valueAt } from '../protocol/fields.js'
import { idsInside } from '../protocol/ids.js'

/**
 * Copies the body of a request with the ids of the vector stores that the request creates. No
 * assistant and no thread has the `vector_stores` themselves.
 *
 * @param owner The id of the assistant or the thread.
 */
export function withStoreIds(body: unknown, owner: string): unknown {
  const search = valueAt(body, 'tool_resources', 'file_search')
  if (!isRecord(body) || !isRecord(search) || !('vector_stores' in search)) return body

  const { vector_stores, ...rest } = search
  const nextId = idsInside(owner)
  const created = listAt(vector_stores).map(() => nextId('vs'))
  const vector_store_ids = [...listAt(search, 'vector_store_ids'), ...created]
  const tool_resources = {
    ...Object(body.tool_resources),
    file_search: { ...rest, vector_store_ids },
  }
  return { ...body, tool_resources }
}
