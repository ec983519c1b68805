import { respond, type HeaderFields, type Script, type Stage } from '../streaming/index.js'
import { combineHeaders, delay, isAbort } from '../streaming/internal.js'
import { apiError, type ApiError } from './api-error.js'
import { AnswerChooser } from './answers/answer-chooser.js'
import type { Answer, ChosenAnswer, Delivery } from './answers/answer.js'
import { assertAnswer } from './answers/assert-answer.js'
import { hasNoBody } from './answers/bare-response.js'
import { deliveryOf, isDelivered, type DeliveryOptions } from './answers/deliver.js'
import { canLeave, describeFinal } from './answers/describe-answer.js'
import {
  assertPlayable,
  errorResponse,
  plainResponse,
  scriptOf,
  type AnsweredRequest,
} from './answers/plain-response.js'
import { reusable } from './answers/reusable-response.js'
import { UnansweredCallError } from './answers/unanswered-call-error.js'
import { RecordedCall, type Recording } from './call.js'
import type { CallRequest, Endpoint } from './endpoint.js'
import { beginPlay } from './live/live-event-stream.js'
import { readRequest } from './request/read-request.js'
import { headersOfOpenAI, isOpenAI, type Server } from './server.js'

/** The options of a route. Stages, status and headers hold for all of its answers. */
export interface RouteOptions extends DeliveryOptions {
  /**
   * The number of events that a call keeps in `call.events`: `'all'`, `'none'`, or that many of the
   * last ones; `'all'` unless given. `call.sent` always counts them all.
   */
  readonly record?: Recording | undefined
}

/** The parts of a matched path. */
export type PathParams = Readonly<Record<string, string | readonly string[] | undefined>>

const OPTIONS = ['through', 'status', 'headers', 'record']

/**
 * Answers the requests to one endpoint: chooses the answer, records the call, and reports a failure.
 * It works with Fetch alone, and knows no MSW.
 */
export class Responder<Event, Body, Resource> {
  readonly endpoint: Endpoint<Event, Body, Resource>
  /** The requests that were answered, oldest first. */
  readonly calls: Array<RecordedCall<Event, Body>> = []
  /** Called with every call, as soon as there is one. */
  onCall: (call: RecordedCall<Event, Body>, index: number) => void = () => undefined
  readonly #server: Server
  readonly #answer: Answer<Event, Body, Resource>
  readonly #delivery: Delivery
  readonly #recording: Recording
  readonly #canLeave: boolean
  #chooser: AnswerChooser<Event, Body, Resource>
  /** The number of requests so far, those that were left to another handler too. */
  #requests = 0

  /**
   * @throws {TypeError} When the answer is none, or none for this endpoint, or an option is wrong.
   * @throws {RangeError} When the status is none.
   */
  constructor(
    endpoint: Endpoint<Event, Body, Resource>,
    server: Server,
    answer: Answer<Event, Body, Resource>,
    options: RouteOptions = {},
  ) {
    const failure = `Failed to create ${endpoint.name}`
    assertAnswer(answer, failure)
    assertPlayable(endpoint, answer)
    this.#delivery = deliveryOf(failure, options, OPTIONS, answer)
    assertStages(endpoint, this.#delivery.through)
    if (isDelivered(answer)) assertStages(endpoint, answer.delivery.through)
    this.#recording = recordingOf(failure, options)
    this.endpoint = endpoint
    this.#server = server
    this.#canLeave = canLeave(answer)
    this.#answer = reusable(answer) as Answer<Event, Body, Resource>
    this.#chooser = this.#newChooser()
  }

  /** Describes the parts of the answer that no call has needed. */
  get unused(): readonly string[] {
    return this.#chooser.unused()
  }

  /** Forgets the calls, and starts `inOrder()` over. */
  forget(): void {
    this.calls.length = 0
    this.#chooser = this.#newChooser()
    this.#requests = 0
  }

  /** Answers a request; undefined leaves the request to the next handler. Never rejects. */
  async respond(request: Request, params: PathParams): Promise<Response | undefined> {
    // Another handler may want to read the body, too.
    const readable = this.#canLeave ? request.clone() : request
    const { refuse, checkRequests } = this.#server
    const { body, problem } = await readRequest(
      readable,
      checkRequests ? this.endpoint.body : undefined,
    )
    const call = this.#record(request, params, body)
    const refusal = refuse(request.headers) ?? (checkRequests ? problem : undefined)
    if (refusal) return this.#reply(call, this.#errorResponse(call, refusal))

    const { signal } = call.connection
    try {
      const chosen = await this.#chooser.choose(call)
      return chosen ? await this.#deliver(call, chosen) : this.#leave(call)
    } catch (error) {
      if (isAbort(error, signal)) return this.#lose(call, 'aborted')
      return this.#fail(call, error)
    }
  }

  /** Sends an answer, in its own way: there may be no response at all. */
  async #deliver(
    call: RecordedCall<Event, Body>,
    { final, delivery: own }: ChosenAnswer<Event, Resource>,
  ): Promise<Response> {
    call.answer = describeFinal(final)
    const { signal } = call.connection
    const answer =
      final.type === 'live'
        ? { type: 'script' as const, script: beginPlay(final.live, call, call.connection).script }
        : final
    const through = [...own.through, ...this.#delivery.through]
    assertStages(this.endpoint, own.through)
    if (!(await performBeforeHeaders(through, signal))) return this.#lose(call, 'cut')

    const answered: AnsweredRequest<Event, Body, Resource> = {
      endpoint: this.endpoint,
      request: call,
      signal,
      headers: this.#headers(call),
      route: this.#delivery,
      own,
    }
    const script = this.#asksForStream(call) ? scriptOf(answer, answered) : undefined
    return script
      ? this.#stream(call, script, through, answered)
      : this.#reply(call, await plainResponse(answer, answered))
  }

  #stream(
    call: RecordedCall<Event, Body>,
    script: Script<Event>,
    through: readonly Stage[],
    { headers, own }: AnsweredRequest<Event, Body, Resource>,
  ): Response {
    const { name, wire } = this.endpoint
    if (!wire) throw new TypeError(`"${name}" never streams.`)
    const status = own.status ?? this.#delivery.status ?? 200
    if (hasNoBody(status))
      throw new TypeError(`the status ${status} has no body, and a stream is one.`)

    call.onResponse()
    return respond({ name, wire }, script, {
      signal: call.connection.signal,
      status,
      headers: combineHeaders([...headers, ...this.#delivery.headers, ...own.headers]),
      // Stages that come before the headers have been performed.
      through: through.filter(({ beforeHeaders }) => !beforeHeaders),
      observer: call,
    })
  }

  #asksForStream(request: CallRequest<Body>): boolean {
    const { wire, streams = asksForStream } = this.endpoint
    return wire !== undefined && streams(request)
  }

  #headers({ url, number }: CallRequest<Body>): HeaderFields[] {
    const { wire, headers, openAIHeaders } = this.endpoint
    const host = isOpenAI(url) ? [headersOfOpenAI(number), openAIHeaders] : []
    const all = [...host, wire?.headers, headers, this.#server.headers]
    return all.filter((set) => set !== undefined)
  }

  #record(request: Request, params: PathParams, body: unknown): RecordedCall<Event, Body> {
    const call = new RecordedCall<Event, Body>(
      {
        url: new URL(request.url),
        headers: request.headers,
        // None of our paths repeats a parameter, which is when MSW gives a list.
        params: params as Record<string, string>,
        // Checked by the schema. A body that failed the check is kept to be looked at.
        body: body as Body,
        number: ++this.#requests,
      },
      this.#recording,
      request.signal,
    )
    this.onCall(call, this.calls.push(call) - 1)
    return call
  }

