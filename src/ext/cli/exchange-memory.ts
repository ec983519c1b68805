import type { Exchange, ExchangeEntry } from './exchange.js'

/** The most exchanges to remember. */
const MOST = 1_000

/** The most bytes of the bodies of all remembered requests. */
const MOST_BYTES = 32 * 1024 * 1024

/** The last exchanges of a server, oldest first. */
export class ExchangeMemory {
  /** The exchanges, with the bytes of the body of each one that has ended. */
  readonly #exchanges = new Map<Exchange, number>()
  #bytes = 0

  get entries(): readonly ExchangeEntry[] {
    return [...this.#exchanges.keys()].map(({ entry }) => entry)
  }

  add(exchange: Exchange): void {
    this.#exchanges.set(exchange, 0)
    if (this.#exchanges.size <= MOST) return
    const [oldest] = this.#exchanges
    if (!oldest) return
    this.#bytes -= oldest[1]
    this.#exchanges.delete(oldest[0])
  }

  /** Counts the body of an exchange that has ended. Drops the oldest bodies where all have too many bytes. */
  onEnd(exchange: Exchange): void {
    if (!this.#exchanges.has(exchange)) return
    this.#exchanges.set(exchange, exchange.size)
    this.#bytes += exchange.size
    for (const [older, size] of this.#exchanges) {
      if (this.#bytes <= MOST_BYTES) return
      if (size > 0) older.dropBody()
      this.#exchanges.set(older, 0)
      this.#bytes -= size
    }
  }

  clear(): void {
    this.#exchanges.clear()
    this.#bytes = 0
  }
}
