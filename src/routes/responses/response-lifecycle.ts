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

/** The fields that a response gets at its end. */
export type ResponseEnding = Omit<Partial<WireResponse>, 'output' | 'status' | 'usage'> & {
  /** The numbers of tokens; zero unless given, and the total is the sum unless given. */
  readonly usage?: GivenUsage | undefined
}

type IncompleteReason = NonNullable<NonNullable<Response['incomplete_details']>['reason']>

type Events = Generator<ResponseStreamEvent>

/** Writes the beginning and the end of a response, and any events between. */
export class ResponseLifecycle {
  /** The numbers, the order and the output of the events. */
  protected readonly order = new EventOrder()

  constructor(
    /** The response as it begins. */
    private readonly response: WireResponse,
    /** True where each delta is padded. */
    private readonly obfuscates = false,
  ) {}

  /** The id of the response. */
  get id(): string {
    return this.response.id
  }

  /**
   * Writes an event of your own, with the next `sequence_number`.
   *
   * @throws {TypeError} When the event is out of order.
   *
   * @example
   * yield* writer.event({ type: 'keepalive' })
   */
  *event(event: UnnumberedEvent): Events {
    yield this.number(event)
  }

  /**
   * Writes `response.created`. Without this call, the first item writes the beginning of the
   * response.
   *
   * @throws {TypeError} When the event is out of order.
   *
   * @example
   * yield* writer.created()
   */
  *created(): Events {
    const status = this.response.background ? 'queued' : 'in_progress'
    yield* this.event({ type: 'response.created', response: { ...this.response, status } })
  }

  /**
   * Writes `response.queued`, which only a response in the background has.
   *
   * @throws {TypeError} When the event is out of order.
   *
   * @example
   * yield* writer.queued()
   */
  *queued(): Events {
    const response = { ...this.response, status: 'queued' as const }
    yield* this.event({ type: 'response.queued', response })
  }

  /**
   * Writes `response.in_progress`.
   *
   * @throws {TypeError} When the event is out of order.
   *
   * @example
   * yield* writer.inProgress()
   */
  *inProgress(): Events {
    const response = { ...this.response, status: 'in_progress' as const }
    yield* this.event({ type: 'response.in_progress', response })
  }

  /**
   * Writes the events of the beginning that are not written yet. Every item does so, too.
   *
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.begin()
   */
  *begin(): Events {
    if (!this.order.isPast('response.created')) yield* this.created()
    if (this.response.background && !this.order.isPast('response.queued')) yield* this.queued()
    if (!this.order.isPast('response.in_progress')) yield* this.inProgress()
  }

  /**
   * Writes the end of a response that succeeds, with all items that were written.
   *
   * @throws {TypeError} When an item is not done, or the response has ended already.
   *
   * @example
   * yield* writer.completed({ usage: { input_tokens: 9, output_tokens: 12 } })
   */
  *completed(fields: ResponseEnding = {}): Events {
    yield* this.event({ type: 'response.completed', response: this.#ended('completed', fields) })
  }

  /**
   * Writes the end of a response that a limit cuts short. Give its last message the status
   * `incomplete`.
   *
   * @throws {TypeError} When an item is not done, or the response has ended already.
   *
   * @example
   * yield* writer.message('The limit comes in the middle of', { status: 'incomplete' })
   * yield* writer.incomplete('max_output_tokens')
   */
  *incomplete(reason: IncompleteReason, fields: ResponseEnding = {}): Events {
    const response = this.#ended('incomplete', { incomplete_details: { reason }, ...fields })
    yield* this.event({ type: 'response.incomplete', response })
  }

  /**
   * Writes the end of a response that fails: an `error` event, and then `response.failed`.
   *
   * @param error The fields of the error.
   * @param options.alone Omits the `error` event. OpenAI's client throws at that event, and reads
   * no further.
   * @throws {TypeError} When the response has ended already.
   *
   * @example
   * yield* writer.failed({ message: 'Overloaded', code: 'server_error' })
   */
  *failed(error: ErrorFields, { alone = false } = {}): Events {
    yield* this.begin()
    const thrown = new StreamError(error)
    if (!alone) yield* this.event({ type: 'error', error: errorObject(thrown) })

    // There are more codes on the wire than in the SDK's type.
    const code = String(thrown.code ?? 'server_error') as NonNullable<Response['error']>['code']
    const response = this.#ended('failed', { error: { code, message: thrown.message } })
    yield* this.event({ type: 'response.failed', response })
  }

  /**
   * Gives an event its `sequence_number`, and pads the delta where the response does so.
   *
   * @throws {TypeError} When the event is out of order.
   */
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

/** Pads a delta as OpenAI does: with the delta, the padding hides the length of the text. */
function obfuscated(event: UnnumberedEvent): UnnumberedEvent {
  if (!('delta' in event) || typeof event.delta !== 'string') return event
  const padding: object = { obfuscation: '0123456789ABCDE'.slice(0, -event.delta.length & 15) }
  return { ...event, ...padding }
}

/** The events that begin a response, in order. */
const BEGINNING = ['response.created', 'response.queued', 'response.in_progress']
/** The events that end a response. */
const ENDINGS = ['response.completed', 'response.incomplete', 'response.failed']

/** The advice for events of another play. */
const ADVICE = 'and create the writer inside generate(), so that each play has its own.'

/** Recognizes an event that ends a response. */
export function isFinal(event: unknown): boolean {
  return ENDINGS.includes(textAt(event, 'type'))
}

/** Numbers the events of one response, refuses events that are out of order, and collects the output. */
class EventOrder {
  /** The items that are done. */
  readonly output: ResponseOutputItem[] = []
  /** The ids of all items so far, with the `call_id` of each call. */
  readonly ids = new Set<unknown>()
  #number = 0
  #begun: string | undefined
  #ended = false
  /** True between `response.output_item.added` and `response.output_item.done`. */
  #isOpen = false

  /** Returns true where an event of the beginning would come too late. */
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
    // The SDK's type requires fields that the SDK adds to a response, such as `output_text`, and
    // that no event on the wire has.
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
      return `item ${this.output.length} is not done. Yield all of its events before the end, ${ADVICE}`
    }
    return this.isPast('response.in_progress')
      ? undefined
      : 'response.in_progress comes before it. Write an item, or yield* writer.begin(), before it.'
  }

  #problemInOutput({ type, output_index }: { type: string; output_index: number }) {
    const isAdded = type === 'response.output_item.added'
    if (isAdded && this.#isOpen) {
      return `item ${this.output.length} is not done. Yield all of its events before the next item, ${ADVICE}`
    }
    if (output_index === this.output.length && (isAdded || this.#isOpen)) return undefined
    return isAdded
      ? `expected output_index ${this.output.length}.`
      : `item ${output_index} is not open. Write its events between its output_item.added and its output_item.done.`
  }

  #follow(event: UnnumberedEvent): void {
    if (BEGINNING.includes(event.type)) this.#begun = event.type
    if (isFinal(event)) this.#ended = true
    if ('item' in event) this.#addIds(event.item)
    if (event.type === 'response.output_item.added') this.#isOpen = true
    if (event.type === 'response.output_item.done') {
      this.#isOpen = false
      this.output.push(event.item)
    }
  }

  /** Remembers the ids of an item. */
  #addIds(item: ResponseOutputItem): void {
    this.ids.add(item.id)
    if ('call_id' in item) this.ids.add(item.call_id)
  }
}
