import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { errorObject, StreamError, type ErrorFields } from '../../streaming/index.js'
import { defined } from '../protocol/defaults.js'
import { paddingOf } from '../protocol/obfuscation.js'
import { completeUsage, ending, type GivenUsage } from './complete.js'
import { EventOrder } from './event-order.js'
import type { UnnumberedEvent, WireResponse } from './response-event-schema.js'
import { orderedResponse } from './wire-order.js'

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

  /** True where each delta is padded. OpenAI pads no response in the background. */
  readonly #obfuscates: boolean

  constructor(
    /** The response as it begins. */
    private readonly response: WireResponse,
    obfuscates = false,
  ) {
    this.#obfuscates = obfuscates && !response.background
  }

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
    return this.order.next(this.#obfuscates ? obfuscated(event) : event)
  }

  #ended(
    status: 'completed' | 'incomplete' | 'failed',
    { usage, ...fields }: ResponseEnding,
  ): WireResponse {
    return orderedResponse({
      ...this.response,
      ...ending(status, this.response),
      ...defined(fields),
      ...(usage && { usage: completeUsage(usage) }),
      status,
      output: this.order.output,
    })
  }
}

/** The deltas without padding, beside those that are no text. */
const UNPADDED = ['response.refusal.delta']

/** Pads a delta as OpenAI does: with the delta, the padding hides the length of the text. */
function obfuscated(event: UnnumberedEvent): UnnumberedEvent {
  if (!('delta' in event) || typeof event.delta !== 'string') return event
  if (UNPADDED.includes(event.type)) return event
  const padding: object = { obfuscation: paddingOf(event.delta) }
  return { ...event, ...padding }
}
