import type { FileObject } from 'openai/resources/files'
import type { Upload } from 'openai/resources/uploads'
import { apiError } from '../../../routes/api-error.js'
import { bytesOf } from '../../../routes/answers/bare-response.js'
import { api, type Api } from '../../../routes/api.js'
import { concat } from '../../../streaming/internal.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { noSuch } from '../resources/not-found.js'
import {
  creating,
  stored,
  type AnyCall,
  type StoredFamily,
} from '../resources/family-behaviours.js'
import { Refusal } from '../resources/refusal.js'
import type { ContentCollection } from '../store/content-collection.js'

/** Makes the behaviours of Uploads. */
export function uploadBehaviours({ store }: BackendContext): BehavioursOf<Api['uploads']> {
  const uploads: StoredFamily<Upload> = {
    param: 'upload_id',
    collection: () => store.uploads,
    missing: (id) => noSuch('Upload', id),
  }
  return {
    create: creating(uploads, api.uploads.create),
    cancel: (call) =>
      store.uploads.put({ ...pending(uploads, call, 'cancel'), status: 'cancelled' }),
    complete(call) {
      const upload = pending(uploads, call, 'complete')
      const content = joined(store.uploadParts.of(upload.id), call.body.part_ids)
      assertWhole(content, upload)
      const { filename } = upload
      // Every purpose of an upload is one of a file.
      const purpose = upload.purpose as FileObject['purpose']
      const file = store.files.put({ filename, purpose }, content)
      return store.uploads.put({ ...upload, status: 'completed', file })
    },
    parts: {
      async create(call) {
        const content = await bytesOf(call.body.data)
        const { id } = pending(uploads, call, 'add a part to')
        return store.uploadParts.of(id).put({}, content)
      },
    },
  }
}

/**
 * Gives the upload of a request that changes it.
 *
 * @param action The change, such as `cancel`, for the message.
 * @throws {Refusal} When there is no such upload, or when it is over.
 */
function pending(uploads: StoredFamily<Upload>, call: AnyCall, action: string): Upload {
  const upload = stored(uploads, call)
  if (upload.status === 'pending') return upload
  throw new Refusal(apiError(400, `Cannot ${action} an upload with status '${upload.status}'.`))
}

/** Joins the contents of parts, in the order of their ids. */
function joined(parts: ContentCollection<object>, ids: readonly string[]): Uint8Array {
  const contents = ids.map((id, index) => {
    if (parts.get(id)) return parts.content(id)
    const message = `No such UploadPart object: ${id}`
    throw new Refusal(apiError(400, { message, param: `part_ids[${index}]` }))
  })
  return concat(contents)
}

/** @throws {Refusal} When the content has another size than the upload. */
function assertWhole({ length }: Uint8Array, { bytes }: Upload): void {
  if (length === bytes) return
  const message = `The parts have ${length} bytes, but the upload was created for ${bytes} bytes.`
  throw new Refusal(apiError(400, { message, param: 'part_ids' }))
}
