import type { Frame, PlayObserver, PlayOutcome } from '../streaming/index.js'
import { Connection } from './connection.js'

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
  /** Which try of the request it is: 1, and one more for every retry. */
  readonly attempt: number
  /** How many events were handed over to the transport so far. */
  readonly sent: number
  /** Those events, or as many of the last ones as the route records. */
  readonly events: readonly Event[]
  readonly outcome: CallOutcome
  /** What broke it. */
  readonly error: unknown
  /** Resolves to the outcome, once there is one. Never rejects. */
  readonly settled: Promise<CallOutcome>
}

/** What a call is made of. */
export type CallRequest<Body> = Pick<Call<unknown, Body>, 'url' | 'headers' | 'params' | 'body'>

/** How many events a call keeps. */
export type Recording = 'all' | 'none' | number

/** A call as its route sees it. */
export class RecordedCall<Event, Body> implements Call<Event, Body>, PlayObserver {
  readonly url: URL
  readonly headers: Headers
  readonly params: Readonly<Record<string, string>>
  readonly body: Body
  readonly retryCount: number
  readonly attempt: number
  readonly events: Event[] = []
  readonly settled: Promise<CallOutcome>
  outcome: CallOutcome = 'pending'
  error: unknown
  sent = 0
  /** What it is answered with, in words, once that is chosen. */
  answer: string | undefined
  /** Whether its route answers it, and leaves it to no other handler. */
  taken = true
  readonly connection: Connection
  readonly #kept: number
  #settle!: (outcome: CallOutcome) => void

  /** @param client The signal of the request. */
  constructor(
    { url, headers, params, body }: CallRequest<Body>,
    recording: Recording = 'all',
    client = new AbortController().signal,
  ) {
    this.url = url
    this.headers = headers
    this.params = params
    this.body = body
    this.retryCount = Number(headers.get('x-stainless-retry-count')) || 0
    this.attempt = this.retryCount + 1
    this.#kept = numberOf(recording)
    this.settled = new Promise((resolve) => {
      this.#settle = resolve
    })
    this.connection = new Connection(client)
    const { signal } = this.connection
    if (signal.aborted) this.#lose()
    else signal.addEventListener('abort', this.#lose, { once: true })
  }

  /** There is a response: how the call ends is for that to say. */
  onResponse(): void {
    this.connection.signal.removeEventListener('abort', this.#lose)
  }

  onFrame(frame: Frame): void {
    if (frame.type !== 'event') return
    this.sent++
    if (this.#kept === 0) return

    if (this.events.length === this.#kept) this.events.shift()
    // The route plays scripts of its own endpoint's events only.
    this.events.push(frame.event as Event)
  }

  onError(error: unknown): void {
    this.error ??= error
  }

  /** The first outcome stays: of a call that is lost, a function may still make an answer. */
  onEnd(outcome: CallOutcome): void {
    if (this.outcome !== 'pending') return
    this.onResponse()
    this.connection.close()
    this.outcome = this.connection.isCut && outcome === 'aborted' ? 'cut' : outcome
    this.#settle(this.outcome)
  }

  readonly #lose = (): void => this.onEnd('aborted')
}

function numberOf(recording: Recording): number {
  if (recording === 'all') return Infinity
  return recording === 'none' ? 0 : recording
}
