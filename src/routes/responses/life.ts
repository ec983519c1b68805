import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { errorObject, StreamError, type ErrorFields } from '../../streaming/index.js'
import { defined } from '../protocol/defaults.js'
import { completeUsage, ending, type GivenUsage } from './complete.js'
import type { WireResponse } from './events.js'
import { Sequence } from './sequence.js'
import type { UnnumberedEvent } from './unnumbered.js'

/** What else a response is in the end. */
export type ResponseEnding = Omit<Partial<WireResponse>, 'output' | 'status' | 'usage'> & {
  /** No tokens unless given. Its details and its total need not be. */
  readonly usage?: GivenUsage | undefined
}

type IncompleteReason = NonNullable<NonNullable<Response['incomplete_details']>['reason']>

/** How a response begins and ends, whatever lies between. */
export class ResponseLife {
  protected readonly sequence = new Sequence()

  constructor(
    /** The response, as it is in the beginning. */
    private readonly response: WireResponse,
    private readonly obfuscation = false,
  ) {}

  /** The id of the response. */
  get id(): string {
    return this.response.id
  }

  /** An event of your own, such as `{ type: 'keepalive' }`, with the next `sequence_number`. */
  event(event: UnnumberedEvent): ResponseStreamEvent {
    return this.sequence.next(this.obfuscation ? pad(event) : event)
  }

  /** `response.created`. Whatever begins the response is sent before its first item, unless it has been. */
  created(): ResponseStreamEvent {
    const status = this.response.background ? 'queued' : 'in_progress'
    return this.event({ type: 'response.created', response: { ...this.response, status } })
  }

  /** `response.queued`, which only a response in the background is. */
  queued(): ResponseStreamEvent {
    return this.event({ type: 'response.queued', response: { ...this.response, status: 'queued' } })
  }

  /** `response.in_progress`. */
  inProgress(): ResponseStreamEvent {
    const response = { ...this.response, status: 'in_progress' as const }
    return this.event({ type: 'response.in_progress', response })
  }

  /** Whatever begins the response and has not been sent. */
  *begin(): Generator<ResponseStreamEvent> {
    if (!this.sequence.isPast('response.created')) yield this.created()
    if (this.response.background && !this.sequence.isPast('response.queued')) yield this.queued()
    if (!this.sequence.isPast('response.in_progress')) yield this.inProgress()
  }

  /** The end of a response that has succeeded, with everything that was written. */
  completed(fields: ResponseEnding = {}): ResponseStreamEvent {
    return this.event({ type: 'response.completed', response: this.#ended('completed', fields) })
  }

  /** The end of a response that was cut short. The message that was has the status `incomplete`. */
  incomplete(reason: IncompleteReason, fields: ResponseEnding = {}): ResponseStreamEvent {
    const response = this.#ended('incomplete', { incomplete_details: { reason }, ...fields })
    return this.event({ type: 'response.incomplete', response })
  }

  /**
   * The end of a response that has failed: an `error` event, and then `response.failed`.
   *
   * @param options.alone Leave the `error` event out. OpenAI's client throws at that, and reads no further.
   */
  *failed(error: ErrorFields, { alone = false } = {}): Generator<ResponseStreamEvent> {
    yield* this.begin()
    const told = new StreamError(error)
    if (!alone) yield this.event({ type: 'error', error: errorObject(told) })

    // The codes on the wire are more than the SDK's type knows.
    const code = (told.code ?? 'server_error') as NonNullable<Response['error']>['code']
    const response = this.#ended('failed', { error: { code, message: told.message } })
    yield this.event({ type: 'response.failed', response })
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
      output: [...this.sequence.output],
    }
  }
}

/** Add as many characters to a delta as OpenAI does, which hides how long the text is. */
function pad(event: UnnumberedEvent): UnnumberedEvent {
  if (!('delta' in event) || typeof event.delta !== 'string') return event
  const padding: object = { obfuscation: '0123456789ABCDE'.slice(0, -event.delta.length & 15) }
  return { ...event, ...padding }
}
