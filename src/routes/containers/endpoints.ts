import type {
  ContainerCreateParams,
  ContainerCreateResponse,
} from 'openai/resources/containers/containers'
import type { FileCreateResponse } from 'openai/resources/containers/files/files'
import { z } from 'zod'
import type { CallRequest } from '../endpoint.js'
import { fill, type Partially } from '../protocol/defaults.js'
import { file as formFile } from '../protocol/schema.js'
import { contentEndpoint } from '../resources/content-endpoint.js'
import { CREATED_AT } from '../resources/created-at.js'
import { familyEndpoints, fillRepeating, type Family } from '../resources/resource-endpoints.js'
import { uploadedIn } from '../resources/uploaded-file.js'

/** The body of a request that adds a file to a container: the fields of a form, or JSON. */
export interface ContainerFileBody {
  /** The uploaded file. */
  readonly file?: File
  /** The id of a file that was uploaded before. */
  readonly file_id?: string
}

const containerFamily: Family<ContainerCreateResponse> = {
  name: 'containers',
  path: '/containers',
  param: 'container_id',
  prefix: 'cntr_',
  deleted: 'container.deleted',
  creation: z.looseObject({ name: z.string() }),
  paging: { filter: ({ name }, query) => (query.get('name') ?? name) === name },
  complete: completeContainer,
}

/** Makes a whole container. A new one was active when it was created. */
function completeContainer(
  id: string,
  given: Partially<ContainerCreateResponse>,
  { body }: CallRequest,
): ContainerCreateResponse {
  const { created_at = CREATED_AT } = given
  const blank: ContainerCreateResponse = {
    id,
    object: 'container',
    created_at,
    status: 'running',
    expires_after: { anchor: 'last_active_at', minutes: 20 },
    last_active_at: created_at,
    memory_limit: '1g',
    name: 'container',
  }
  return fillRepeating(blank, body, given)
}

const fileFamily: Family<FileCreateResponse> = {
  name: 'containers.files',
  path: '/containers/:container_id/files',
  param: 'file_id',
  prefix: 'cfile_',
  deleted: 'container.file.deleted',
  creation: z
    .looseObject({ file: formFile.optional(), file_id: z.string().optional() })
    .refine(({ file, file_id }) => file ?? file_id, { path: ['file'] }),
  complete: completeContainerFile,
}

/** Makes a whole file of a container, with the path that a container gives to the uploaded file. */
function completeContainerFile(
  id: string,
  given: Partially<FileCreateResponse>,
  { body, params }: CallRequest,
): FileCreateResponse {
  const { filename = 'file.txt', bytes = 0 } = uploadedIn(body)
  const blank: FileCreateResponse = {
    id,
    object: 'container.file',
    created_at: CREATED_AT,
    bytes,
    container_id: params['container_id'] ?? 'cntr_1',
    path: `/mnt/data/${filename}`,
    source: 'user',
  }
  return fill(blank, given)
}

const container = familyEndpoints<ContainerCreateResponse, ContainerCreateParams>(containerFamily)
const containerFile = familyEndpoints<FileCreateResponse, ContainerFileBody>(fileFamily)

/** The endpoints of containers. */
export const containers = {
  /**
   * Creates a route that answers `POST /containers`.
   *
   * @example
   * server.use(containers.create({ id: 'cntr_abc' }))
   */
  create: container.create,
  /**
   * Creates a route that answers `GET /containers/{container_id}`.
   *
   * @example
   * server.use(containers.retrieve({ name: 'Sums', status: 'expired' }))
   */
  retrieve: container.retrieve,
  /**
   * Creates a route that answers `GET /containers` with the page of these containers for which the
   * request asks.
   *
   * @example
   * server.use(containers.list([{ id: 'cntr_2' }, { id: 'cntr_1', name: 'Sums' }]))
   */
  list: container.list,
  /**
   * Creates a route that answers `DELETE /containers/{container_id}`.
   *
   * @example
   * server.use(containers.delete())
   */
  delete: container.delete,
  /** The files of a container. */
  files: {
    /**
     * Creates a route that answers `POST /containers/{container_id}/files` with a file of the name
     * and the size that were uploaded.
     *
     * @example
     * server.use(containers.files.create())
     */
    create: containerFile.create,
    /**
     * Creates a route that answers `GET /containers/{container_id}/files/{file_id}`.
     *
     * @example
     * server.use(containers.files.retrieve({ path: '/mnt/data/plot.png', source: 'assistant' }))
     */
    retrieve: containerFile.retrieve,
    /**
     * Creates a route that answers `GET /containers/{container_id}/files` with the page of these
     * files for which the request asks.
     *
     * @example
     * server.use(containers.files.list([{ path: '/mnt/data/plot.png' }]))
     */
    list: containerFile.list,
    /**
     * Creates a route that answers `DELETE /containers/{container_id}/files/{file_id}`.
     *
     * @example
     * server.use(containers.files.delete())
     */
    delete: containerFile.delete,
    /** The content of a file of a container. */
    content: {
      /**
       * Creates a route that answers `GET /containers/{container_id}/files/{file_id}/content` with a
       * text, bytes or a `Blob`.
       *
       * @example
       * server.use(containers.files.content.retrieve('a,b\n1,2'))
       */
      retrieve: contentEndpoint({
        name: 'containers.files.content.retrieve',
        path: '/containers/:container_id/files/:file_id/content',
      }),
    },
  },
}
