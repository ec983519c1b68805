import type { HeaderFields, MaybePromise, Script, Stage } from '../streaming/index.js'
import {
  andThen,
  checkHeaders,
  HeaderMerger,
  isAbort,
  isPromise,
  mergeHeaders,
  printError,
  STREAM_HEADERS,
  streamScript,
  type StreamedResponse,
  type WireHeaders,
} from '../streaming/internal.js'
import { apiError, responseOfError, type ApiError } from './api-error.js'
import { AnswerChooser } from './answers/answer-chooser.js'
import type { Answer, ChosenAnswer, Delivery, FinalAnswer, HeaderSets } from './answers/answer.js'
import { isObject } from './answers/answer-kind.js'
import { assertAnswer, reusable } from './answers/assert-answer.js'
import { assertPlayable } from './answers/assert-playable.js'
import { hasNoBody } from './answers/bare-response.js'
import { deliveryOf, isDelivered } from './answers/deliver.js'
import { errorResponse } from './answers/error-response.js'
import { canPassOn, describeFinal, leavesOf } from './answers/describe-answer.js'
import { plainResponse } from './answers/plain-response.js'
import { scriptOf } from './answers/script-of.js'
import { CallMemory, type EarlierCalls } from './call-memory.js'
import { RecordedCall, UnansweredCallError } from './call.js'
import type { CallRequest, Endpoint } from './endpoint.js'
import { beginPlay, nameRouteOf } from './live/live-event-stream.js'
import { asksForStream } from './request/asks-for-stream.js'
import type { Recording } from './recorded-frames.js'
import { readRequest } from './request/read-request.js'
import { clientOf, headersIn, type ReceivedRequest } from './request/received-request.js'
import { limitOf, recordingOf, ROUTE_OPTIONS, type RouteOptions } from './route-options.js'
import { assertStages, performBeforeHeaders } from './route-stages.js'
import { retain } from './retain.js'
import { requestId, type Server } from './server.js'

/** The parameters of a path, as MSW gives them. */
export type PathParams = Readonly<Record<string, string | readonly string[] | undefined>>

/** A response of a route; of a stream, no `Response` has been made. */
export type RouteResponse = Response | StreamedResponse

/**
 * Answers the requests to one endpoint: chooses the answer, records the call, and reports failures.
 * Uses the types of Fetch alone, and none of MSW.
 */
export class Responder<Event, Body, Resource> {
  readonly endpoint: Endpoint<Event, Body, Resource>
  /** Called with every call, as soon as the call is recorded. */
  onCall: (call: RecordedCall<Event, Body>, index: number) => void = () => undefined
  readonly #server: Server
  readonly #answer: Answer<Event, Body, Resource>
  readonly #delivery: Delivery
  readonly #recording: Recording
  readonly #limit: number
  readonly #memory: CallMemory<RecordedCall<Event, Body>>
  readonly #canPassOn: boolean
  readonly #merger = new HeaderMerger()
  #chooser: AnswerChooser<Event, Body, Resource>
  /** The number of requests so far, with those that were passed to the next handler. */
  #requests = 0

  /**
   * @throws {TypeError} When the answer is none for this endpoint, or an option is wrong.
   * @throws {RangeError} Unless the status is from 200 to 599.
   */
  constructor(
    endpoint: Endpoint<Event, Body, Resource>,
    server: Server,
    answer: Answer<Event, Body, Resource> | undefined,
    options: RouteOptions = {},
  ) {
    const failure = `Failed to create ${endpoint.name}`
    assertAnswer(answer, failure)
    for (const leaf of leavesOf(answer)) assertPlayable(endpoint, leaf)
    assertHeaders(endpoint, failure)
    this.#delivery = deliveryOf(failure, options, ROUTE_OPTIONS, answer)
    assertStages(endpoint, this.#delivery.through)
    if (isDelivered(answer)) assertStages(endpoint, answer.delivery.through)
    if (isObject(answer)) nameRouteOf(answer, endpoint.name)
    this.#recording = recordingOf(failure, options)
    this.#limit = limitOf(failure, options)
    this.#memory = new CallMemory(this.#limit)
    this.endpoint = endpoint
    this.#server = server
    this.#canPassOn = canPassOn(answer)
    // The copies of a `Response` are a function, which is an answer, too.
    this.#answer = reusable(answer) as Answer<Event, Body, Resource>
    this.#chooser = this.#newChooser()
  }

  /** The requests that were answered, oldest first; the last ones where the route remembers fewer. */
  get calls(): ReadonlyArray<RecordedCall<Event, Body>> {
    return this.#memory.calls
  }

  /** Counts of the calls before {@link Responder.calls}. */
  get earlier(): EarlierCalls {
    return this.#memory.earlier
  }

  /** Describes the parts of the answer that no call has needed. */
  get unused(): readonly string[] {
    return this.#chooser.unused()
  }

  /** Forgets the calls, and starts `inOrder()` over. */
  forget(): void {
    this.#memory.clear()
    this.#chooser = this.#newChooser()
    this.#requests = 0
  }

  /** Answers a request; undefined passes the request to the next handler. Never throws or rejects. */
  respond(request: ReceivedRequest, params: PathParams): MaybePromise<RouteResponse | undefined> {
    // The next handler may read the body, too.
    const readable = this.#canPassOn ? request.clone() : request
    const { checkRequests } = this.#server
    return andThen(readRequest(readable, checkRequests ? this.endpoint : {}), ({ body, problem }) =>
      this.#answerOrFail(this.#record(request, params, body), checkRequests ? problem : undefined),
    )
  }

  #answerOrFail(
    call: RecordedCall<Event, Body>,
    problem: ApiError | undefined,
  ): MaybePromise<RouteResponse | undefined> {
    const failed = (error: unknown) =>
      isAbort(error, call.connection) ? this.#lose(call, 'aborted') : this.#fail(call, error)
    try {
      const answered = this.#answerTo(call, problem)
      return isPromise(answered) ? Promise.resolve(answered).catch(failed) : answered
    } catch (error) {
      return failed(error)
    }
  }

