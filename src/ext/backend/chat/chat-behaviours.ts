import type { Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'

export function chatBehaviours(context?: BackendContext): BehavioursOf<Api['chat']['completions']> {
  return unbuilt(context)
}

export function completionBehaviours(context?: BackendContext): BehavioursOf<Api['completions']> {
  return unbuilt(context)
}

function unbuilt(_context?: BackendContext): never {
  return {} as never
}
