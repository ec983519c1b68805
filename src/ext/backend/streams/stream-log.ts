import type { Cue } from '../../../streaming/index.js'
import { isStreamError, macrotask, printError } from '../../../streaming/internal.js'

/** The most items that one poll pulls: a script may have no end. */
const ITEMS_A_POLL = 10_000

/**
 * The items of one play of a script, for any number of readers: for the client that asked for the
 * stream, for those that resume it, and for polls that ask only for its result. Each item is pulled
 * when the first reader needs it, and kept for the others.
 */
export class StreamLog<Event> {
  readonly #items: Array<Event | Cue> = []
  readonly #source: AsyncIterator<Event | Cue>
  readonly #stop = new AbortController()
  #isEnded = false
  /** The error of the script, for readers that come later. */
  #failure: { readonly error: unknown } | undefined
  /** The item that is being pulled, for all readers that wait for it. */
  #pulled: Promise<boolean> | undefined

  /** @param play Begins the play. The signal aborts when the log is stopped. */
  constructor(play: (signal: AbortSignal) => AsyncIterable<Event | Cue>) {
    this.#source = play(this.#stop.signal)[Symbol.asyncIterator]()
  }

  /**
   * Gives all items, from the first one on.
   *
   * @throws The error of the script.
   */
  async *read(): AsyncGenerator<Event | Cue> {
    for (let index = 0; ; index++) {
      while (this.#items.length <= index) if (!(await this.#pull())) return this.#rethrow()
      // There is an item, since the log never loses one.
      yield this.#items[index] as Event | Cue
    }
  }

  /**
   * Goes on until something has changed, as far as the script does not wait.
   *
   * @param isChanged Asked before each item.
   * @throws The error of the script, but for a `StreamError`, which the stream itself reports.
   */
  async advance(isChanged: () => boolean): Promise<void> {
    let isLate = false
    // A script may wait for longer than a client that polls.
    const deadline = macrotask().then(() => {
      isLate = true
      return false
    })
    const fail = (error: unknown) => {
      if (isStreamError(error)) return false
      if (!isLate) throw error
      printError(error)
      return false
    }
    for (let count = 0; count < ITEMS_A_POLL && !isChanged(); count++) {
      if (!(await Promise.race([this.#pull().catch(fail), deadline]))) return
    }
  }

  /** Stops the play: its readers end. */
  stop(): void {
    this.#isEnded = true
    this.#stop.abort()
    // No reader is left to report an error of the script to.
    void Promise.resolve(this.#source.return?.()).catch(printError)
  }

  /** Pulls one item. Resolves to false where the script has ended. */
  async #pull(): Promise<boolean> {
    if (this.#isEnded) return false
    this.#pulled ??= this.#next().finally(() => {
      this.#pulled = undefined
    })
    return this.#pulled
  }

  async #next(): Promise<boolean> {
    try {
      const { done, value } = await this.#source.next()
      if (done) this.#isEnded = true
      if (this.#isEnded) return false
      this.#items.push(value)
      return true
    } catch (error) {
      this.#isEnded = true
      this.#failure = { error }
      throw error
    }
  }

  #rethrow(): void {
    if (this.#failure) throw this.#failure.error
  }
}
