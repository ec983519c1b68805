import { api } from '../../../routes/api.js'
import type { BackendContext } from '../context.js'
import {
  creating,
  deleting,
  listing,
  retrieving,
  updating,
  type AnyCall,
} from '../resources/family-behaviours.js'
import { Refusal } from '../resources/refusal.js'
import { activeRunIn } from './active-run.js'
import { addAttachedFiles } from './attached-files.js'
import type { AssistantFamilies } from './assistant-families.js'
import { messageDuringRun } from './run-errors.js'

/** Makes the behaviours of the messages of threads. */
export function messageBehaviours(
  context: BackendContext,
  { messages, threadOf }: Pick<AssistantFamilies, 'messages' | 'threadOf'>,
) {
  const create = creating(messages, api.beta.threads.messages.create)
  return {
    create(call: AnyCall) {
      const { id } = threadOf(call)
      const active = activeRunIn(context.store.runs.of(id))
      if (active) throw new Refusal(messageDuringRun(active))
      addAttachedFiles(context, id, [call.body], call)
      return create(call)
    },
    retrieve: retrieving(messages),
    update: updating(messages),
    list: listing(messages, api.beta.threads.messages.list),
    delete: deleting(messages),
  }
}
