import type { VectorStoreFile } from 'openai/resources/vector-stores/files'
import type { VectorStoreFileBatch } from 'openai/resources/vector-stores/file-batches'
import type { VectorStore } from 'openai/resources/vector-stores/vector-stores'
import type { Partially } from '../../../routes/protocol/defaults.js'
import type { Numbering } from '../numbering.js'
import { Children } from './children.js'
import { Collection } from './collection.js'
import { countedVectorStore } from './counted-vector-store.js'
import { rulesOf } from './kind.js'
import { KINDS, type BatchFile } from './kinds.js'
import { WatchedCollection } from './watched-collection.js'

/** Makes the collections of vector stores and of what belongs to them. A change of the files changes their store. */
export function vectorStoreCollections(numbering: Numbering) {
  const vectorStoreFiles = new Children<VectorStoreFile, Collection<VectorStoreFile>>(
    (id) => new WatchedCollection(rulesOf(KINDS.vectorStoreFiles, numbering, id), () => count(id)),
  )
  const batchFiles = new Children<BatchFile, Collection<BatchFile>>(
    () => new Collection(rulesOf(KINDS.batchFiles, numbering)),
  )
  const batchRules = { ...KINDS.fileBatches, onDelete: (id: string) => batchFiles.delete(id) }
  const fileBatches = new Children<VectorStoreFileBatch, Collection<VectorStoreFileBatch>>(
    (id) => new Collection(rulesOf(batchRules, numbering, id)),
  )
  const rules = rulesOf<VectorStore>(KINDS.vectorStores, numbering)
  const vectorStores = new Collection<VectorStore>({
    ...rules,
    complete: (id, given) => rules.complete(id, counted(id, given)),
    onDelete(id) {
      vectorStoreFiles.delete(id)
      fileBatches.delete(id)
    },
  })
  return { vectorStores, vectorStoreFiles, fileBatches, batchFiles }

  function count(id: string): void {
    const store = vectorStores.get(id)
    if (store) vectorStores.put(countedVectorStore(store, vectorStoreFiles.of(id).list()))
  }

  /** Without files, a test may give any counts. */
  function counted(id: string, given: Partially<VectorStore>): Partially<VectorStore> {
    const files = vectorStoreFiles.of(id).list()
    return files.length > 0 ? countedVectorStore(given, files) : given
  }
}
