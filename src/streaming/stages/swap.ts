import { isEventFrame, type Frame, type Item } from '../frame.js'
import { checkIndex } from './argument.js'
import { fault, isEnd, type Fault } from './fault.js'
import type { Stage } from './stage.js'

/**
 * Send event `index + 1` before event `index`, which is zero-based. What comes between
 * them stays there, and waits until the script has come to the second one. A script
 * that ends sooner is a broken one.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 */
export function swap(index: number): Stage {
  const call = `swap(${index})`
  checkIndex(call, index)

  return fault(call, () => new Swap(index))
}

class Swap implements Fault {
  readonly #index: number
  #count = 0
  #first: Frame | undefined
  /** What has come since the first of the two. */
  #between: Item[] = []

  constructor(index: number) {
    this.#index = index
  }

  take(item: Item): readonly Item[] {
    if (isEventFrame(item)) return this.#takeEvent(item)
    // Whoever waits waits for the second event, too.
    if (!this.#first || item.type === 'wait') return [item]
    if (isEnd(item) || item.type === 'broken') return [...this.rest(), item]

    this.#between.push(item)
    return []
  }

  /** The first event, when no second one comes. */
  rest(): readonly Item[] {
    const rest = this.#first ? [this.#first, ...this.#between] : []
    this.#first = undefined
    return rest
  }

  missed(): string | undefined {
    return this.#count > this.#index + 1 ? undefined : `after ${this.#count} event(s)`
  }

  #takeEvent(frame: Frame): readonly Item[] {
    const at = this.#count++
    if (at === this.#index) this.#first = frame
    if (!this.#first) return [frame]
    if (at === this.#index) return []

    const first = this.#first
    this.#first = undefined
    return [inPlaceOf(first, frame), ...this.#between, inPlaceOf(frame, first)]
  }
}

/** A frame where another one was: what a read holds, and where the stream ends, stays as it is. */
function inPlaceOf({ joined = false, final = false }: Frame, frame: Frame): Frame {
  return { ...frame, joined, final }
}
