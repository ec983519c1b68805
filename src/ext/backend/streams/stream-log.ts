import { AsyncEventStream, type Cue, type Script } from '../../../streaming/index.js'
import { eventsIn } from '../../../streaming/internal.js'

/**
 * The items of one script, which is played once and read by any number of clients: by the one that
 * asked for the stream, by those that resume it, and by polls that ask only for its result. Each
 * item is pulled when the first reader needs it, and kept for the others.
 */
export class StreamLog<Event> {
  readonly #items: Array<Event | Cue> = []
  readonly #iterator: Iterator<Event | Cue> | AsyncIterator<Event | Cue>
  readonly #onEvent: (event: Event) => void
  readonly #stop = new AbortController()
  #isEnded = false
  /** The item that is being pulled, for all readers that wait for it. */
  #pulled: Promise<boolean> | undefined

  /** @param onEvent Called with each event, before any reader gets it. */
  constructor(script: Script<Event>, onEvent: (event: Event) => void = () => undefined) {
    const items = script.generate(this.#stop.signal)
    this.#iterator =
      Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
    this.#onEvent = onEvent
  }

  /** True once the script has ended, or was stopped. */
  get isEnded(): boolean {
    return this.#isEnded
  }

  /** The events that were pulled so far. */
  get events(): readonly Event[] {
    return this.#items.flatMap(eventsIn)
  }

  /** Stops the script: its readers end. */
  async stop(): Promise<void> {
    this.#isEnded = true
    this.#stop.abort()
    await this.#iterator.return?.()
  }

  /**
   * Pulls one item. Resolves to false where the script has ended.
   *
   * @throws What the script throws.
   */
  async pull(): Promise<boolean> {
    if (this.#isEnded) return false
    this.#pulled ??= this.#next().finally(() => {
      this.#pulled = undefined
    })
    return this.#pulled
  }

  /** Makes a script of all items, for one client. */
  script(): AsyncEventStream<Event> {
    return new LogScript((index) => this.#itemAt(index))
  }

  async #next(): Promise<boolean> {
    const { done, value } = await this.#iterator.next()
    if (done || this.#isEnded) {
      this.#isEnded = true
      return false
    }
    for (const event of eventsIn(value)) this.#onEvent(event)
    this.#items.push(value)
    return true
  }

  async #itemAt(index: number): Promise<Event | Cue | undefined> {
    while (this.#items.length <= index) if (!(await this.pull())) return undefined
    return this.#items[index]
  }
}

/** The script of one reader of a log. */
class LogScript<Event> extends AsyncEventStream<Event> {
  readonly #itemAt: (index: number) => Promise<Event | Cue | undefined>

  constructor(itemAt: (index: number) => Promise<Event | Cue | undefined>) {
    super()
    this.#itemAt = itemAt
  }

  async *generate(): AsyncGenerator<Event | Cue> {
    for (let index = 0; ; index++) {
      const item = await this.#itemAt(index)
      if (item === undefined) return
      yield item
    }
  }
}
