import type { Call } from './call.js'

/** A call, and what has become of it so far. */
interface Try {
  readonly call: Call
  isAnswered: boolean
}

/** The requests of a route, each by its latest try: the SDK retries none that went well. */
export class Tries {
  readonly #latest: Try[] = []

  /** How many requests have been answered, errors left out. */
  get answered(): number {
    return this.#latest.filter(({ isAnswered }) => isAnswered).length
  }

  /** Take a call down. A retry takes the place of what it retries. */
  begin(call: Call): Try {
    if (call.retryCount > 0) this.#replace(call)

    const begun = { call, isAnswered: false }
    this.#latest.push(begun)
    return begun
  }

  #replace(call: Call): void {
    const retried = this.#latest.findLastIndex((earlier) => isRetryOf(call, earlier.call))
    if (retried >= 0) this.#latest.splice(retried, 1)
  }
}

/** The SDK sends the very same again, and counts. */
function isRetryOf(call: Call, earlier: Call): boolean {
  return (
    earlier.retryCount === call.retryCount - 1 &&
    earlier.url.href === call.url.href &&
    JSON.stringify(earlier.body) === JSON.stringify(call.body)
  )
}
