import { terminated } from '../streaming/terminated.js'

/** What a call is answered over. It is lost when the client leaves, or when the test cuts it. */
export class Connection {
  /** Whether the test has cut it. */
  isCut = false
  readonly #client: AbortSignal
  readonly #lost = new AbortController()

  /** @param client The signal of the request. */
  constructor(client: AbortSignal) {
    this.#client = client
    if (client.aborted) this.#leave()
    else client.addEventListener('abort', this.#leave, { once: true })
  }

  /** Aborts once it is lost. */
  get signal(): AbortSignal {
    return this.#lost.signal
  }

  /** Drop it, from the test's side. */
  cut(): void {
    this.isCut = true
    this.#lost.abort(terminated())
  }

  /** Nothing more is to come. */
  close(): void {
    this.#client.removeEventListener('abort', this.#leave)
  }

  readonly #leave = (): void => this.#lost.abort(this.#client.reason)
}
