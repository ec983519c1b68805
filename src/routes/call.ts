import type { Frame, PlayObserver, PlayOutcome } from '../streaming/index.js'

/**
 * How a call ended. A stream is *completed*, *aborted* by a client that left before
 * it had everything, *cut* on purpose, or *broken* by its script; a call is also
 * *broken* when it could not be answered. Any other answer is *replied*.
 */
export type CallOutcome = 'pending' | 'replied' | PlayOutcome

/** One request that a route answered. */
export interface Call<Event = unknown, Body = unknown> {
  readonly url: URL
  readonly headers: Headers
  /** The parameters in the path, such as `thread_id`. */
  readonly params: Readonly<Record<string, string>>
  /** The request's body: parsed JSON, or the text itself where it is not JSON. */
  readonly body: Body
  /** How often the SDK has retried the request, from `x-stainless-retry-count`. */
  readonly retryCount: number
  /** The events handed over to the transport so far. */
  readonly events: readonly Event[]
  readonly outcome: CallOutcome
  /** What broke it. */
  readonly error: unknown
  /** Resolves to the outcome, once there is one. Never rejects. */
  readonly settled: Promise<CallOutcome>
}

/** What a call is made of. */
export type CallRequest<Body> = Pick<Call<unknown, Body>, 'url' | 'headers' | 'params' | 'body'>

/** A call as its route sees it. */
export class RecordedCall<Event, Body> implements Call<Event, Body>, PlayObserver {
  readonly url: URL
  readonly headers: Headers
  readonly params: Readonly<Record<string, string>>
  readonly body: Body
  readonly retryCount: number
  readonly events: Event[] = []
  readonly settled: Promise<CallOutcome>
  outcome: CallOutcome = 'pending'
  error: unknown
  #settle!: (outcome: CallOutcome) => void

  constructor({ url, headers, params, body }: CallRequest<Body>) {
    this.url = url
    this.headers = headers
    this.params = params
    this.body = body
    this.retryCount = Number(headers.get('x-stainless-retry-count')) || 0
    this.settled = new Promise((resolve) => {
      this.#settle = resolve
    })
  }

  onFrame(frame: Frame): void {
    // The route plays scripts of its own endpoint's events only.
    if (frame.type === 'event') this.events.push(frame.event as Event)
  }

  onError(error: unknown): void {
    this.error ??= error
  }

  onEnd(outcome: CallOutcome): void {
    this.outcome = outcome
    this.#settle(outcome)
  }
}