  /** Refuses a call with a wrong key or a wrong request, and answers any other. */
  #answerTo(
    call: RecordedCall<Event, Body>,
    problem: ApiError | undefined,
  ): MaybePromise<RouteResponse | undefined> {
    const refusal = this.#server.refuse(call) ?? problem
    if (refusal) return this.#replyWith(call, this.#errorResponse(call, refusal))

    return andThen(this.#chooser.choose(call, this.endpoint.request), (chosen) =>
      chosen ? this.#deliver(call, chosen) : this.#passOn(call),
    )
  }

  /** Makes the response of an answer with its delivery. A refused connection has no response. */
  #deliver(
    call: RecordedCall<Event, Body>,
    { final, delivery: own }: ChosenAnswer<Event, Resource>,
  ): MaybePromise<RouteResponse> {
    // Only a message about the call needs the description, which takes time to print.
    call.describeAnswer = () => describeFinal(final)
    const answer =
      final.type === 'live'
        ? { type: 'script' as const, script: beginPlay(final.live, call, call.connection).script }
        : final
    const { through: ofRoute } = this.#delivery
    const through = own.through.length === 0 ? ofRoute : [...own.through, ...ofRoute]
    assertStages(this.endpoint, own.through)
    return andThen(performBeforeHeaders(through, call.connection), (isAccepted) =>
      isAccepted ? this.#respond(call, answer, through, own) : this.#lose(call, 'cut'),
    )
  }

  #respond(
    call: RecordedCall<Event, Body>,
    answer: FinalAnswer<Event, Resource>,
    through: readonly Stage[],
    own: Delivery,
  ): MaybePromise<RouteResponse> {
    if (!this.#asksForStream(call)) return this.#respondPlainly(call, answer, own)
    return andThen(scriptOf(answer, this.endpoint, call, own.by), (script) =>
      script ? this.#stream(call, script, through, own) : this.#respondPlainly(call, answer, own),
    )
  }

  async #respondPlainly(
    call: RecordedCall<Event, Body>,
    answer: FinalAnswer<Event, Resource>,
    own: Delivery,
  ): Promise<RouteResponse> {
    const { endpoint } = this
    const response = await plainResponse(answer, {
      endpoint,
      request: call,
      gone: call.connection,
      headers: this.#headers(call),
      route: this.#delivery,
      own,
      errorBody: this.#server.errorBody,
    })
    // The body of a response that the test has made may be a stream without an end.
    return answer.type === 'response'
      ? this.#reply(call, response)
      : this.#replyWith(call, response)
  }

  #stream(
    call: RecordedCall<Event, Body>,
    script: Script<Event>,
    through: readonly Stage[],
    own: Delivery,
  ): StreamedResponse {
    const { name, wire } = this.endpoint
    if (!wire) throw new TypeError(`"${name}" never streams.`)
    const status = own.status ?? this.#delivery.status ?? 200
    if (hasNoBody(status))
      throw new TypeError(`the status ${status} has no body, and a stream is one.`)

    call.onResponse()
    // The other stages have been performed already.
    const ofStream = through.filter(({ beforeHeaders }) => !beforeHeaders)
    call.isChanged = ofStream.some(({ keepsRecords }) => !keepsRecords)
    const response = streamScript({ name, wire }, script, {
      signal: call.connection,
      status,
      headers: this.#streamHeaders(call, wire.headers, own),
      through: ofStream,
      observer: call,
      resume: this.endpoint.resume?.(call),
    })
    return retain('response', response)
  }

  #asksForStream(request: CallRequest<Body>): boolean {
    const { wire, streams = asksForStream } = this.endpoint
    return wire !== undefined && streams(request)
  }

  /** Lists the sets of headers of a plain answer. A later set replaces headers of an earlier set. */
  #headers(request: CallRequest<Body>): HeaderSets {
    return [requestId(request.number), ...this.#headersBehindId(request)]
  }

  #headersBehindId(request: CallRequest<Body>, ofStream?: HeaderFields): HeaderSets {
    const { headers, openAIHeaders } = this.endpoint
    const server = this.#server
    const identity = server.identify(request, openAIHeaders)
    return [...identity, ofStream, headers, server.headers]
  }

  #streamHeaders(
    request: CallRequest<Body>,
    ofStream: HeaderFields | undefined,
    own: Delivery,
  ): WireHeaders {
    const id = requestId(request.number)
    const before = [STREAM_HEADERS, ofStream]
    const after = this.#headersBehindId(request, ofStream)
    const given = [...this.#delivery.headers, ...own.headers]
    // A test may change the headers that it has given.
    return given.length > 0 || this.#server.headers
      ? mergeHeaders(...before, id, ...after, ...given)
      : this.#merger.merge(before, ['x-request-id', id['x-request-id']], after)
  }

  #record(request: ReceivedRequest, params: PathParams, body: unknown): RecordedCall<Event, Body> {
    const call = new RecordedCall<Event, Body>(
      this.endpoint,
      {
        url: request.url,
        headers: headersIn(request),
        // MSW gives a list for a repeated parameter, which no path of an endpoint has.
        params: params as Record<string, string>,
        // The schema has checked the body. A wrong body is kept for the test to look at.
        body: body as Body,
        number: ++this.#requests,
      },
      this.#recording,
      clientOf(request),
    )
    this.onCall(call, this.#memory.add(call))
    return call
  }

  /** Replies with a response that the route has made. */
  #replyWith(call: RecordedCall<Event, Body>, response: Response): Response {
    call.onReply?.(response)
    return this.#reply(call, response)
  }

  #reply(call: RecordedCall<Event, Body>, response: Response): Response {
    if (call.connection.aborted) return this.#lose(call, 'aborted')
    call.onEnd('replied')
    return response
  }

  /** Ends a call without a response: the client has lost its connection. */
  #lose(call: RecordedCall<Event, Body>, outcome: 'aborted' | 'cut'): Response {
    call.onEnd(outcome)
    return Response.error()
  }

  #passOn(call: RecordedCall<Event, Body>): undefined {
    call.passToNextHandler()
    this.#memory.remove(call)
  }

  /** Answers a failed call with an error that no client retries: the test is at fault. */
  #fail(call: RecordedCall<Event, Body>, cause: unknown): Response {
    const error = new UnansweredCallError(this.endpoint.name, this.#memory.indexOf(call), cause)
    if (!call.onError(error)) printError(error)
    call.onEnd('broken')

    const answer = apiError(
      400,
      { message: error.message, code: 'unanswered_call' },
      { headers: { 'x-should-retry': 'false' } },
    )
    const response = this.#failureResponse(call, answer)
    call.onReply?.(response)
    return response
  }

  #failureResponse(call: RecordedCall<Event, Body>, answer: ApiError): Response {
    try {
      return this.#errorResponse(call, answer)
    } catch {
      // The headers or the errors of the server may be what has failed, as `cause` says.
      return responseOfError(answer)
    }
  }

  #errorResponse(call: RecordedCall<Event, Body>, error: ApiError): Response {
    return errorResponse(error, {
      endpoint: this.endpoint,
      request: call,
      headers: this.#headers(call),
      route: this.#delivery,
      own: UNCHANGED,
      errorBody: this.#server.errorBody,
    })
  }

  #newChooser(): AnswerChooser<Event, Body, Resource> {
    return new AnswerChooser(this.#answer, this.endpoint.name, this.#limit)
  }
}

const UNCHANGED: Delivery = { through: [], headers: [] }

/** @throws {TypeError} When the endpoint declares wrong headers. Those that a function makes are checked later. */
function assertHeaders<Event, Body, Resource>(
  { headers, openAIHeaders, wire }: Endpoint<Event, Body, Resource>,
  failure: string,
): void {
  for (const declared of [headers, openAIHeaders, wire?.headers]) {
    if (typeof declared !== 'function') checkHeaders(declared, failure)
  }
}
