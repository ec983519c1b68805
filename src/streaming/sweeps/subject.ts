import type { Endpoint } from '../endpoint.js'
import type { Script } from '../event-stream.js'
import type { MaybePromise } from '../maybe-promise.js'
import type { SweepCase } from './sweep-case.js'

/**
 * The code under test, with the test's own assertions inside: it fails a case when it
 * throws, rejects, or does not settle. Its `fetch` answers any request with the stream.
 */
export type SweepConsumer = (
  fetch: typeof globalThis.fetch,
  sweepCase: SweepCase,
) => MaybePromise<void>

/** What a sweep is about. */
export interface Subject<Event> {
  readonly endpoint: Endpoint<Event>
  readonly script: Script<Event>
  readonly consumer: SweepConsumer
  /** Milliseconds that a case may take. */
  readonly timeout: number
}
