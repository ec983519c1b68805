import type { VectorStoreFile } from 'openai/resources/vector-stores/files'
import { apiError, type ApiError } from '../../../routes/api-error.js'
import { api, type Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import {
  deleting,
  listing,
  retrieving,
  updating,
  type AnyCall,
  type StoredFamily,
} from '../resources/family-behaviours.js'
import { addFiles } from './add-files.js'
import { openVectorStore, useVectorStore, type Retrieval } from './open-vector-store.js'
import { textOfFile } from './text-of-file.js'

/** Makes the behaviours of the files of vector stores. */
export function vectorStoreFileBehaviours(
  retrieval: Retrieval,
): BehavioursOf<Api['vectorStores']['files']> {
  const { store } = retrieval
  /** Gives the files of the vector store that a call names. */
  const familyOf = (call: AnyCall): StoredFamily<VectorStoreFile> => {
    const { id } = openVectorStore(retrieval, call)
    return {
      param: 'file_id',
      collection: () => store.vectorStoreFiles.of(id),
      missing: (file) => notInVectorStore('file', file, id),
    }
  }
  return {
    create(call) {
      const { id } = useVectorStore(retrieval, openVectorStore(retrieval, call))
      const [file = {}] = addFiles(retrieval, id, [call.body], call)
      return file
    },
    retrieve: (call) => retrieving(familyOf(call))(call),
    update: (call) => updating(familyOf(call))(call),
    list: (call) => listing(familyOf(call), api.vectorStores.files.list)(call),
    delete: (call) => deleting(familyOf(call))(call),
    content(call) {
      const { id } = retrieving(familyOf(call))(call)
      const text = textOfFile(store, id)
      return text ? [{ type: 'text', text }] : []
    },
  }
}

/** Makes the error for a file or a batch of files that a vector store does not have. */
export function notInVectorStore(kind: string, id: string, vectorStore: string): ApiError {
  const message = `No ${kind} found with id '${id}' in vector store '${vectorStore}'.`
  return apiError(404, { message, code: null })
}
