import type { Thread } from 'openai/resources/beta/threads/threads'
import { api } from '../../../routes/api.js'
import type { RecordedCall } from '../../../routes/call.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import { listAt } from '../../../routes/protocol/fields.js'
import type { BackendContext } from '../context.js'
import { deleting, retrieving, updating } from '../resources/family-behaviours.js'
import type { MemoryStore } from '../store/store.js'
import { addMessages } from './add-messages.js'
import type { AssistantFamilies } from './assistant-families.js'
import type { RunPlays } from './run-plays.js'
import { withVectorStores } from './with-vector-stores.js'

/** Makes the behaviours of threads, but for their messages and runs. */
export function threadBehaviours(
  { store }: BackendContext,
  { threads, threadOf }: Pick<AssistantFamilies, 'threads' | 'threadOf'>,
  plays: RunPlays,
) {
  const remove = deleting(threads)
  return {
    create: (call: RecordedCall<never, unknown>) => createThread(store, call),
    retrieve: retrieving(threads),
    update: updating(threads),
    delete(call: RecordedCall<never, unknown>) {
      const runs = store.runs.of(threadOf(call).id)
      const deleted = remove(call)
      plays.stopAll(runs)
      return deleted
    },
  }
}

/** Creates a thread with its messages, by the body of a request. */
export function createThread(store: MemoryStore, request: CallRequest): Thread {
  const { complete } = withVectorStores(store, api.beta.threads.create)
  // The body is that of a request for a thread, which the endpoint completes.
  const asked = { ...request, body: request.body as never }
  const thread = store.threads.create((part) => complete?.(part, asked) ?? (part as Thread))
  addMessages(store, thread.id, listAt(request.body, 'messages'), request)
  return thread
}
