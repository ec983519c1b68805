import { HttpResponse, type HttpHandler } from 'msw'
import type { MaybePromise } from '../streaming/index.js'
import { andThen, toResponse } from '../streaming/internal.js'
import type { Answer } from './answers/answer.js'
import type { EarlierCalls } from './call-memory.js'
import type { Call } from './call.js'
import { checkEndpoint } from './check-endpoint.js'
import type { Endpoint, StreamingEndpoint } from './endpoint.js'
import { rememberEndpoint } from './known-endpoints.js'
import { DirectHandler } from './msw-handler.js'
import { preflightResponse, sharedResponse } from './request/cors.js'
import { isFor } from './request/required-query.js'
import type { ReceivedRequest } from './request/received-request.js'
import { Responder, type PathParams, type RouteResponse } from './responder.js'
import type { RouteOptions } from './route-options.js'
import { serverOf, type CreateRouteOptions, type Server } from './server.js'
import { reportCall } from './watch-calls.js'

/** An endpoint plus an answer: an MSW handler that remembers its calls. */
export interface Route<Event = never, Body = unknown, Resource = never> extends HttpHandler {
  /** The endpoint of the route. */
  readonly endpoint: EndpointOf<Event, Body, Resource>
  /** The calls that the route has answered, oldest first; the last ones where `{ calls }` is fewer. */
  readonly calls: ReadonlyArray<Call<Event, Body>>
  /** Counts of the calls before those of `calls`; zero unless the route was given `{ calls }`. */
  readonly earlier: EarlierCalls
  /**
   * The parts of the answer that no call has used, in words: steps of `inOrder()`, each `when()`
   * that never matched, or the whole answer. The choices of a function do not count.
   */
  readonly unused: readonly string[]
  /**
   * Forgets the calls, and starts `inOrder()` over. From MSW 2.14 on, `server.resetHandlers()` does
   * so, too.
   *
   * @example
   * route.forget()
   */
  forget(): void
}

/**
 * Creates routes of one endpoint.
 *
 * @throws {TypeError} When the answer is none for this endpoint, or an option is wrong.
 * @throws {RangeError} Unless the status is from 200 to 599.
 *
 * @example
 * server.use(chat.completions.create('Hello there'))
 */
export interface RouteFactory<Event = never, Body = unknown, Resource = never, Short = string> {
  // Without a doc comment here, editors show the comment of the route, as of `files.create`.
  (...given: Arguments<Event, Body, Resource, Short>): Route<Event, Body, Resource>
  /** The endpoint of the routes. */
  readonly endpoint: EndpointOf<Event, Body, Resource, Short>
}

/** The arguments of a route factory. An endpoint whose resource has a default in every field needs no answer. */
type Arguments<Event, Body, Resource, Short> = [string] extends [Short]
  ? [answer: Answer<Event, Body, Resource, Short>, options?: RouteOptions]
  : [answer?: Answer<Event, Body, Resource, Short>, options?: RouteOptions]

/** The endpoint of a route, with a wire format where the endpoint has events. */
type EndpointOf<Event, Body, Resource, Short = string> = [Event] extends [never]
  ? Endpoint<Event, Body, Resource, Short>
  : StreamingEndpoint<Event, Body, Resource, Short>

/**
 * Makes a route factory of an endpoint of your own.
 *
 * @throws {TypeError} When an option is unknown or wrong, or a field of the endpoint is.
 *
 * @example
 * const ticks = createRoute({
 *   name: 'ticks.list',
 *   method: 'POST',
 *   path: '/ticks',
 *   wire: { event: z.object({ tick: z.number() }), frame: unnamed },
 * })
 * server.use(ticks(new Clock()))
 */
export function createRoute<Event = never, Body = unknown, Resource = never, Short = string>(
  endpoint: Endpoint<Event, Body, Resource, Short>,
  options: CreateRouteOptions = {},
): RouteFactory<Event, Body, Resource, Short> {
  const server = serverOf(options)
  const served = server.endpoint(endpoint)
  checkEndpoint(served)
  rememberEndpoint(served)
  // The types of the answers alone know the short form. The responder asks `endpoint.short`.
  const declared = served as Endpoint<Event, Body, Resource>
  const create = (answer = omitted(declared), routeOptions: RouteOptions = {}) =>
    new ResponderHandler(new Responder(declared, server, answer, routeOptions), server)

  // An endpoint whose events have a type has a wire format.
  return Object.assign(create, { endpoint: served }) as unknown as RouteFactory<
    Event,
    Body,
    Resource,
    Short
  >
}

/** Gives the answer of a route without one: a resource of defaults alone, where the endpoint has such. */
function omitted<Event, Body, Resource>({
  short = 'text',
}: Endpoint<Event, Body, Resource>): Answer<Event, Body, Resource> | undefined {
  // No field is needed: each has a default.
  return short === 'text' ? undefined : ({} as Answer<Event, Body, Resource>)
}

/** The MSW handler of a responder. */
class ResponderHandler<Event, Body, Resource> extends DirectHandler {
  readonly #responder: Responder<Event, Body, Resource>

  constructor(responder: Responder<Event, Body, Resource>, { baseURL }: Server) {
    const { method, path } = responder.endpoint
    super(method, `${baseURL}${path}`, async ({ request, params }) => {
      const response = await respondTo(responder, request, params)
      // MSW 3 makes its own copy of any other class of response, which takes time for each header.
      return response && toResponse(response, HttpResponse)
    })
    this.#responder = responder
    responder.onCall = (call, index) => reportCall({ route: this, call, index })
  }

  get endpoint(): Endpoint<Event, Body, Resource> {
    return this.#responder.endpoint
  }

  get calls(): ReadonlyArray<Call<Event, Body>> {
    return this.#responder.calls
  }

  get earlier(): EarlierCalls {
    return this.#responder.earlier
  }

  get unused(): readonly string[] {
    return this.#responder.unused
  }

  forget(): void {
    this.#responder.forget()
  }

  respond(request: ReceivedRequest, params: PathParams): MaybePromise<RouteResponse | undefined> {
    return respondTo(this.#responder, request, params)
  }
}

/** Answers a request, and the preflight request before it, so that pages of every origin can read the answer. */
function respondTo<Event, Body, Resource>(
  responder: Responder<Event, Body, Resource>,
  request: ReceivedRequest,
  params: PathParams,
): MaybePromise<RouteResponse | undefined> {
  if (!isFor(responder.endpoint, request.url, params)) return undefined
  const preflight = preflightResponse(request)
  if (preflight) return preflight

  return andThen(
    responder.respond(request, params),
    (response) => response && sharedResponse(request, response),
  )
}
