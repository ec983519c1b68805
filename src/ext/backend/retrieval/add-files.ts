import type { FileCreateParams, VectorStoreFile } from 'openai/resources/vector-stores/files'
import type {
  VectorStore,
  VectorStoreCreateParams,
} from 'openai/resources/vector-stores/vector-stores'
import { copyRequest } from '../../../routes/copy-request.js'
import { api } from '../../../routes/api.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import { createIn } from '../resources/create-in.js'
import { noSuchFile } from '../resources/not-found.js'
import { Refusal } from '../resources/refusal.js'
import type { Retrieval } from './open-vector-store.js'

/**
 * Creates a vector store with the files of a request. The files are in progress until the next
 * request.
 *
 * @throws {Refusal} When a file does not exist.
 */
export function createVectorStore(
  retrieval: Retrieval,
  request: CallRequest<VectorStoreCreateParams>,
): VectorStore {
  const { file_ids = [], chunking_strategy } = request.body ?? {}
  assertFiles(retrieval, file_ids)

  const { vectorStores } = retrieval.store
  const created = createIn(vectorStores, api.vectorStores.create, request)
  const files = file_ids.map((file_id) => ({ file_id, chunking_strategy }))
  addFiles(retrieval, created.id, files, request)
  return vectorStores.get(created.id) ?? created
}

/**
 * Adds files to a vector store. They are in progress until the next request.
 *
 * @throws {Refusal} When a file does not exist.
 */
export function addFiles(
  retrieval: Retrieval,
  vector_store_id: string,
  files: ReadonlyArray<AddedFile>,
  request: CallRequest,
): VectorStoreFile[] {
  assertFiles(
    retrieval,
    files.map(({ file_id }) => file_id),
  )
  const { store, numbering } = retrieval
  const { complete } = api.vectorStores.files.create
  return files.map((body) => {
    const part = { status: 'in_progress', created_at: numbering.nextTime() } as const
    const params = { vector_store_id }
    // As a body, fields that are undefined are omitted.
    const asked = { ...copyRequest(request), params, body: body as FileCreateParams }
    return store.vectorStoreFiles.of(vector_store_id).put(complete?.(part, asked) ?? part)
  })
}

/** A file to add, as a request describes it. */
type AddedFile = {
  readonly [Field in keyof FileCreateParams]: FileCreateParams[Field] | undefined
} & Pick<FileCreateParams, 'file_id'>

/** @throws {Refusal} When a file does not exist. */
export function assertFiles({ store }: Retrieval, ids: readonly string[]): void {
  const unknown = ids.find((id) => !store.files.get(id))
  if (unknown !== undefined) throw new Refusal(noSuchFile(unknown))
}
