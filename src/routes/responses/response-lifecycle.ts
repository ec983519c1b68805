import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { errorObject, StreamError, type ErrorFields } from '../../streaming/index.js'
import { defined } from '../protocol/defaults.js'
import { completeUsage, ending, type GivenUsage } from './complete.js'
import { EventOrder } from './event-order.js'
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
