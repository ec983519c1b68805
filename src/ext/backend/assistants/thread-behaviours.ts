import type { Thread } from 'openai/resources/beta/threads/threads'
import { api } from '../../../routes/api.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import { listAt } from '../../../routes/protocol/fields.js'
import type { BackendContext } from '../context.js'
import { createIn } from '../resources/create-in.js'
import { deleting, retrieving, updating, type AnyCall } from '../resources/family-behaviours.js'
import type { Retrieval } from '../retrieval/open-vector-store.js'
import { addMessages } from './add-messages.js'
import type { AssistantFamilies } from './assistant-families.js'
import { assertAttachedFiles } from './attached-files.js'
import type { RunPlays } from './run-plays.js'
import { withVectorStores } from './with-vector-stores.js'

/** Makes the behaviours of threads, but for their messages and runs. */
export function threadBehaviours(
  context: BackendContext,
  { threads, threadOf }: Pick<AssistantFamilies, 'threads' | 'threadOf'>,
  plays: RunPlays,
) {
  const { store } = context
  const remove = deleting(threads)
  return {
    create: (call: AnyCall) => createThread(context, call),
    retrieve: retrieving(threads),
    update: updating(threads),
    delete(call: AnyCall) {
      const runs = store.runs.of(threadOf(call).id)
      const deleted = remove(call)
      plays.stopAll(runs)
      return deleted
    },
  }
}

/** Creates a thread with its messages, by the body of a request. */
export function createThread(retrieval: Retrieval, request: CallRequest): Thread {
  const { threads } = retrieval.store
  const messages = listAt(request.body, 'messages')
  assertAttachedFiles(retrieval, messages)
  const thread = createIn(threads, withVectorStores(retrieval, api.beta.threads.create), request)
  addMessages(retrieval, thread.id, messages, request)
  return threads.get(thread.id) ?? thread
}
