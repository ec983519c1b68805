import type { VectorStore } from 'openai/resources/vector-stores/vector-stores'
import { apiError } from '../../../routes/api-error.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import type { BackendContext } from '../context.js'
import { noneFound } from '../resources/not-found.js'
import { found } from '../resources/found.js'
import { Refusal } from '../resources/refusal.js'

/** The part of a context that vector stores need. */
export type Retrieval = Pick<BackendContext, 'store' | 'numbering'>

/** Makes the error for a vector store that does not exist. */
export const noVectorStore = (id: string) => noneFound('vector store', id)

/**
 * Gives the vector store that the path of a request names, as it is by now: its files have been
 * processed since the last request.
 *
 * @throws {Refusal} When there is none.
 */
export function openVectorStore(
  retrieval: Retrieval,
  request: Pick<CallRequest, 'params'>,
): VectorStore {
  const store = found(retrieval.store.vectorStores, request, 'vector_store_id', noVectorStore)
  return upToDate(retrieval, store)
}

/** Processes the files of a vector store that are in progress, and ends a store whose time is over. */
export function upToDate({ store, numbering }: Retrieval, vectorStore: VectorStore): VectorStore {
  const { id, expires_at } = vectorStore
  const files = store.vectorStoreFiles.of(id)
  for (const file of files.list()) {
    if (file.status !== 'in_progress') continue
    files.put({ ...file, status: 'completed', usage_bytes: store.files.content(file.id).length })
  }
  const counted = store.vectorStores.get(id) ?? vectorStore
  const isOver = Boolean(expires_at && expires_at <= numbering.now)
  const status = isOver || counted.status === 'expired' ? 'expired' : 'completed'
  return status === counted.status ? counted : store.vectorStores.put({ ...counted, status })
}

/**
 * Gives a vector store for a search, or for new files, and keeps the time of this use: the store
 * expires some days after the last one.
 *
 * @throws {Refusal} When the store has expired.
 */
export function useVectorStore(retrieval: Retrieval, vectorStore: VectorStore): VectorStore {
  const { id, status } = vectorStore
  if (status === 'expired') throw new Refusal(apiError(400, `Vector store ${id} is expired.`))

  const { store, numbering } = retrieval
  const used = { ...vectorStore, last_active_at: numbering.now }
  return store.vectorStores.put(
    vectorStore.expires_after ? { ...used, expires_at: undefined } : used,
  )
}
