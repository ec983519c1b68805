import { CREATED_AT } from '../../routes/resources/created-at.js'

/** Options of the ids and the times of a backend. */
export interface NumberingOptions {
  /** The time at which the first resource is created, in Unix seconds; 1700000000 unless given. Each further one is created a second later. */
  readonly created?: number | undefined
  /** A text in front of the number of every id, as `a` for `thread_a1`; none unless given. */
  readonly idPrefix?: string | undefined
}

/** Numbers resources: gives their ids and times, the same in every run. */
export class Numbering {
  readonly #first: number
  readonly #infix: string
  readonly #counts = new Map<string, number>()
  #seconds = 0

  constructor({ created = CREATED_AT, idPrefix = '' }: NumberingOptions) {
    this.#first = created
    this.#infix = idPrefix
  }

  /** Gives the next id that begins with a prefix: `thread_1`, `thread_2`, … */
  nextId(prefix: string): string {
    const count = 1 + (this.#counts.get(prefix) ?? 0)
    this.#counts.set(prefix, count)
    return `${prefix}${this.#infix}${count}`
  }

  /** The time that the next resource will have, in Unix seconds. */
  get now(): number {
    return this.#first + this.#seconds
  }

  /** Gives the time of the next resource, in Unix seconds. */
  nextTime(): number {
    return this.#first + this.#seconds++
  }

  /** Starts over. */
  reset(): void {
    this.#counts.clear()
    this.#seconds = 0
  }
}
