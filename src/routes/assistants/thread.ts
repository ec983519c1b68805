import type {
  Thread,
  ThreadCreateParams,
  ThreadUpdateParams,
} from 'openai/resources/beta/threads/threads'
import { bodyWithMetadata } from '../resources/metadata-schema.js'
import { familyEndpoints, fillRepeating } from '../resources/resource-endpoints.js'
import { newThread } from '../runs/objects.js'
import { withStoreIds } from './tool-resources.js'

const endpoints = familyEndpoints<Thread, ThreadCreateParams | undefined, ThreadUpdateParams>({
  name: 'beta.threads',
  path: '/threads',
  param: 'thread_id',
  prefix: 'thread_',
  deleted: 'thread.deleted',
  creation: bodyWithMetadata,
  change: bodyWithMetadata,
  complete: (id, given, { body }) => {
    const blank = newThread({ thread_id: id, created_at: 1700000000 })
    return fillRepeating(blank, withStoreIds(body, id), given)
  },
})

/** The endpoints of threads. */
export const thread = { ...endpoints, update: updateThread() }

/** Declares the endpoint `POST /threads/{thread_id}`. Its path matches `POST /threads/runs`, too. */
function updateThread(): typeof endpoints.update {
  return { ...endpoints.update, matches: ({ thread_id }) => thread_id !== 'runs' }
}
