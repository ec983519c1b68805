import type { Batch } from 'openai/resources/batches'
import { apiError } from '../../../routes/api-error.js'
import { api, type Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { noneFound } from '../resources/not-found.js'
import { creating, listing, stored, type StoredFamily } from '../resources/family-behaviours.js'
import { Refusal } from '../resources/refusal.js'
import { BatchProgress } from './batch-progress.js'

/** Makes the behaviours of Batches. A batch makes a step whenever a client asks for it. */
export function batchBehaviours(context: BackendContext): BehavioursOf<Api['batches']> {
  const { store } = context
  const progress = new BatchProgress(context)
  const batches: StoredFamily<Batch> = {
    param: 'batch_id',
    collection: () => store.batches,
    missing: (id) => noneFound('batch', id),
  }
  return {
    create: creating(batches, api.batches.create),
    retrieve: (call) => progress.next(stored(batches, call), call.headers),
    list: listing(batches, api.batches.list),
    cancel(call) {
      const batch = stored(batches, call)
      if (CANCELLED.includes(batch.status)) return batch
      if (CANCELLABLE.includes(batch.status)) return progress.cancel(batch)
      const message = `Cannot cancel a batch with status '${batch.status}'.`
      throw new Refusal(apiError(409, { message }))
    },
  }
}

const CANCELLABLE: ReadonlyArray<Batch['status']> = ['validating', 'in_progress']
const CANCELLED: ReadonlyArray<Batch['status']> = ['cancelling', 'cancelled']
