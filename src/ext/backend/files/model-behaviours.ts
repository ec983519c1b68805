import type { Model } from 'openai/resources/models'
import type { Api } from '../../../routes/api.js'
import { modelNotFound } from '../../../routes/common-errors.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { deleting, retrieving, type StoredFamily } from '../resources/family-behaviours.js'

/** Makes the behaviours of Models. Other endpoints accept every name of a model. */
export function modelBehaviours({ store }: BackendContext): BehavioursOf<Api['models']> {
  const models: StoredFamily<Model> = {
    param: 'model',
    collection: () => store.models,
    missing: modelNotFound,
  }
  return {
    retrieve: retrieving(models),
    list: () => store.models.list(),
    delete: deleting(models),
  }
}
