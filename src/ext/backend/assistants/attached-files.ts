import { copyRequest } from '../../../routes/copy-request.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import { listAt, textAt } from '../../../routes/protocol/fields.js'
import { addFiles, assertFiles, createVectorStore } from '../retrieval/add-files.js'
import { openVectorStore, useVectorStore, type Retrieval } from '../retrieval/open-vector-store.js'
import { isFileSearch } from '../retrieval/with-file-search.js'

/** The time after which the vector store of a thread expires. */
const LIFETIME = { anchor: 'last_active_at', days: 7 } as const

/**
 * Adds the files that messages attach for `file_search` to the vector store of their thread. A thread
 * without one gets a new one.
 *
 * @param messages The messages, each as the body of a request has it.
 * @throws {Refusal} When a file or the vector store does not exist, or the vector store has expired.
 */
export function addAttachedFiles(
  retrieval: Retrieval,
  thread_id: string,
  messages: readonly unknown[],
  request: CallRequest,
): void {
  const file_ids = messages.flatMap(filesToSearch)
  const { threads } = retrieval.store
  const thread = threads.get(thread_id)
  if (!thread || file_ids.length === 0) return

  const [vector_store_id] = thread.tool_resources?.file_search?.vector_store_ids ?? []
  if (vector_store_id !== undefined) {
    const params = { vector_store_id }
    useVectorStore(retrieval, openVectorStore(retrieval, { params }))
    const files = file_ids.map((file_id) => ({ file_id }))
    addFiles(retrieval, vector_store_id, files, request)
    return
  }
  const body = { file_ids, expires_after: LIFETIME }
  const { id } = createVectorStore(retrieval, { ...copyRequest(request), body })
  const tool_resources = { ...thread.tool_resources, file_search: { vector_store_ids: [id] } }
  threads.put({ ...thread, tool_resources })
}

/** @throws {Refusal} When a file that a message attaches for `file_search` does not exist. */
export function assertAttachedFiles(retrieval: Retrieval, messages: readonly unknown[]): void {
  assertFiles(retrieval, messages.flatMap(filesToSearch))
}

/** Lists the ids of the files that a message attaches for `file_search`. */
function filesToSearch(message: unknown): string[] {
  return listAt(message, 'attachments')
    .filter((attached) => listAt(attached, 'tools').some(isFileSearch))
    .map((attached) => textAt(attached, 'file_id'))
}
