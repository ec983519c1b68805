import type { RecordedCall } from './call.js'
import type { Route } from './route.js'

/** A call, as its route got it. */
export interface WatchedCall {
  readonly route: AnyRoute
  readonly call: RecordedCall<unknown, unknown>
  /** The zero-based index of the call in `route.calls`. */
  readonly index: number
}

/** The part of a route that is the same, whatever it is a route of. */
export type AnyRoute = Pick<Route<never>, 'unused' | 'forget'> & {
  readonly endpoint: { readonly name: string }
}

type Watcher = (watched: WatchedCall) => void

const key = Symbol.for('msw-openai.watchers')

/**
 * Be told of every call that a route gets, at once, and in its async context.
 *
 * @returns Ends it.
 */
export function watchCalls(watcher: Watcher): () => void {
  watchers().add(watcher)
  return () => void watchers().delete(watcher)
}

/** Tell whoever watches of a call. */
export function announce(watched: WatchedCall): void {
  for (const watcher of watchers()) watcher(watched)
}

/** Those of every copy of the package. */
function watchers(): Set<Watcher> {
  const all: Set<Watcher> = Reflect.get(globalThis, key) ?? new Set()
  Reflect.set(globalThis, key, all)
  return all
}
