import { pause } from '../cue.js'
import { isFrame, type Frames, type Item } from '../frame.js'
import { awaited, type Late } from './awaited.js'

/** The time in which a stream sends nothing, filled with something every `ms` milliseconds. */
export class Silence {
  readonly #ms: number
  readonly #filling: () => Item
  #lasted = 0

  constructor(ms: number, filling: () => Item) {
    this.#ms = ms
    this.#filling = filling
  }

  /** Pass items on, and fill the silence between them. */
  async *fill(items: Frames): AsyncGenerator<Item, void, undefined> {
    for await (const item of awaited(items, () => this.#left)) yield* this.#pass(item)
  }

  get #left(): number {
    return this.#ms - this.#lasted
  }

  *#pass(item: Item | Late): Generator<Item, void, undefined> {
    switch (item.type) {
      case 'late':
        return yield this.#break()
      case 'pause':
        return yield* this.#during(item.ms)
      case 'stall':
        return yield* this.#during(Infinity)
      default:
        if (isFrame(item) || item.type === 'comment' || item.type === 'raw') this.#lasted = 0
        yield item
    }
  }

  *#during(ms: number): Generator<Item, void, undefined> {
    let rest = ms
    while (rest >= this.#left) {
      rest -= this.#left
      yield pause(this.#left)
      yield this.#break()
    }
    this.#lasted += rest
    if (rest > 0) yield pause(rest)
  }

  #break(): Item {
    this.#lasted = 0
    return this.#filling()
  }
}
