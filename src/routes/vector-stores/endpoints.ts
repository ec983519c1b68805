import { fileBatch } from './file-batch.js'
import { retrieveFileContent, searchVectorStore } from './result-page.js'
import { listBatchFiles, vectorStoreFile } from './vector-store-file.js'
import { vectorStore } from './vector-store.js'

/** The endpoints of vector stores. */
export const vectorStores = {
  /**
   * Creates a route that answers `POST /vector_stores`.
   *
   * @example
   * server.use(vectorStores.create())
   */
  create: vectorStore.create,
  /**
   * Creates a route that answers `GET /vector_stores/{vector_store_id}`.
   *
   * @example
   * server.use(vectorStores.retrieve({ name: 'Handbook' }))
   */
  retrieve: vectorStore.retrieve,
  /**
   * Creates a route that answers `POST /vector_stores/{vector_store_id}`.
   *
   * @example
   * server.use(vectorStores.update())
   */
  update: vectorStore.update,
  /**
   * Creates a route that answers `GET /vector_stores`, page by page.
   *
   * @example
   * server.use(vectorStores.list([{ name: 'Handbook' }, { name: 'Minutes' }]))
   */
  list: vectorStore.list,
  /**
   * Creates a route that answers `DELETE /vector_stores/{vector_store_id}`.
   *
   * @example
   * server.use(vectorStores.delete())
   */
  delete: vectorStore.delete,
  /**
   * Creates a route that answers `POST /vector_stores/{vector_store_id}/search`.
   *
   * @example
   * server.use(vectorStores.search([{ content: [{ text: 'Refunds take 14 days.' }] }]))
   */
  search: searchVectorStore,
  /** Files of a vector store. */
  files: {
    /**
     * Creates a route that answers `POST /vector_stores/{vector_store_id}/files`.
     *
     * @example
     * server.use(vectorStores.files.create({ status: 'in_progress' }))
     */
    create: vectorStoreFile.create,
    /**
     * Creates a route that answers `GET /vector_stores/{vector_store_id}/files/{file_id}`. Clients
     * poll without a pause.
     *
     * @example
     * server.use(vectorStores.files.retrieve(inOrder({ status: 'in_progress' }, { status: 'completed' })))
     */
    retrieve: vectorStoreFile.retrieve,
    /**
     * Creates a route that answers `POST /vector_stores/{vector_store_id}/files/{file_id}`.
     *
     * @example
     * server.use(vectorStores.files.update())
     */
    update: vectorStoreFile.update,
    /**
     * Creates a route that answers `GET /vector_stores/{vector_store_id}/files`, page by page.
     *
     * @example
     * server.use(vectorStores.files.list([{}, { status: 'failed' }]))
     */
    list: vectorStoreFile.list,
    /**
     * Creates a route that answers `DELETE /vector_stores/{vector_store_id}/files/{file_id}`.
     *
     * @example
     * server.use(vectorStores.files.delete())
     */
    delete: vectorStoreFile.delete,
    /**
     * Creates a route that answers `GET /vector_stores/{vector_store_id}/files/{file_id}/content`.
     *
     * @example
     * server.use(vectorStores.files.content([{ text: 'Refunds take 14 days.' }]))
     */
    content: retrieveFileContent,
  },
  /** Batches of files of a vector store. */
  fileBatches: {
    /**
     * Creates a route that answers `POST /vector_stores/{vector_store_id}/file_batches`.
     *
     * @example
     * server.use(vectorStores.fileBatches.create({ status: 'in_progress' }))
     */
    create: fileBatch.create,
    /**
     * Creates a route that answers `GET /vector_stores/{vector_store_id}/file_batches/{batch_id}`.
     * Clients poll without a pause.
     *
     * @example
     * server.use(vectorStores.fileBatches.retrieve(inOrder({ status: 'in_progress' }, { status: 'completed' })))
     */
    retrieve: fileBatch.retrieve,
    /**
     * Creates a route that answers `POST /vector_stores/{vector_store_id}/file_batches/{batch_id}/cancel`.
     *
     * @example
     * server.use(vectorStores.fileBatches.cancel())
     */
    cancel: fileBatch.cancel,
    /**
     * Creates a route that answers `GET /vector_stores/{vector_store_id}/file_batches/{batch_id}/files`,
     * page by page.
     *
     * @example
     * server.use(vectorStores.fileBatches.listFiles([{}, { status: 'failed' }]))
     */
    listFiles: listBatchFiles,
  },
}
