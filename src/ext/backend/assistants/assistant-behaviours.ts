import { api, type Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import {
  creating,
  deleting,
  listing,
  retrieving,
  updating,
} from '../resources/family-behaviours.js'
import { assistantFamilies } from './assistant-families.js'
import { messageBehaviours } from './message-behaviours.js'
import { RunPlays } from './run-plays.js'
import { runBehaviours } from './run-behaviours.js'
import { threadBehaviours } from './thread-behaviours.js'
import { withVectorStores } from './with-vector-stores.js'

/** Makes the behaviours of Assistants. */
export function assistantBehaviours(
  context: BackendContext,
): BehavioursOf<Pick<Api['beta'], 'assistants' | 'threads'>> {
  const { assistants, ...families } = assistantFamilies(context.store)
  const plays = new RunPlays()
  const { createAndRun, ...runs } = runBehaviours(context, { assistants, ...families }, plays)
  return {
    assistants: {
      create: creating(assistants, withVectorStores(context, api.beta.assistants.create)),
      retrieve: retrieving(assistants),
      update: updating(assistants),
      list: listing(assistants, api.beta.assistants.list),
      delete: deleting(assistants),
    },
    threads: {
      ...threadBehaviours(context, families, plays),
      createAndRun,
      messages: messageBehaviours(context, families),
      runs,
    },
  }
}
