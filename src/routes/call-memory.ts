import type { Call } from './call.js'

/** The part of a call that is counted. */
type Counted = Pick<Call, 'number' | 'retryCount' | 'outcome' | 'sent' | 'settled'>

/** Counts of the earliest calls of a route, which the route no longer remembers because of `{ calls }`. */
export interface EarlierCalls {
  /** The number of the calls. */
  readonly count: number
  /** The number of those that are retries. */
  readonly retries: number
  /** The number of those that have ended. */
  readonly settled: number
  /** The number of those that are *completed* or *replied*. */
  readonly completed: number
  /** The number of those that are *broken*. */
  readonly broken: number
  /** The numbers of events after which the clients of *aborted* calls disconnected. */
  readonly abortedAfter: ReadonlySet<number>
}

/** The calls of a route: the last ones, and counts of the calls before. */
export class CallMemory<Remembered extends Counted> {
  /** The calls that are remembered, oldest first. */
  readonly calls: Remembered[] = []
  readonly #limit: number
  #earlier = new Counts()

  /** @param limit The most calls to remember. */
  constructor(limit: number) {
    this.#limit = limit
  }

  get earlier(): EarlierCalls {
    return this.#earlier
  }

  /** Adds a call, and gives its zero-based index among all calls. */
  add(call: Remembered): number {
    const index = this.#earlier.count + this.calls.push(call) - 1
    const oldest = this.calls.length > this.#limit ? this.calls.shift() : undefined
    if (oldest) this.#earlier.add(oldest)
    return index
  }

  /** Removes a call that another handler answers. */
  remove(call: Remembered): void {
    const position = this.calls.lastIndexOf(call)
    if (position >= 0) this.calls.splice(position, 1)
    else this.#earlier.remove(call)
  }

  /** Gives the zero-based index of a call among all calls. */
  indexOf(call: Remembered): number {
    const position = this.calls.lastIndexOf(call)
    // A call that is no longer remembered still has the number of its request.
    return position >= 0 ? this.#earlier.count + position : call.number - 1
  }

  clear(): void {
    this.calls.length = 0
    this.#earlier = new Counts()
  }
}

/** The counts, which follow the calls that have not ended yet. */
class Counts implements EarlierCalls {
  count = 0
  retries = 0
  settled = 0
  completed = 0
  broken = 0
  readonly abortedAfter = new Set<number>()
  readonly #pending = new Set<Counted>()

  add(call: Counted): void {
    this.count++
    if (call.retryCount > 0) this.retries++
    if (call.outcome !== 'pending') return this.#end(call)
    this.#pending.add(call)
    void call.settled.then(() => this.#end(call))
  }

  /** Removes a call that another handler answers, and that never ends here. */
  remove(call: Counted): void {
    // Not where the counts began anew since then.
    if (!this.#pending.delete(call)) return
    this.count--
    if (call.retryCount > 0) this.retries--
  }

  #end(call: Counted): void {
    const { outcome, sent } = call
    this.#pending.delete(call)
    this.settled++
    if (outcome === 'broken') this.broken++
    if (outcome === 'aborted') this.abortedAfter.add(sent)
    if (outcome === 'completed' || outcome === 'replied') this.completed++
  }
}
