import type { ResponseOutputItem, ResponseStreamEvent } from 'openai/resources/responses/responses'
import type { UnnumberedEvent } from './unnumbered.js'

/** How a response begins, in order. */
const BEGINNING = ['response.created', 'response.queued', 'response.in_progress']
/** How it ends. */
const ENDINGS = ['response.completed', 'response.incomplete', 'response.failed']

const OWN = 'and create the writer inside generate(), so that each play has its own.'

/** Whether an event ends the response. */
export function isFinal({ type }: { readonly type: string }): boolean {
  return ENDINGS.includes(type)
}

/** The order of a response's events: it numbers them, refuses those that are out of order, and remembers the output. */
export class Sequence {
  /** The items that are done. */
  readonly output: ResponseOutputItem[] = []
  #number = 0
  #begun: string | undefined
  #ended = false
  /** Whether an item has been added that is not done. */
  #isOpen = false

  /** Whether the response has come so far that `type` can only come too late. */
  isPast(type: string): boolean {
    return BEGINNING.indexOf(this.#begun ?? '') >= BEGINNING.indexOf(type)
  }

  /**
   * Number an event.
   *
   * @throws {TypeError} When it is out of order.
   */
  next(event: UnnumberedEvent): ResponseStreamEvent {
    const problem = this.#problem(event)
    if (problem) throw new TypeError(`Failed to write ${event.type}: ${problem}`)

    this.#follow(event)
    // The one field that it lacked is there now. The SDK's type says of a response what the
    // SDK adds to it, such as `output_text`; it says so of the events that the client reads, too.
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
    if (event.type === 'response.output_item.added') this.#isOpen = true
    if (event.type === 'response.output_item.done') {
      this.#isOpen = false
      this.output.push(event.item)
    }
  }
}
