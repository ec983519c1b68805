import type { Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'

export function responseBehaviours(context?: BackendContext): BehavioursOf<Api['responses']> {
  return unbuilt(context)
}

export function conversationBehaviours(
  context?: BackendContext,
): BehavioursOf<Api['conversations']> {
  return unbuilt(context)
}

export function betaResponseBehaviours(
  context?: BackendContext,
): BehavioursOf<Api['beta']['responses']> {
  return unbuilt(context)
}

function unbuilt(_context?: BackendContext): never {
  return {} as never
}
