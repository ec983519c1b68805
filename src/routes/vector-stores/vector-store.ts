import type {
  VectorStore,
  VectorStoreCreateParams,
  VectorStoreUpdateParams,
} from 'openai/resources/vector-stores/vector-stores'
import type { CallRequest } from '../endpoint.js'
import type { Partially } from '../protocol/defaults.js'
import { listAt } from '../protocol/fields.js'
import { bodyWithMetadata } from '../resources/metadata-schema.js'
import { familyEndpoints, fillRepeating } from '../resources/resource-endpoints.js'
import { fileCounts } from './file-counts.js'

/** A vector store on the wire: fields that the SDK's type omits are null. */
interface WireVectorStore extends Omit<VectorStore, 'expires_after'> {
  description: string | null
  expires_after: VectorStore.ExpiresAfter | null
}

/** The endpoints of vector stores. */
export const vectorStore = familyEndpoints<
  VectorStore,
  VectorStoreCreateParams,
  VectorStoreUpdateParams
>({
  name: 'vectorStores',
  path: '/vector_stores',
  param: 'vector_store_id',
  prefix: 'vs_',
  deleted: 'vector_store.deleted',
  creation: bodyWithMetadata,
  change: bodyWithMetadata,
  complete: completeVectorStore,
})

function completeVectorStore(
  id: string,
  given: Partially<VectorStore>,
  { body }: CallRequest,
): VectorStore {
  const blank = newVectorStore(id, given, listAt(body, 'file_ids').length)
  const store = fillRepeating(blank, body, given)
  return { ...store, expires_at: given.expires_at ?? expiryOf(store) }
}

function newVectorStore(id: string, given: Partially<VectorStore>, files: number): VectorStore {
  const { status = 'completed', file_counts, created_at = 1700000000 } = given
  const store: WireVectorStore = {
    id,
    object: 'vector_store',
    created_at,
    name: '',
    description: null,
    usage_bytes: 0,
    file_counts: fileCounts(status === 'in_progress' ? status : 'completed', files, file_counts),
    status,
    expires_after: null,
    expires_at: null,
    last_active_at: created_at,
    metadata: {},
  }
  // A store that never expires has a null, which the SDK's type excludes.
  return store as VectorStore
}

const DAY = 24 * 60 * 60

/** Gives the time at which a store expires, in Unix seconds; null for a store that never expires. */
function expiryOf({ expires_after, last_active_at, created_at }: VectorStore): number | null {
  return expires_after ? (last_active_at ?? created_at) + expires_after.days * DAY : null
}
