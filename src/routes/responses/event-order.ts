import type { ResponseOutputItem, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { textAt } from '../protocol/fields.js'
import type { UnnumberedEvent } from './response-event-schema.js'
import { orderedByName } from './wire-order.js'

/** The events that begin a response, in order. */
export const BEGINNING = ['response.created', 'response.queued', 'response.in_progress']
/** The events that end a response. */
const ENDINGS = ['response.completed', 'response.incomplete', 'response.failed']

/** The advice for events of another play. */
const ADVICE = 'and create the writer inside generate(), so that each play has its own.'

/** Recognizes the event with which every stream of a whole response begins. */
export function beginsResponse(event: unknown): boolean {
  return textAt(event, 'type') === BEGINNING[0]
}

/** Recognizes an event that ends a response. */
export function isFinal(event: unknown): boolean {
  return ENDINGS.includes(textAt(event, 'type'))
}

/** Numbers the events of one response, refuses events that are out of order, and collects the output. */
export class EventOrder {
  /** The ids of all items so far, with the `call_id` of each call. */
  readonly ids = new Set<unknown>()
  readonly #done = new Map<number, ResponseOutputItem>()
  /** The indexes of the items that are added, and not done. */
  readonly #open = new Set<number>()
  #number = 0
  #begun: string | undefined
  #ended = false

  /** The items that are done, by their index. */
  get output(): ResponseOutputItem[] {
    const entries = [...this.#done].toSorted(([one], [other]) => one - other)
    return entries.map(([, item]) => item)
  }

  /** The `output_index` of the next item. */
  get nextIndex(): number {
    return this.#done.size + this.#open.size
  }

  /** Returns true where an event of the beginning would come too late. */
  isPast(type: string): boolean {
    return BEGINNING.indexOf(this.#begun ?? '') >= BEGINNING.indexOf(type)
  }

  /**
   * Checks that no item is open, so that the next item overlaps with none.
   *
   * @throws {TypeError} When an item is not done.
   */
  assertNoneOpen(): void {
    const [open] = this.#open
    if (open === undefined || this.#ended) return
    throw new TypeError(
      `Failed to write response.output_item.added: item ${open} is not done. ` +
        `Yield all of its events before the next item, or write both with interleave(), ${ADVICE}`,
    )
  }

  /**
   * Gives an event the next `sequence_number`.
   *
   * @throws {TypeError} When the event is out of order.
   */
  next(event: UnnumberedEvent): ResponseStreamEvent {
    const problem = this.#problem(event)
    if (problem) throw new TypeError(`Failed to write ${event.type}: ${problem}`)

    this.#follow(event)
    // The SDK's type requires fields that the SDK adds to a response, such as `output_text`, and
    // that no event on the wire has.
    return orderedByName({ ...event, sequence_number: this.#number++ }) as ResponseStreamEvent
  }

  #problem(event: UnnumberedEvent): string | undefined {
    const { type } = event
    if (this.#ended) {
      return 'the response has ended. Create the writer inside generate(), so that each play has its own.'
    }
    if (!this.#begun && type.startsWith('response.') && type !== 'response.created') {
      return 'the response has not begun. Write an item, or yield* writer.begin(), before it.'
    }
    if (BEGINNING.includes(type)) {
      return this.isPast(type)
        ? `${this.#begun} has been written. Write it earlier, and once.`
        : undefined
    }
    if (type === 'response.completed' || type === 'response.incomplete') return this.#problemAtEnd()
    return 'output_index' in event ? this.#problemInOutput(event) : undefined
  }

  #problemAtEnd(): string | undefined {
    const [open] = this.#open
    if (open !== undefined) {
      return `item ${open} is not done. Yield all of its events before the end, ${ADVICE}`
    }
    return this.isPast('response.in_progress')
      ? undefined
      : 'response.in_progress comes before it. Write an item, or yield* writer.begin(), before it.'
  }

  #problemInOutput({ type, output_index }: { type: string; output_index: number }) {
    if (type === 'response.output_item.added') {
      return output_index === this.nextIndex
        ? undefined
        : `expected output_index ${this.nextIndex}.`
    }
    return this.#open.has(output_index)
      ? undefined
      : `item ${output_index} is not open. Write its events between its output_item.added and its output_item.done.`
  }

  #follow(event: UnnumberedEvent): void {
    if (BEGINNING.includes(event.type)) this.#begun = event.type
    if (isFinal(event)) this.#ended = true
    if ('item' in event) this.#addIds(event.item)
    if (event.type === 'response.output_item.added') this.#open.add(event.output_index)
    if (event.type === 'response.output_item.done') {
      this.#open.delete(event.output_index)
      this.#done.set(event.output_index, event.item)
    }
  }

  /** Remembers the ids of an item. */
  #addIds(item: ResponseOutputItem): void {
    this.ids.add(item.id)
    if ('call_id' in item) this.ids.add(item.call_id)
  }
}
