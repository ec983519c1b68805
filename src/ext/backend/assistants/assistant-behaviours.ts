import { api, type Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { noneFound } from '../resources/errors.js'
import {
  creating,
  deleting,
  listing,
  retrieving,
  updating,
  type StoredFamily,
} from '../resources/family-behaviours.js'
import type { Assistant } from 'openai/resources/beta/assistants'

/** Makes the behaviours of Assistants. */
export function assistantBehaviours({
  store,
}: BackendContext): BehavioursOf<Pick<Api['beta'], 'assistants' | 'threads'>> {
  const assistants: StoredFamily<Assistant> = {
    param: 'assistant_id',
    collection: () => store.assistants,
    missing: (id) => noneFound('assistant', id),
  }
  return {
    assistants: {
      create: creating(assistants, api.beta.assistants.create),
      retrieve: retrieving(assistants),
      update: updating(assistants),
      list: listing(assistants, api.beta.assistants.list),
      delete: deleting(assistants),
    },
    threads: {} as never,
  }
}
