import type { Frame, PlayObserver, PlayOutcome } from '../streaming/index.js'
import { terminated } from '../streaming/internal.js'
import type { CallRequest } from './endpoint.js'

/**
 * The end of a call. A stream is *completed*, *aborted* by a client that left before it had
 * everything, *cut* on purpose, or *broken* by its script; a call is also *broken* when it could not
 * be answered. Any other answer is *replied*.
 */
export type CallOutcome = 'pending' | 'replied' | PlayOutcome

/** One request that a route answered. */
export interface Call<Event = unknown, Body = unknown> extends CallRequest<Body> {
  /** The number of retries before this one, from the SDK's `x-stainless-retry-count`. */
  readonly retryCount: number
  /** The number of the attempt: 1, and one more for every retry. */
  readonly attempt: number
  /** The number of events that were handed over to the transport so far. */
  readonly sent: number
  /** Those events, or as many of the last ones as the route records. */
  readonly events: readonly Event[]
  readonly outcome: CallOutcome
  /** The error that broke the call. */
  readonly error: unknown
  /** Resolves to the outcome, once there is one. Never rejects. */
  readonly settled: Promise<CallOutcome>
}

/** The number of events that a call keeps. */
export type Recording = 'all' | 'none' | number

/** A call as its route records it. */
export class RecordedCall<Event, Body> implements Call<Event, Body>, PlayObserver {
  readonly url: URL
  readonly headers: Headers
  readonly params: Readonly<Record<string, string>>
  readonly body: Body
  readonly number: number
  readonly retryCount: number
  readonly attempt: number
  readonly settled: Promise<CallOutcome>
  outcome: CallOutcome = 'pending'
  error: unknown
  sent = 0
  /** A description of the answer, once it is chosen. */
  answer: string | undefined
  /** False where the request was left to the next handler. */
  isAnswered = true
  readonly connection: ClientConnection
  readonly #limit: number
  /** The events, and some of those before the last ones that are kept. */
  #events: Event[] = []
  #settle!: (outcome: CallOutcome) => void

  /** @param client The signal of the request. */
  constructor(
    { url, headers, params, body, number }: CallRequest<Body>,
    recording: Recording = 'all',
    client = new AbortController().signal,
  ) {
    this.url = url
    this.headers = headers
    this.params = params
    this.body = body
    this.number = number
    this.retryCount = retryCountIn(headers)
    this.attempt = this.retryCount + 1
    this.#limit = limitOf(recording)
    this.settled = new Promise((resolve) => {
      this.#settle = resolve
    })
    this.connection = new ClientConnection(client)
    const { signal } = this.connection
    if (signal.aborted) this.#abort()
    else signal.addEventListener('abort', this.#abort, { once: true })
  }

  /** Hands the end of the call over to its response. */
  onResponse(): void {
    this.connection.signal.removeEventListener('abort', this.#abort)
  }

  onFrame(frame: Frame): void {
    if (frame.type !== 'event') return
    this.sent++
    if (this.#limit === 0) return

    // The route plays scripts of its own endpoint's events only.
    this.#events.push((frame.copy ?? frame.event) as Event)
    // Not one by one: `shift()` moves all the others.
    if (this.#events.length > 2 * this.#limit) this.#events = this.#events.slice(-this.#limit)
  }

  get events(): readonly Event[] {
    return this.#events.length > this.#limit ? this.#events.slice(-this.#limit) : this.#events
  }

  onError(error: unknown): void {
    this.error ??= error
  }

  /** Settles the call. The first outcome stays: a function may still answer a call that is lost. */
  onEnd(outcome: CallOutcome): void {
    if (this.outcome !== 'pending') return
    this.onResponse()
    this.connection.close()
    this.outcome = this.connection.isCut && outcome === 'aborted' ? 'cut' : outcome
    this.#settle(this.outcome)
  }

  /** Notes that the request is left to the next handler, and follows its client no more. */
  leaveToNextHandler(): void {
    this.isAnswered = false
    this.onResponse()
    this.connection.close()
  }

  readonly #abort = (): void => this.onEnd('aborted')
}

/** The connection over which a call is answered. It is lost when the client leaves, or when the test cuts it. */
export class ClientConnection {
  /** True once the test has cut the connection. */
  isCut = false
  readonly #client: AbortSignal
  readonly #lost = new AbortController()

  /** @param client The signal of the request. */
  constructor(client: AbortSignal) {
    this.#client = client
    if (client.aborted) this.#lose()
    else client.addEventListener('abort', this.#lose, { once: true })
  }

  /** Aborts once the connection is lost. */
  get signal(): AbortSignal {
    return this.#lost.signal
  }

  /** Drops the connection, from the side of the test. */
  cut(): void {
    this.isCut = true
    this.#lost.abort(terminated())
  }

  /** Follows the client no more: nothing is to come. */
  close(): void {
    this.#client.removeEventListener('abort', this.#lose)
  }

  readonly #lose = (): void => this.#lost.abort(this.#client.reason)
}

/** Reads the SDK's count of retries; 0 where the header is no such count. */
function retryCountIn(headers: Headers): number {
  const count = headers.get('x-stainless-retry-count') ?? ''
  return /^\d{1,4}$/.test(count) ? Number(count) : 0
}

function limitOf(recording: Recording): number {
  if (recording === 'all') return Infinity
  return recording === 'none' ? 0 : recording
}
