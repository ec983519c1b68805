import type { Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'

export function imageBehaviours(context?: BackendContext): BehavioursOf<Api['images']> {
  return unbuilt(context)
}

export function speechBehaviours(
  context?: BackendContext,
): BehavioursOf<Pick<Api['audio'], 'transcriptions' | 'translations' | 'speech'>> {
  return unbuilt(context)
}

function unbuilt(_context?: BackendContext): never {
  return {} as never
}
