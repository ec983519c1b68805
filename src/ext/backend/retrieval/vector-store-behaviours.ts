import type { VectorStore } from 'openai/resources/vector-stores/vector-stores'
import { api, type Api } from '../../../routes/api.js'
import { valueAt } from '../../../routes/protocol/fields.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { changesIn, deleting, listing, type StoredFamily } from '../resources/family-behaviours.js'
import { createVectorStore } from './add-files.js'
import { fileBatchBehaviours } from './file-batch-behaviours.js'
import { noVectorStore, openVectorStore, upToDate } from './open-vector-store.js'
import { searchFiles } from './search-files.js'
import { vectorStoreFileBehaviours } from './vector-store-file-behaviours.js'

/** Makes the behaviours of vector stores, with their files and their batches of files. */
export function vectorStoreBehaviours(context: BackendContext): BehavioursOf<Api['vectorStores']> {
  const { vectorStores } = context.store
  const family: StoredFamily<VectorStore> = {
    param: 'vector_store_id',
    collection: () => vectorStores,
    missing: noVectorStore,
  }
  const list = listing(family, api.vectorStores.list)
  return {
    create: (call) => createVectorStore(context, call),
    retrieve: (call) => openVectorStore(context, call),
    update(call) {
      const store = openVectorStore(context, call)
      const isKept = valueAt(call.body, 'expires_after') === undefined
      const expires_at = isKept ? store.expires_at : undefined
      return vectorStores.put({ ...store, ...changesIn(call.body, store), expires_at })
    },
    list(call) {
      const page = list(call)
      return { ...page, data: page.data.map((store) => upToDate(context, store)) }
    },
    delete: deleting(family),
    search({ params, body: { query, ...options } }) {
      const ids = [params['vector_store_id'] ?? '']
      const results = searchFiles(context, ids, [query].flat(), options)
      return results.map(({ text, ...rest }) => ({ ...rest, content: [{ text }] }))
    },
    files: vectorStoreFileBehaviours(context),
    fileBatches: fileBatchBehaviours(context),
  }
}
