import type { ResponseOutputItem, ResponseStreamEvent } from 'openai/resources/responses/responses'
import type { Partially } from '../protocol/defaults.js'
import { idsInside } from '../protocol/ids.js'
import { interleaveParts } from '../protocol/interleave-parts.js'
import type { ItemOptions } from './item-lifecycle.js'
import { completeItem, itemEvents } from './output-items.js'
import { ResponseLifecycle } from './response-lifecycle.js'

type Events = Generator<ResponseStreamEvent>

/** Writes items of the output, one after the other or at the same time. */
export class OutputWriter extends ResponseLifecycle {
  readonly #count = idsInside(this.id)
  /** True where items may overlap. */
  #interleaves = false

  /** Gives the next id that no item has. */
  #nextId(prefix: string): string {
    const id = this.#count(prefix)
    return this.order.ids.has(id) ? this.#nextId(prefix) : id
  }

  /**
   * Writes any item of the output. The id, the status and other fields have defaults.
   *
   * @throws {TypeError} When the response has ended, or another item is not done.
   *
   * @example
   * yield* writer.item({ type: 'compaction', encrypted_content: 'AAAA' })
   */
  *item(item: Partially<ResponseOutputItem>, options: ItemOptions = {}): Events {
    yield* this.begin()
    const whole = completeItem(item, (prefix) => this.#nextId(prefix))
    try {
      if (!this.#interleaves) this.order.assertNoneOpen()
      for (const event of itemEvents(whole, this.order.nextIndex, options)) {
        yield this.number(event)
      }
    } catch (error) {
      // Captured again here: a stack from deeper functions may be too short to contain the author's
      // line.
      if (error instanceof Error) Error.captureStackTrace?.(error)
      throw error
    }
  }

  /**
   * Writes items at the same time: one event of each part, then the next of each. An
   * item is added together with its first event, as OpenAI does.
   *
   * @param parts The events of the items, each from another method of this writer.
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.interleave(writer.mcpListTools('docs', []), writer.mcpListTools('wiki', []))
   */
  *interleave(...parts: ReadonlyArray<Iterable<ResponseStreamEvent>>): Events {
    yield* this.begin()
    const wasInterleaving = this.#interleaves
    this.#interleaves = true
    try {
      yield* interleaveParts(parts, ({ type }) => type === 'response.output_item.added')
    } finally {
      this.#interleaves = wasInterleaving
    }
  }
}
