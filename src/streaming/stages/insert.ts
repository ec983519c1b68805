import { isCue, type Cue } from '../cue.js'
import { isEventFrame, isFrame, type Item } from '../frame.js'
import { checkIndex } from './argument.js'
import { fault, isEnd, type Fault } from './fault.js'
import type { Stage } from './stage.js'

/**
 * Put a cue before event `index`, which is zero-based, or after the last event, when
 * `index` is the number of events. A script that ends sooner is a broken one.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 * @throws {TypeError} When `cue` is none.
 * @example
 * insert(2, comment('still there'))
 * insert(0, unchecked({ type: 'keepalive' }))
 */
export function insert(index: number, cue: Cue): Stage {
  const call = `insert(${index})`
  checkIndex(call, index)
  if (!isCue(cue)) {
    throw new TypeError(
      `Failed to create ${call}: expected a cue. For an event, that is unchecked(event).`,
    )
  }
  return fault(call, (spell) => new Insertion(index, () => spell(cue)))
}

class Insertion implements Fault {
  readonly #index: number
  readonly #spell: () => Item
  #count = 0
  #inserted = false

  constructor(index: number, spell: () => Item) {
    this.#index = index
    this.#spell = spell
  }

  take(item: Item, within: boolean): readonly Item[] {
    const isEvent = isEventFrame(item)
    const before = isEvent || isEnd(item) ? this.rest() : []
    if (isEvent) this.#count++

    // A read that goes on goes on with what is put into it.
    return [...before.map((put) => (within && isFrame(put) ? { ...put, joined: true } : put)), item]
  }

  rest(): readonly Item[] {
    if (this.#inserted || this.#count < this.#index) return []
    this.#inserted = true
    return [this.#spell()]
  }

  missed(): string | undefined {
    return this.#inserted ? undefined : `after ${this.#count} event(s)`
  }
}
