import type { ContainerCreateResponse } from 'openai/resources/containers/containers'
import type { FileCreateResponse } from 'openai/resources/containers/files/files'
import { apiError, type ApiError } from '../../../routes/api-error.js'
import { bytesOf } from '../../../routes/answers/bare-response.js'
import { api, type Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { noSuchFile } from '../resources/not-found.js'
import {
  creating,
  deleting,
  listing,
  retrieving,
  stored,
  type StoredFamily,
} from '../resources/family-behaviours.js'
import { Refusal } from '../resources/refusal.js'
import { reading, type StoredFiles } from './reading.js'

/** The name and the content of a file that comes into a container. */
type NewFile = readonly [name: string, content: Uint8Array]

/** Makes the behaviours of Containers. */
export function containerBehaviours({ store }: BackendContext): BehavioursOf<Api['containers']> {
  const containers: StoredFamily<ContainerCreateResponse> = {
    param: 'container_id',
    collection: () => store.containers,
    missing: (id) => notFound('Container', id),
  }
  const files: StoredFiles<FileCreateResponse> = {
    param: 'file_id',
    collection: (call) => store.containerFiles.of(stored(containers, call).id),
    missing: (id) => notFound('Container file', id),
  }
  const create = creating(containers, api.containers.create)
  const add = (id: string, [name, content]: NewFile) =>
    store.containerFiles.of(id).put({ path: `/mnt/data/${name}` }, content)
  const uploaded = (id: string): NewFile => {
    const file = store.files.get(id)
    if (!file) throw new Refusal(noSuchFile(id))
    return [file.filename, store.files.content(id)]
  }

  return {
    create(call) {
      const given = (call.body.file_ids ?? []).map(uploaded)
      const container = create(call)
      for (const file of given) add(container.id, file)
      return container
    },
    retrieve: retrieving(containers),
    list: listing(containers, api.containers.list),
    delete: deleting(containers),
    files: {
      async create(call) {
        const { file, file_id = '' } = call.body
        const given: NewFile = file ? [file.name, await bytesOf(file)] : uploaded(file_id)
        return add(stored(containers, call).id, given)
      },
      retrieve: retrieving(files),
      list: listing(files, api.containers.files.list),
      delete: deleting(files),
      content: { retrieve: reading(files, ({ path }) => path) },
    },
  }
}

/** Makes the error for a container, or a file of one, that does not exist. */
function notFound(kind: string, id: string): ApiError {
  return apiError(404, { message: `${kind} with id '${id}' not found.`, code: null })
}
