import type { Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'

export function fileBehaviours(context?: BackendContext): BehavioursOf<Api['files']> {
  return unbuilt(context)
}

export function uploadBehaviours(context?: BackendContext): BehavioursOf<Api['uploads']> {
  return unbuilt(context)
}

export function batchBehaviours(context?: BackendContext): BehavioursOf<Api['batches']> {
  return unbuilt(context)
}

export function containerBehaviours(context?: BackendContext): BehavioursOf<Api['containers']> {
  return unbuilt(context)
}

export function modelBehaviours(context?: BackendContext): BehavioursOf<Api['models']> {
  return unbuilt(context)
}

export function voiceBehaviours(
  context?: BackendContext,
): BehavioursOf<Pick<Api['audio'], 'voices' | 'voiceConsents'>> {
  return unbuilt(context)
}

function unbuilt(_context?: BackendContext): never {
  return {} as never
}
