import type { FileObject } from 'openai/resources/files'
import { bytesOf } from '../../../routes/answers/bare-response.js'
import { api, type Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { noSuchFile } from '../resources/not-found.js'
import { creating, deleting, listing, retrieving } from '../resources/family-behaviours.js'
import { reading, type StoredFiles } from './reading.js'

/** Makes the behaviours of Files. */
export function fileBehaviours({ store }: BackendContext): BehavioursOf<Api['files']> {
  const files: StoredFiles<FileObject> = {
    param: 'file_id',
    collection: () => store.files,
    missing: noSuchFile,
  }
  const create = creating(files, api.files.create)
  return {
    async create(call) {
      const content = await bytesOf(call.body.file)
      return store.files.put(create(call), content)
    },
    retrieve: retrieving(files),
    list: listing(files, api.files.list),
    delete: deleting(files),
    content: reading(files, ({ filename }) => filename),
  }
}
