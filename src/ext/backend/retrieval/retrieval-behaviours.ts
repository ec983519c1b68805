import type { Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'

export function embeddingBehaviours(context?: BackendContext): BehavioursOf<Api['embeddings']> {
  return unbuilt(context)
}

export function moderationBehaviours(context?: BackendContext): BehavioursOf<Api['moderations']> {
  return unbuilt(context)
}

export function vectorStoreBehaviours(context?: BackendContext): BehavioursOf<Api['vectorStores']> {
  return unbuilt(context)
}

function unbuilt(_context?: BackendContext): never {
  return {} as never
}