  #reply(call: RecordedCall<Event, Body>, response: Response): Response {
    if (call.connection.signal.aborted) return this.#lose(call, 'aborted')
    call.onEnd('replied')
    return response
  }

  /** Ends a call without a response: the client, if it is there, has lost its connection. */
  #lose(call: RecordedCall<Event, Body>, outcome: 'aborted' | 'cut'): Response {
    call.onEnd(outcome)
    return Response.error()
  }

  #leave(call: RecordedCall<Event, Body>): undefined {
    call.leaveToNextHandler()
    const index = this.calls.indexOf(call)
    if (index >= 0) this.calls.splice(index, 1)
  }

  /** Fails a call: the test is at fault, so that the client must not retry, and must not pass. */
  #fail(call: RecordedCall<Event, Body>, cause: unknown): Response {
    const error = new UnansweredCallError(this.endpoint.name, this.calls.indexOf(call), cause)
    console.error(error)
    call.onError(error)
    call.onEnd('broken')

    const answer = apiError(
      400,
      { message: error.message, code: 'unanswered_call' },
      { headers: { 'x-should-retry': 'false' } },
    )
    return this.#errorResponse(call, answer)
  }

  #errorResponse(call: RecordedCall<Event, Body>, error: ApiError): Response {
    const headers = this.#headers(call)
    return errorResponse(error, { headers, route: this.#delivery, own: UNCHANGED })
  }

  #newChooser(): AnswerChooser<Event, Body, Resource> {
    const { name, request } = this.endpoint
    return new AnswerChooser(this.#answer, { endpoint: name, reader: request })
  }
}

const UNCHANGED: Delivery = { through: [], headers: [] }

/** Finds `stream: true` in the body, `stream=true` in a form or in the query. */
function asksForStream({ body, url }: CallRequest): boolean {
  const stream: unknown = Reflect.get(Object(body), 'stream')
  return stream === true || stream === 'true' || url.searchParams.get('stream') === 'true'
}

/**
 * Makes sure that an endpoint can pass something through stages.
 *
 * @throws {TypeError} When stages are about a stream, and the endpoint never streams.
 */
function assertStages(
  { name, wire }: { readonly name: string; readonly wire?: object },
  through: readonly Stage[],
): void {
  if (wire || through.every(({ beforeHeaders }) => beforeHeaders)) return
  throw new TypeError(
    `"${name}" never streams, and its stages are about a stream. ` +
      'Only delayHeaders() and refuse() come before an answer of any kind.',
  )
}

/**
 * Performs the stages that come before the response: false where there is to be none. Rejects as soon
 * as `signal` aborts.
 */
async function performBeforeHeaders(
  stages: readonly Stage[],
  signal: AbortSignal,
): Promise<boolean> {
  for (const { beforeHeaders } of stages) {
    if (beforeHeaders?.type === 'refuse') return false
    if (beforeHeaders) await delay(beforeHeaders.ms, signal)
  }
  return true
}

function recordingOf(failure: string, { record = 'all' }: RouteOptions): Recording {
  const isCount = typeof record === 'number' && Number.isInteger(record) && record >= 0
  if (isCount || record === 'all' || record === 'none') return record
  throw new TypeError(`${failure}: expected { record: 'all' }, 'none' or a number of events.`)
}
