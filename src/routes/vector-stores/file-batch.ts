import type {
  FileBatchCreateParams,
  VectorStoreFileBatch,
} from 'openai/resources/vector-stores/file-batches'
import { z } from 'zod'
import type { CallRequest } from '../endpoint.js'
import { fill, type Partially } from '../protocol/defaults.js'
import { listAt } from '../protocol/fields.js'
import { pollHeaders } from '../resources/poll-headers.js'
import { resourceEndpoint, type LastingFamily } from '../resources/resource-endpoints.js'
import { statusCheck } from '../resources/status-check.js'
import { fileCounts } from './file-counts.js'
import { FILE_STATUSES } from './file-status.js'

const batches: LastingFamily<VectorStoreFileBatch> = {
  name: 'vectorStores.fileBatches',
  path: '/vector_stores/:vector_store_id/file_batches',
  param: 'batch_id',
  prefix: 'vsfb_',
  complete: completeBatch,
  headersOf: pollHeaders,
}

const assertStatus = statusCheck(FILE_STATUSES, 'a batch of files')
const one = `${batches.path}/:batch_id` as const

const creation = z
  .looseObject({
    file_ids: z.array(z.string()).optional(),
    files: z.array(z.looseObject({ file_id: z.string() })).optional(),
  })
  .refine(({ file_ids, files }) => file_ids ?? files, { path: ['file_ids'] })

/** The endpoints of the batches of files of a vector store. */
export const fileBatch = {
  create: resourceEndpoint<VectorStoreFileBatch, FileBatchCreateParams>(batches, {
    name: 'create',
    method: 'POST',
    path: batches.path,
    body: creation,
  }),
  retrieve: resourceEndpoint<VectorStoreFileBatch, undefined>(batches, {
    name: 'retrieve',
    method: 'GET',
    path: one,
  }),
  cancel: resourceEndpoint<VectorStoreFileBatch, undefined>(batches, {
    name: 'cancel',
    method: 'POST',
    path: `${one}/cancel`,
    fields: { status: 'cancelled' },
  }),
}

function completeBatch(
  id: string,
  given: Partially<VectorStoreFileBatch>,
  { body, params }: CallRequest,
): VectorStoreFileBatch {
  assertStatus(given)
  const { status = 'completed', file_counts } = given
  const files = [...listAt(body, 'file_ids'), ...listAt(body, 'files')].length
  const blank: VectorStoreFileBatch = {
    id,
    object: 'vector_store.files_batch',
    created_at: 1700000000,
    vector_store_id: params['vector_store_id'] ?? 'vs_1',
    status,
    file_counts: fileCounts(status, files, file_counts),
  }
  return fill(blank, given)
}
