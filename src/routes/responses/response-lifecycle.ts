import type {
  Response,
  ResponseOutputItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import { errorObject, StreamError, type ErrorFields } from '../../streaming/index.js'
import { defined } from '../protocol/defaults.js'
import { textAt } from '../protocol/fields.js'
import { completeUsage, ending, type GivenUsage } from './complete.js'
import type { UnnumberedEvent, WireResponse } from './response-event-schema.js'

/** The fields of a response that its end adds or changes. */
export type ResponseEnding = Omit<Partial<WireResponse>, 'output' | 'status' | 'usage'> & {
  /** No tokens unless given. The details and the total have defaults. */
  readonly usage?: GivenUsage | undefined
}

type IncompleteReason = NonNullable<NonNullable<Response['incomplete_details']>['reason']>

type Events = Generator<ResponseStreamEvent>

/** The beginning and the end of a response. */
export class ResponseLifecycle {
  protected readonly order = new EventOrder()

  constructor(
    /** The response as it begins. */
    private readonly response: WireResponse,
    private readonly obfuscates = false,
  ) {}

  /** The id of the response. */
  get id(): string {
    return this.response.id
  }

  /** Writes an event of your own, such as `{ type: 'keepalive' }`, with the next `sequence_number`. */
  *event(event: UnnumberedEvent): Events {
    yield this.number(event)
  }

  /** Writes `response.created`. The first item brings the beginning along, unless you write it yourself. */
  *created(): Events {
    const status = this.response.background ? 'queued' : 'in_progress'
    yield* this.event({ type: 'response.created', response: { ...this.response, status } })
  }

  /** Writes `response.queued`, which only a response in the background has. */
  *queued(): Events {
    const response = { ...this.response, status: 'queued' as const }
    yield* this.event({ type: 'response.queued', response })
  }

  /** Writes `response.in_progress`. */
  *inProgress(): Events {
    const response = { ...this.response, status: 'in_progress' as const }
    yield* this.event({ type: 'response.in_progress', response })
  }

  /** Writes the events of the beginning that are not written yet. */
  *begin(): Events {
    if (!this.order.isPast('response.created')) yield* this.created()
    if (this.response.background && !this.order.isPast('response.queued')) yield* this.queued()
    if (!this.order.isPast('response.in_progress')) yield* this.inProgress()
  }

  /**
   * Writes the end of a response that succeeds, with all items that were written.
   *
   * @example
   * yield* writer.completed({ usage: { input_tokens: 9, output_tokens: 12 } })
   */
  *completed(fields: ResponseEnding = {}): Events {
    yield* this.event({ type: 'response.completed', response: this.#ended('completed', fields) })
  }

  /** Writes the end of a response that is cut short. Give its last message the status `incomplete`. */
  *incomplete(reason: IncompleteReason, fields: ResponseEnding = {}): Events {
    const response = this.#ended('incomplete', { incomplete_details: { reason }, ...fields })
    yield* this.event({ type: 'response.incomplete', response })
  }

  /**
   * Writes the end of a response that fails: an `error` event, and then `response.failed`.
   *
   * @param options.alone Omits the `error` event. OpenAI's client throws at that event, and reads no further.
   */
  *failed(error: ErrorFields, { alone = false } = {}): Events {
    yield* this.begin()
    const thrown = new StreamError(error)
    if (!alone) yield* this.event({ type: 'error', error: errorObject(thrown) })

    // The wire has more codes than the SDK's type.
    const code = String(thrown.code ?? 'server_error') as NonNullable<Response['error']>['code']
    const response = this.#ended('failed', { error: { code, message: thrown.message } })
    yield* this.event({ type: 'response.failed', response })
  }

  protected number(event: UnnumberedEvent): ResponseStreamEvent {
    return this.order.next(this.obfuscates ? obfuscated(event) : event)
  }

  #ended(
    status: 'completed' | 'incomplete' | 'failed',
    { usage, ...fields }: ResponseEnding,
  ): WireResponse {
    return {
      ...this.response,
      ...ending(status, this.response),
      ...defined(fields),
      ...(usage && { usage: completeUsage(usage) }),
      status,
      output: [...this.order.output],
    }
  }
}

/** Adds as many characters to a delta as OpenAI does, which hides the length of the text. */
function obfuscated(event: UnnumberedEvent): UnnumberedEvent {
  if (!('delta' in event) || typeof event.delta !== 'string') return event
  const padding: object = { obfuscation: '0123456789ABCDE'.slice(0, -event.delta.length & 15) }
  return { ...event, ...padding }
}

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
