import type { FileCreateParams, FileObject } from 'openai/resources/files'
import { z } from 'zod'
import type { CallRequest } from '../endpoint.js'
import type { Partially } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { file } from '../protocol/schema.js'
import { contentEndpoint } from '../resources/content-endpoint.js'
import { CREATED_AT } from '../resources/created-at.js'
import { familyEndpoints, repeated, type Family } from '../resources/resource-endpoints.js'
import { uploadedIn } from '../resources/uploaded-file.js'
import { completeFile } from './file-object.js'

/** The body of a request that uploads a file: the fields of its form. */
export interface FileCreateBody extends Pick<FileCreateParams, 'purpose'> {
  /** The uploaded file. */
  readonly file: File
  /** The time after which the file expires. The fields of a form are texts. */
  readonly expires_after?: { readonly anchor: string; readonly seconds: string }
}

const MAXIMUM = 10_000

const family: Family<FileObject> = {
  name: 'files',
  path: '/files',
  param: 'file_id',
  prefix: 'file-',
  deleted: 'file',
  creation: z.looseObject({ file, purpose: z.string() }),
  paging: {
    limit: MAXIMUM,
    maximum: MAXIMUM,
    filter: ({ purpose }, query) => (query.get('purpose') ?? purpose) === purpose,
  },
  complete: (id, given, request) =>
    completeFile({ id, ...uploadedBy(request, given.created_at), ...given }),
}

/** Gives the fields of a file that its request names. */
function uploadedBy({ body }: CallRequest, created = CREATED_AT): Partially<FileObject> {
  const seconds = Number(valueAt(body, 'expires_after', 'seconds'))
  return {
    ...repeated(body, { purpose: true }),
    ...uploadedIn(body),
    ...(seconds > 0 && { expires_at: created + seconds }),
  }
}

const {
  create,
  retrieve,
  list,
  delete: remove,
} = familyEndpoints<FileObject, FileCreateBody>(family)

/** The endpoints of files. */
export const files = {
  /**
   * Creates a route that answers `POST /files` with a file of the name, the size and the purpose
   * that were uploaded.
   *
   * @example
   * server.use(files.create({ id: 'file-abc' }))
   */
  create,
  /**
   * Creates a route that answers `GET /files/{file_id}`.
   *
   * @example
   * server.use(files.retrieve({ filename: 'notes.txt', bytes: 120 }))
   */
  retrieve,
  /**
   * Creates a route that answers `GET /files` with the page of these files for which the request asks.
   *
   * @example
   * server.use(files.list([{ id: 'file-2', purpose: 'batch' }, { id: 'file-1' }]))
   */
  list,
  /**
   * Creates a route that answers `DELETE /files/{file_id}`.
   *
   * @example
   * server.use(files.delete())
   */
  delete: remove,
  /**
   * Creates a route that answers `GET /files/{file_id}/content` with a text, bytes or a `Blob`.
   *
   * @example
   * server.use(files.content('Hello there'))
   */
  content: contentEndpoint({ name: 'files.content', path: '/files/:file_id/content' }),
}
