import { HttpHandler, type PathParams } from 'msw'
import { before } from '../streaming/before.js'
import { respond, type HeaderFields, type Stage } from '../streaming/index.js'
import { isAbort } from '../streaming/is-abort.js'
import { isApiError, isResponse } from './answer-kinds.js'
import { prepare, sort, type Answer, type Final } from './answer.js'
import { apiError, toResponse } from './api-error.js'
import { RecordedCall, type Call, type Recording } from './call.js'
import { begin } from './live-event-stream.js'
import { observersOf } from './live-play.js'
import { openAIHeaders } from './headers.js'
import { rememberEndpoint } from './known-endpoints.js'
import { nameOfFinal } from './name-of.js'
import type { TemporaryEndpoint as Endpoint } from './protocol/temporary-readers.js' // until the merge
import { assertCompletes, plainResponse, scriptOf, type Asked } from './reply.js'
import { readBody } from './request.js'
import {
  baseOf,
  recordingOf,
  stagesOf,
  type CreateRouteOptions,
  type RouteOptions,
} from './route-options.js'
import { Turns } from './turns.js'
import { UnansweredCallError } from './unanswered-call-error.js'
import { announce } from './watch-calls.js'

/** An endpoint plus an answer: an MSW handler that remembers its calls. */
export interface Route<Event, Body = unknown, Resource = never> extends HttpHandler {
  readonly endpoint: Endpoint<Event, Body, Resource>
  /** The requests it answered, oldest first. */
  readonly calls: ReadonlyArray<Call<Event, Body>>
  /**
   * What no call has needed of its answer, in words: steps of `inOrder()`, each `when()` that never
   * matched, or the whole of it. What a function would choose is not known.
   */
  readonly unused: readonly string[]
  /** Forget the calls, and start `inOrder()` over, as `server.resetHandlers()` does by itself since MSW 2.14. */
  forget(): void
}

/**
 * Creates routes of one endpoint.
 *
 * @throws {TypeError} When `answer` is no answer.
 */
export interface RouteFactory<Event, Body = unknown, Resource = never> {
  (answer: Answer<Event, Body, Resource>, options?: RouteOptions): Route<Event, Body, Resource>
  readonly endpoint: Endpoint<Event, Body, Resource>
}

/**
 * Serve an endpoint of your own.
 *
 * @example
 * const ticks = createRoute({
 *   name: 'ticks',
 *   method: 'POST',
 *   path: '/ticks',
 *   event: z.object({ tick: z.number() }),
 *   frame: unnamed,
 * })
 * server.use(ticks(new Clock()))
 */
export function createRoute<Event, Body = unknown, Resource = never>(
  endpoint: Endpoint<Event, Body, Resource>,
  options: CreateRouteOptions = {},
): RouteFactory<Event, Body, Resource> {
  const base = baseOf(options)
  rememberEndpoint(endpoint)
  const create = (answer: Answer<Event, Body, Resource>, routeOptions: RouteOptions = {}) =>
    new RouteHandler(endpoint, base, answer, routeOptions)

  return Object.assign(create, { endpoint })
}

