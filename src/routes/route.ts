import { HttpHandler, type PathParams } from 'msw'
import {
  isScript,
  respond,
  type Endpoint,
  type HeaderFields,
  type Script,
  type Stage,
} from '../streaming/index.js'
import {
  assertAnswer,
  isApiError,
  nameOf,
  prepare,
  type Answer,
  type AnswerFunction,
  type InOrder,
} from './answer.js'
import { apiError, toResponse, type ApiError } from './api-error.js'
import { RecordedCall, type Call } from './call.js'
import { openAIHeaders } from './headers.js'
import { readBody } from './request.js'
import { UnansweredCallError } from './unanswered-call-error.js'

export interface RouteOptions {
  /** The stages that a stream passes through, first to last. */
  readonly through?: readonly Stage[]
}

/** An endpoint plus an answer: an MSW handler that remembers its calls. */
export interface Route<Event, Body = unknown> extends HttpHandler {
  readonly endpoint: Endpoint<Event, Body>
  /** The requests it answered, oldest first. */
  readonly calls: ReadonlyArray<Call<Event, Body>>
  /** Forget the calls, and start `inOrder()` over, as `server.resetHandlers()` does under MSW 3. */
  reset(): void
}

/**
 * Creates routes of one endpoint.
 *
 * @throws {TypeError} When `answer` is no answer.
 */
export interface RouteFactory<Event, Body = unknown> {
  (answer: Answer<Event, Body>, options?: RouteOptions): Route<Event, Body>
  readonly endpoint: Endpoint<Event, Body>
}

export interface CreateRouteOptions {
  /** The `baseURL` of the client under test, in MSW's path syntax: it may have wildcards and `:params`. */
  readonly baseURL?: string | undefined
}

const OPENAI = 'https://api.openai.com/v1'

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
export function createRoute<Event, Body = unknown>(
  endpoint: Endpoint<Event, Body>,
  { baseURL = OPENAI }: CreateRouteOptions = {},
): RouteFactory<Event, Body> {
  const base = baseURL.replace(/\/+$/, '')
  const create = (answer: Answer<Event, Body>, options: RouteOptions = {}) =>
    new RouteHandler(endpoint, base, answer, options)

  return Object.assign(create, { endpoint })
}

class RouteHandler<Event, Body> extends HttpHandler implements Route<Event, Body> {
  readonly endpoint: Endpoint<Event, Body>
  readonly calls: Array<RecordedCall<Event, Body>> = []
  readonly #answer: Answer<Event, Body>
  readonly #through: readonly Stage[]
  /** How many answers of each `inOrder()` have been given. */
  #given = new WeakMap<InOrder<Event, Body>, number>()
  /** How many requests have come, those left to another handler too. */
  #requests = 0

  constructor(
    endpoint: Endpoint<Event, Body>,
    base: string,
    answer: Answer<Event, Body>,
    { through = [] }: RouteOptions,
  ) {
    super(endpoint.method, `${base}${endpoint.path}`, (info) =>
      this.#handle(info.request, info.params),
    )
    this.endpoint = endpoint
    this.#answer = prepare(endpoint.name, answer)
    this.#through = through
  }

  override reset(): void {
    // The handlers of early MSW 2 have no such method.
    super.reset?.()
    this.calls.length = 0
    this.#given = new WeakMap()
    this.#requests = 0
  }

  /** MSW 3 calls it where `resetHandlers()` removes a route that `server.use()` added. */
  override dispose(): void {
    this.reset()
  }

  async #handle(request: Request, params: PathParams): Promise<Response | undefined> {
    const { body, problem } = await readBody(request, this.endpoint.body)
    const call = this.#record(request, params, body)
    const headers = openAIHeaders(++this.#requests)
    if (problem) return this.#reply(call, toResponse(problem, headers))

    try {
      const answer = await this.#choose(this.#answer, call)
      if (answer === undefined) return this.#forget(call)
      if (isScript(answer)) return this.#stream(call, answer, request.signal, headers)
      return this.#reply(call, isApiError(answer) ? toResponse(answer, headers) : answer)
    } catch (error) {
      return this.#fail(call, error, headers)
    }
  }

  #record(request: Request, params: PathParams, body: unknown): RecordedCall<Event, Body> {
    const call = new RecordedCall<Event, Body>({
      url: new URL(request.url),
      headers: request.headers,
      // None of our paths repeats a parameter, which is what makes MSW give a list.
      params: params as Record<string, string>,
      // Checked by the schema; a body that failed the check is kept to be looked at.
      body: body as Body,
    })
    this.calls.push(call)
    return call
  }

  /** Follow functions and `inOrder()` to the answer that can be sent. */
  async #choose(
    answer: Answer<Event, Body> | undefined,
    call: RecordedCall<Event, Body>,
  ): Promise<Script<Event> | Response | ApiError | undefined> {
    if (answer === undefined || answer instanceof Response) return answer
    if (typeof answer === 'function') return this.#choose(await this.#ask(answer, call), call)
    if ('answers' in answer) return this.#choose(this.#next(answer), call)
    return answer
  }

  async #ask(
    choose: AnswerFunction<Event, Body>,
    call: RecordedCall<Event, Body>,
  ): Promise<Answer<Event, Body> | undefined> {
    const answer = await choose(call)
    if (answer !== undefined) assertAnswer(answer, `${nameOf(choose)} gave no answer`)
    return answer
  }

  #next(order: InOrder<Event, Body>): Answer<Event, Body> {
    const given = this.#given.get(order) ?? 0
    const answer = order.answers[given]
    if (answer === undefined) throw new RangeError(`${nameOf(order)} has only ${given} answer(s).`)

    this.#given.set(order, given + 1)
    return answer
  }

  #stream(
    call: RecordedCall<Event, Body>,
    script: Script<Event>,
    signal: AbortSignal,
    headers: HeaderFields,
  ): Response {
    const { streams = asksForStream } = this.endpoint
    if (!streams(call.body, call.url)) {
      return this.#reply(call, toResponse(notAStream(script), headers))
    }
    return respond(this.endpoint, script, {
      signal,
      headers,
      through: this.#through,
      observer: call,
    })
  }

  #reply(call: RecordedCall<Event, Body>, response: Response): Response {
    call.onEnd('replied')
    return response
  }

  /** Leave the request to the next handler. */
  #forget(call: RecordedCall<Event, Body>): undefined {
    this.calls.splice(this.calls.indexOf(call), 1)
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

function asksForStream(body: unknown): boolean {
  return Reflect.get(Object(body), 'stream') === true
}

function notAStream(script: Script<unknown>): ApiError {
  return apiError(400, {
    message:
      `The script ${script.constructor.name} is a stream, and this request does not ask for one. ` +
      'Set stream: true, or answer it with something else.',
    param: 'stream',
  })
}
