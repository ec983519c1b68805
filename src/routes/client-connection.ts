import { AbortSource, terminated, type Abortable } from '../streaming/internal.js'

/**
 * The connection of a call. It aborts once it is lost: when the client disconnects, or when the
 * test cuts the connection.
 */
export class ClientConnection extends AbortSource {
  /** True once the test has cut the connection. */
  isCut = false
  readonly #client: Abortable

  /** @param client The signal of the request. */
  constructor(client: Abortable) {
    super()
    this.#client = client
    if (client.aborted) this.#lose()
    else client.addEventListener('abort', this.#lose, { once: true })
  }

  /** Drops the connection, on behalf of the test. */
  cut(): void {
    this.isCut = true
    this.abort(terminated())
  }

  /** Stops following the signal of the request. */
  close(): void {
    this.#client.removeEventListener('abort', this.#lose)
  }

  readonly #lose = (): void => this.abort(this.#client.reason)
}
