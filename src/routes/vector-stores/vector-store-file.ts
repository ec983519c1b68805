import type {
  FileCreateParams,
  FileUpdateParams,
  VectorStoreFile,
} from 'openai/resources/vector-stores/files'
import { z } from 'zod'
import type { CallRequest } from '../endpoint.js'
import type { Partially } from '../protocol/defaults.js'
import { textAt, valueAt } from '../protocol/fields.js'
import { pollHeaders } from '../resources/poll-headers.js'
import {
  familyEndpoints,
  listEndpoint,
  fillRepeating,
  type Family,
} from '../resources/resource-endpoints.js'
import { statusCheck } from '../resources/status-check.js'
import { FILE_STATUSES } from './file-status.js'

const files: Family<VectorStoreFile> = {
  name: 'vectorStores.files',
  path: '/vector_stores/:vector_store_id/files',
  param: 'file_id',
  prefix: 'file-',
  deleted: 'vector_store.file.deleted',
  creation: z.looseObject({ file_id: z.string() }),
  change: z.looseObject({ attributes: z.looseObject({}).nullable() }),
  paging: { filter: hasStatus },
  complete: completeFile,
  headersOf: pollHeaders,
}

const assertStatus = statusCheck(FILE_STATUSES, 'a vector store file')

/** The endpoints of the files of a vector store. */
export const vectorStoreFile = familyEndpoints<
  VectorStoreFile,
  FileCreateParams,
  Omit<FileUpdateParams, 'vector_store_id'>
>(files)

/** The endpoint `GET /vector_stores/{vector_store_id}/file_batches/{batch_id}/files`. */
export const listBatchFiles = listEndpoint(
  { ...files, name: 'vectorStores.fileBatches' },
  {
    name: 'listFiles',
    method: 'GET',
    path: '/vector_stores/:vector_store_id/file_batches/:batch_id/files',
  },
)

/** Chooses the files of the status for which the request asks. */
function hasStatus({ status }: VectorStoreFile, query: URLSearchParams): boolean {
  return status === (query.get('filter') ?? status)
}

function completeFile(
  id: string,
  given: Partially<VectorStoreFile>,
  { body, params }: CallRequest,
): VectorStoreFile {
  assertStatus(given)
  const { status = given.last_error ? 'failed' : 'completed' } = given
  const blank: VectorStoreFile = {
    id: textAt(body, 'file_id') || id,
    object: 'vector_store.file',
    usage_bytes: 0,
    created_at: 1700000000,
    vector_store_id: params['vector_store_id'] ?? 'vs_1',
    status,
    last_error: status === 'failed' ? FAILURE : null,
    chunking_strategy: AUTOMATIC,
    attributes: {},
  }
  return fillRepeating(blank, withoutAuto(body), given)
}

const FAILURE = { code: 'server_error', message: 'An internal error occurred.' } as const

/** The strategy that OpenAI chooses where a request leaves the choice to it. */
const AUTOMATIC = {
  type: 'static',
  static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 },
} as const

/** Copies a body without the strategy `auto`, which no file has: the file has the chosen one. */
function withoutAuto(body: unknown): unknown {
  const isAuto = valueAt(body, 'chunking_strategy', 'type') === 'auto'
  return isAuto ? { ...Object(body), chunking_strategy: null } : body
}
