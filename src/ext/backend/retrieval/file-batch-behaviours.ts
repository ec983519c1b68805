import type {
  FileBatchCreateParams,
  VectorStoreFileBatch,
} from 'openai/resources/vector-stores/file-batches'
import type { VectorStoreFile } from 'openai/resources/vector-stores/files'
import { api, type Api } from '../../../routes/api.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import type { BehavioursOf } from '../behaviour.js'
import { createIn } from '../resources/create-in.js'
import { found } from '../resources/found.js'
import { pageFor } from '../resources/page-for.js'
import { countFiles } from '../store/counted-vector-store.js'
import { addFiles } from './add-files.js'
import {
  noVectorStore,
  openVectorStore,
  useVectorStore,
  type Retrieval,
} from './open-vector-store.js'
import { notInVectorStore } from './vector-store-file-behaviours.js'

/** Makes the behaviours of the batches of files of vector stores. */
export function fileBatchBehaviours(
  retrieval: Retrieval,
): BehavioursOf<Api['vectorStores']['fileBatches']> {
  const { store } = retrieval
  const { create, listFiles } = api.vectorStores.fileBatches
  return {
    create(call) {
      const { id } = useVectorStore(retrieval, openVectorStore(retrieval, call))
      const files = addFiles(retrieval, id, filesIn(call.body), call)
      const batch = createIn(store.fileBatches.of(id), create, call, { status: 'in_progress' })
      for (const file of files) store.batchFiles.of(batch.id).put({ id: file.id })
      return batch
    },
    retrieve(call) {
      openVectorStore(retrieval, call)
      return ended(retrieval, call, 'completed')
    },
    cancel: (call) => ended(retrieval, call, 'cancelled'),
    listFiles(call) {
      const { id } = openVectorStore(retrieval, call)
      const files = filesOf(retrieval, ended(retrieval, call, 'completed'))
      const missing = (file: string) => notInVectorStore('file', file, id)
      return pageFor(files, call, listFiles.paging, missing)
    },
  }
}

/** Lists the files of a request. What it says of all files at once, it says of those of `file_ids`. */
function filesIn({ files, file_ids = [], ...common }: FileBatchCreateParams) {
  return files ?? file_ids.map((file_id) => ({ ...common, file_id }))
}

/** Ends a batch that is in progress, with its files; gives the batch. */
function ended(
  retrieval: Retrieval,
  call: CallRequest,
  status: 'completed' | 'cancelled',
): VectorStoreFileBatch {
  const { store } = retrieval
  const { id } = found(store.vectorStores, call, 'vector_store_id', noVectorStore)
  const batches = store.fileBatches.of(id)
  const batch = found(batches, call, 'batch_id', (one) => notInVectorStore('file batch', one, id))
  if (batch.status !== 'in_progress') return batch

  for (const file of filesOf(retrieval, batch)) {
    if (file.status === 'in_progress') store.vectorStoreFiles.of(id).put({ ...file, status })
  }
  return batches.put({ ...batch, status, file_counts: countFiles(filesOf(retrieval, batch)) })
}

/** Lists the files of a batch that are still in its vector store. */
function filesOf(
  { store }: Retrieval,
  { id, vector_store_id }: VectorStoreFileBatch,
): VectorStoreFile[] {
  const files = store.vectorStoreFiles.of(vector_store_id)
  return store.batchFiles
    .of(id)
    .list()
    .flatMap((file) => files.get(file.id) ?? [])
}