class RouteHandler<Event, Body, Resource>
  extends HttpHandler
  implements Route<Event, Body, Resource>
{
  readonly endpoint: Endpoint<Event, Body, Resource>
  readonly calls: Array<RecordedCall<Event, Body>> = []
  readonly #answer: Answer<Event, Body, Resource>
  readonly #through: readonly Stage[]
  readonly #recording: Recording
  #turns: Turns<Event, Body, Resource>
  /** How many requests have come, those left to another handler too. */
  #requests = 0

  constructor(
    endpoint: Endpoint<Event, Body, Resource>,
    base: string,
    answer: Answer<Event, Body, Resource>,
    options: RouteOptions,
  ) {
    // What it resolves to, `run()` knows.
    super(endpoint.method, `${base}${endpoint.path}`, () => undefined)
    this.endpoint = endpoint
    this.#turns = new Turns(endpoint)
    this.#answer = prepare(endpoint.name, answer)
    if (sort(this.#answer).type === 'given') assertCompletes(endpoint)
    this.#through = stagesOf(endpoint.name, options, !isResponse(answer) && !isApiError(answer))
    this.#recording = recordingOf(endpoint.name, options)
  }

  get unused(): readonly string[] {
    return this.#turns.unused(this.endpoint.name, this.#answer)
  }

  forget(): void {
    this.calls.length = 0
    this.#turns = new Turns(this.endpoint)
    this.#requests = 0
  }

  /**
   * Answer a request that matches. What MSW's own does beside that, for handlers that are
   * iterators or clean up behind themselves, costs a route as much as ten events.
   *
   * A request that it leaves to the next handler, it has not matched: to MSW, one that matches
   * and says nothing lets the request go out to the network, though it was to be refused.
   */
  override async run(
    args: Parameters<HttpHandler['run']>[0],
  ): Promise<Awaited<ReturnType<HttpHandler['run']>>> {
    const { request, requestId } = args
    const parsedResult = await this.parse(args)
    if (!(await this.predicate({ ...args, parsedResult }))) return null

    this.isUsed = true
    const response = await this.#handle(request, parsedResult.match.params ?? {})
    return response ? { handler: this, request, requestId, response, parsedResult } : null
  }

  /** MSW calls it in `resetHandlers()`. Earlier ones than 2.14 have no such method, and call none. */
  override reset(): void {
    super.reset?.()
    this.forget()
  }

  /** MSW 3 calls it where `resetHandlers()` removes a route that `server.use()` added. */
  override dispose(): void {
    this.forget()
  }

  async #handle(request: Request, params: PathParams): Promise<Response | undefined> {
    const { body, problem } = await readBody(this.#readable(request), this.endpoint.body)
    const call = this.#record(request, params, body)
    const { signal } = call.connection
    const headers = openAIHeaders(++this.#requests)
    if (problem) return this.#reply(call, toResponse(problem, headers))

    try {
      const chosen = await this.#turns.choose(this.#answer, call)
      if (!chosen) return this.#leave(call)
      call.answer = nameOfFinal(chosen)
      const answer = begin(chosen, call)
      // What comes before the response: it may be that there is none.
      if (!(await before(this.#through, signal))) return this.#lose(call, 'cut')
      return await this.#respond(call, answer, {
        endpoint: this.endpoint,
        body: call.body,
        params: call.params,
        signal,
        headers,
      })
    } catch (error) {
      if (isAbort(error, signal)) return this.#lose(call, 'aborted')
      return this.#fail(call, error, headers)
    }
  }

  /** A request whose body may be read: a copy, where another handler may want to read it, too. */
  #readable(request: Request): Request {
    const { type } = sort(this.#answer)
    const stays = type === 'script' || type === 'given' || type === 'error'
    return stays ? request : request.clone()
  }

  async #respond(
    call: RecordedCall<Event, Body>,
    answer: Final<Event, Resource>,
    asked: Asked<Event, Body, Resource>,
  ): Promise<Response> {
    const script = this.#asksForStream(call) ? scriptOf(answer, asked) : undefined
    if (!script) return this.#reply(call, await plainResponse(answer, asked))

    const { signal, headers } = asked
    call.onResponse()
    // Those of the stages that come before have been performed.
    const through = this.#through.filter((stage) => !stage.before)
    return respond(this.endpoint, script, {
      signal,
      headers,
      through,
      observer: observersOf(script, call),
    })
  }

  #asksForStream({ body, url }: Call<Event, Body>): boolean {
    return this.endpoint.streams?.(body, url) ?? Reflect.get(Object(body), 'stream') === true
  }

  #record(request: Request, params: PathParams, body: unknown): RecordedCall<Event, Body> {
    const call = new RecordedCall<Event, Body>(
      {
        url: new URL(request.url),
        headers: request.headers,
        // None of our paths repeats a parameter, which is what makes MSW give a list.
        params: params as Record<string, string>,
        // Checked by the schema; a body that failed the check is kept to be looked at.
        body: body as Body,
      },
      this.#recording,
      request.signal,
    )
    const index = this.calls.push(call) - 1
    announce({ route: this, call, index })
    return call
  }

  #reply(call: RecordedCall<Event, Body>, response: Response): Response {
    if (call.connection.signal.aborted) return this.#lose(call, 'aborted')
    call.onEnd('replied')
    return response
  }

  /** There is nobody to answer, or nothing: the client, if it is there, has lost its connection. */
  #lose(call: RecordedCall<Event, Body>, outcome: 'aborted' | 'cut'): Response {
    call.onEnd(outcome)
    return Response.error()
  }

  /** Leave the request to the next handler. */
  #leave(call: RecordedCall<Event, Body>): undefined {
    call.taken = false
    const index = this.calls.indexOf(call)
    if (index >= 0) this.calls.splice(index, 1)
  }

  /** The test is at fault, so the client must not retry, and must not pass. */
  #fail(call: RecordedCall<Event, Body>, cause: unknown, headers: HeaderFields): Response {
    const error = new UnansweredCallError(this.endpoint.name, this.calls.indexOf(call), cause)
    console.error(error)
    call.onError(error)
    call.onEnd('broken')

    const answer = apiError(400, { message: error.message, code: 'unanswered_call' })
    return toResponse(answer, { ...headers, 'x-should-retry': 'false' })
  }
}
