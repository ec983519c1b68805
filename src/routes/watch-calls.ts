import type { RecordedCall } from './call.js'

/** A call, as its route got it. */
export interface WatchedCall {
  readonly route: AnyRoute
  readonly call: RecordedCall<unknown, unknown>
  /** The zero-based index of the call in `route.calls`. */
  readonly index: number
}

/** The part of a route that is the same for every endpoint. */
export interface AnyRoute {
  readonly endpoint: { readonly name: string }
  readonly unused: readonly string[]
  forget(): void
}

type Watcher = (watched: WatchedCall) => void

const key = Symbol.for('msw-openai.watchers')

/**
 * Calls back for every call that a route gets, at once, and in the async context of the call.
 *
 * @returns A function that ends it.
 */
export function watchCalls(watcher: Watcher): () => void {
  watchers().add(watcher)
  return () => void watchers().delete(watcher)
}

/** Reports a call to every watcher. */
export function reportCall(watched: WatchedCall): void {
  for (const watcher of watchers()) watcher(watched)
}

/** The watchers of every copy of the package. */
function watchers(): Set<Watcher> {
  const all: Set<Watcher> = Reflect.get(globalThis, key) ?? new Set()
  Reflect.set(globalThis, key, all)
  return all
}
