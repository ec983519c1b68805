import { terminated } from '../streaming/internal.js'

/** The connection of a call. The connection is lost when the client disconnects, or when the test cuts it. */
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

  /** Drops the connection, on behalf of the test. */
  cut(): void {
    this.isCut = true
    this.#lost.abort(terminated())
  }

  /** Stops following the signal of the request. */
  close(): void {
    this.#client.removeEventListener('abort', this.#lose)
  }

  readonly #lose = (): void => this.#lost.abort(this.#client.reason)
}
