import type {
  Thread,
  ThreadCreateParams,
  ThreadUpdateParams,
} from 'openai/resources/beta/threads/threads'
import { fill } from '../protocol/defaults.js'
import { familyEndpoints, repeated } from '../resources/resource-endpoints.js'
import { newThread } from '../runs/objects.js'
import { withStoreIds } from './tool-resources.js'

const endpoints = familyEndpoints<Thread, ThreadCreateParams | undefined, ThreadUpdateParams>({
  name: 'beta.threads',
  path: '/threads',
  param: 'thread_id',
  prefix: 'thread_',
  deleted: 'thread.deleted',
  complete: (id, given, { body }) => {
    const blank = newThread({ thread_id: id, created_at: 1700000000 })
    return fill({ ...blank, ...repeated(withStoreIds(body, id), blank) }, given)
  },
})

/** The endpoints of threads. */
export const thread = { ...endpoints, update: updateThread() }

/** Declares the endpoint `POST /threads/{thread_id}`. Its path matches `POST /threads/runs`, too. */
function updateThread(): typeof endpoints.update {
  return { ...endpoints.update, matches: ({ thread_id }) => thread_id !== 'runs' }
}
