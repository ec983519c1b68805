import type { ResponseOutputItem, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { textAt } from '../protocol/fields.js'
import type { UnnumberedEvent } from './response-event-schema.js'

/** The events that begin a response, in order. */
const BEGINNING = ['response.created', 'response.queued', 'response.in_progress']
/** The events that end a response. */
const ENDINGS = ['response.completed', 'response.incomplete', 'response.failed']

const OWN = 'and create the writer inside generate(), so that each play has its own.'

/** Recognizes the event that ends a response. */
export function isFinal(event: unknown): boolean {
  return ENDINGS.includes(textAt(event, 'type'))
}

/** Numbers the events of one response, refuses events that are out of order, and collects the output. */
export class EventOrder {
  /** The items that are done. */
  readonly output: ResponseOutputItem[] = []
  /** The ids of all items and calls so far. */
  readonly ids = new Set<unknown>()
  #number = 0
  #begun: string | undefined
  #ended = false
  /** True between `response.output_item.added` and `response.output_item.done`. */
  #isOpen = false

  /** Says whether the response has come so far that an event of this type would be too late. */
  isPast(type: string): boolean {
    return BEGINNING.indexOf(this.#begun ?? '') >= BEGINNING.indexOf(type)
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
    // Only the number was missing. The SDK's type also has the fields that the SDK adds to a
    // response, such as `output_text`, which no event on the wire has.
    return { ...event, sequence_number: this.#number++ } as ResponseStreamEvent
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
    if (this.#isOpen) {
      return `item ${this.output.length} is not done. Yield all of its events before the end, ${OWN}`
    }
    return this.isPast('response.in_progress')
      ? undefined
      : 'response.in_progress comes before it. Write an item, or yield* writer.begin(), before it.'
  }

  #problemInOutput({ type, output_index }: { type: string; output_index: number }) {
    const isAdded = type === 'response.output_item.added'
    if (isAdded && this.#isOpen) {
      return `item ${this.output.length} is not done. Yield all of its events before the next item, ${OWN}`
    }
    if (output_index === this.output.length && (isAdded || this.#isOpen)) return undefined
    return isAdded
      ? `expected output_index ${this.output.length}.`
      : `item ${output_index} is not open. Write its events between its output_item.added and its output_item.done.`
  }

  #follow(event: UnnumberedEvent): void {
    if (BEGINNING.includes(event.type)) this.#begun = event.type
    if (isFinal(event)) this.#ended = true
    if ('item' in event) this.#know(event.item)
    if (event.type === 'response.output_item.added') this.#isOpen = true
    if (event.type === 'response.output_item.done') {
      this.#isOpen = false
      this.output.push(event.item)
    }
  }

  #know(item: ResponseOutputItem): void {
    this.ids.add(item.id)
    if ('call_id' in item) this.ids.add(item.call_id)
  }
}
