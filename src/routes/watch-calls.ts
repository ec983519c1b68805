import type { RecordedCall } from './call.js'

/** A call, with its route. */
export interface WatchedCall {
  /** The route that got the call. */
  readonly route: AnyRoute
  readonly call: RecordedCall<unknown, unknown>
  /** The zero-based index of the call in `route.calls`. */
  readonly index: number
}

/** The part of a route that does not depend on the endpoint. */
export interface AnyRoute {
  readonly endpoint: { readonly name: string }
  readonly unused: readonly string[]
  forget(): void
}

type Watcher = (watched: WatchedCall) => void

const key = Symbol.for('msw-openai.watchers')

/**
 * Calls `watcher` for every call that a route gets, at once, and in the async context of the call.
 *
 * @returns A function that removes the watcher.
 */
export function watchCalls(watcher: Watcher): () => void {
  watchers().add(watcher)
  return () => void watchers().delete(watcher)
}

/** Reports a call to every watcher. */
export function reportCall(watched: WatchedCall): void {
  for (const watcher of watchers()) watcher(watched)
}

/** Gives the watchers, which every copy of the package shares. */
function watchers(): Set<Watcher> {
  const shared: Set<Watcher> | undefined = Reflect.get(globalThis, key)
  if (shared) return shared
  const all = new Set<Watcher>()
  Reflect.set(globalThis, key, all)
  return all
}
