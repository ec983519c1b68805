import type { DeliveryOptions } from './answers/deliver.js'
import type { Recording } from './recorded-frames.js'
import { print } from './protocol/print.js'

/** Options of a route. Stages, status and headers apply to all of its answers. */
export interface RouteOptions extends DeliveryOptions {
  /**
   * The number of events that a call keeps in `call.events`: `'all'`, `'none'`, or that many of the
   * last ones; `'all'` unless given. `call.sent` counts all events in any case.
   */
  readonly record?: Recording | undefined
  /**
   * The number of calls that the route remembers, for a server that runs for long: `route.calls` has
   * that many of the last calls; all unless given. `inOrder()`, `unused` and the matchers count
   * every call in any case, but `toHaveBeenAskedWith()` knows the bodies of the remembered calls alone.
   */
  readonly calls?: number | undefined
}

/** The names of the options. */
export const ROUTE_OPTIONS = new Set(['through', 'status', 'headers', 'record', 'calls'])

/** @throws {TypeError} When `record` is wrong. */
export function recordingOf(failure: string, { record = 'all' }: RouteOptions): Recording {
  const isCount = typeof record === 'number' && Number.isInteger(record) && record >= 0
  if (isCount || record === 'all' || record === 'none') return record
  throw new TypeError(`${failure}: expected { record: 'all' }, 'none' or a number of events.`)
}

/**
 * Gives the number of calls to remember.
 *
 * @throws {TypeError} When `calls` is wrong.
 */
export function limitOf(failure: string, { calls = Infinity }: RouteOptions): number {
  if (calls === Infinity || (Number.isSafeInteger(calls) && calls >= 0)) return calls
  throw new TypeError(
    `${failure}: expected { calls: 1000 }, a number of calls; received ${print(calls)}.`,
  )
}
