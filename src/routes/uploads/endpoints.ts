import type { PartCreateParams, Upload, UploadPart } from 'openai/resources/uploads'
import type { UploadCompleteParams, UploadCreateParams } from 'openai/resources/uploads'
import { z } from 'zod'
import type { CallRequest } from '../endpoint.js'
import { completeFile } from '../files/file-object.js'
import type { Partially } from '../protocol/defaults.js'
import { file as formFile } from '../protocol/schema.js'
import { CREATED_AT } from '../resources/created-at.js'
import {
  fillRepeating,
  resourceEndpoint,
  type LastingFamily,
} from '../resources/resource-endpoints.js'
import { statusCheck } from '../resources/status-check.js'

/** The body of a request that adds a part to an upload: the fields of its form. */
export interface UploadPartBody extends Omit<PartCreateParams, 'data'> {
  /** The bytes of the part. */
  readonly data: File
}

const uploadFamily: LastingFamily<Upload> = {
  name: 'uploads',
  path: '/uploads',
  param: 'upload_id',
  prefix: 'upload_',
  complete: completeUpload,
}

const partFamily: LastingFamily<UploadPart> = {
  name: 'uploads.parts',
  path: '/uploads/:upload_id/parts',
  param: 'part_id',
  prefix: 'part_',
  defaults: (id, { params }) => ({
    id,
    object: 'upload.part',
    created_at: CREATED_AT,
    upload_id: params['upload_id'] ?? 'upload_1',
  }),
}

/** The statuses of an upload. A status that the SDK adds or removes causes a compile error here. */
const STATUSES = {
  pending: true,
  completed: true,
  cancelled: true,
  expired: true,
} satisfies Record<Upload['status'], true>

const assertStatus = statusCheck(STATUSES, 'an upload')

/** Makes a whole upload. A completed one has the file that was made of it. */
function completeUpload(
  id: string,
  { file: made, ...given }: Partially<Upload>,
  { body }: CallRequest,
): Upload {
  assertStatus(given)
  const { created_at = CREATED_AT } = given
  const blank: Upload = {
    id,
    object: 'upload',
    bytes: 0,
    created_at,
    filename: 'file.txt',
    purpose: 'user_data',
    status: 'completed',
    expires_at: created_at + 3600,
  }
  const upload = fillRepeating(blank, body, given)
  if (upload.status !== 'completed' || made === null) return { ...upload, file: null }

  const { bytes, filename } = upload
  // Every purpose of an upload is one of a file.
  const purpose = upload.purpose as 'user_data'
  return { ...upload, file: completeFile({ bytes, filename, purpose, ...made }) }
}

/** The endpoints of uploads. */
export const uploads = {
  /**
   * Creates a route that answers `POST /uploads` with a pending upload.
   *
   * @example
   * server.use(uploads.create({ id: 'upload_abc' }))
   */
  create: resourceEndpoint<Upload, UploadCreateParams>(uploadFamily, {
    name: 'create',
    method: 'POST',
    path: '/uploads',
    body: z.looseObject({
      bytes: z.number(),
      filename: z.string(),
      mime_type: z.string(),
      purpose: z.string(),
    }),
    fields: { status: 'pending' },
  }),
  /**
   * Creates a route that answers `POST /uploads/{upload_id}/cancel`.
   *
   * @example
   * server.use(uploads.cancel())
   */
  cancel: resourceEndpoint<Upload, undefined>(uploadFamily, {
    name: 'cancel',
    method: 'POST',
    path: '/uploads/:upload_id/cancel',
    fields: { status: 'cancelled' },
  }),
  /**
   * Creates a route that answers `POST /uploads/{upload_id}/complete` with the upload and its file.
   *
   * @example
   * server.use(uploads.complete({ filename: 'notes.txt', bytes: 120, file: { id: 'file-abc' } }))
   */
  complete: resourceEndpoint<Upload, UploadCompleteParams>(uploadFamily, {
    name: 'complete',
    method: 'POST',
    path: '/uploads/:upload_id/complete',
    body: z.looseObject({ part_ids: z.array(z.string()) }),
  }),
  /** The parts of an upload. */
  parts: {
    /**
     * Creates a route that answers `POST /uploads/{upload_id}/parts`.
     *
     * @example
     * server.use(uploads.parts.create())
     */
    create: resourceEndpoint<UploadPart, UploadPartBody>(partFamily, {
      name: 'create',
      method: 'POST',
      path: '/uploads/:upload_id/parts',
      body: z.looseObject({ data: formFile }),
    }),
  },
}
