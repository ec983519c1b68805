import type { RequestHandler } from 'msw'
import type { Route } from '../../routes/index.js'
import { apiError, responseOfError } from '../../routes/api-error.js'
import { clientOf, type WithClient } from '../../routes/request/received-request.js'
import { differenceOfQuery } from '../../routes/request/required-query.js'
import type { RouteResponse } from '../../routes/responder.js'
import type { MaybePromise } from '../../streaming/index.js'
import {
  explainThrown,
  isPromise,
  isStreamed,
  printError,
  toResponse,
} from '../../streaming/internal.js'
import { missingRoute } from './missing-route.js'

/** The part of a request that messages name. */
type Named = Pick<Request, 'method' | 'url'>

/** The part of a request that the form of a response depends on. */
type Asking = Pick<Request, 'method'> & WithClient

/**
 * Answers a request in any case. A request that no handler answers, or that a handler passes
 * through, gets a 404. A request whose handler fails gets a 500, and the error is printed.
 *
 * @param ask Gives the answer of the handlers.
 */
export async function answerRequest(
  request: Named & Asking,
  handlers: readonly RequestHandler[],
  ask: () => MaybePromise<RouteResponse | undefined>,
): Promise<RouteResponse> {
  try {
    const answer = ask()
    const answered = isPromise(answer) ? await answer : answer
    const response = answered ?? unmatchedResponse(request, handlers)
    return sendable(request, isPassthrough(response) ? passedThrough(request) : response)
  } catch (error) {
    return failedResponse(request, error)
  }
}

/**
 * Makes the response to a request that no handler answers: a 404 that names the request and all
 * routes. Clients do not retry such a request.
 */
export function unmatchedResponse(request: Named, handlers: readonly RequestHandler[]): Response {
  return notRetried(404, unmatchedMessage(request, handlers), 'unmatched_request')
}

/** Describes a request that no handler answers. */
export function unmatchedMessage(request: Named, handlers: readonly RequestHandler[]): string {
  const { method, url } = request
  return `Failed to answer ${method} ${url}: ${reasonOf(request, handlers)}${adviceOnServer(request, handlers)}`
}

/** Recognizes MSW's `passthrough()`, which makes MSW send the request to the network. */
export function isPassthrough(response: RouteResponse): boolean {
  return !isStreamed(response) && response.headers.get('x-msw-intention') === 'passthrough'
}

/**
 * Checks an array of handlers before the first request.
 *
 * @param task The task that needs the handlers, for the message: `start a server`.
 * @throws {TypeError} Unless `handlers` is an array of handlers.
 */
export function assertHandlers(handlers: unknown, task: string): void {
  if (!Array.isArray(handlers)) {
    throw new TypeError(`Failed to ${task}: expected an array of handlers.`)
  }
  const index = handlers.findIndex((handler) => !isHandler(handler))
  if (index === -1) return

  throw new TypeError(`Failed to ${task}: expected a handler at handlers[${index}].`)
}

/** Recognizes a handler by its shape, also of another copy of MSW, such as its CommonJS build. */
function isHandler(value: unknown): boolean {
  const { run, info }: { run?: unknown; info?: unknown } = Object(value)
  return typeof run === 'function' && typeof info === 'object'
}

/**
 * Gives a response in the form in which the client gets it: without a body for `HEAD`, or after an
 * abort.
 *
 * @throws {TypeError} When the body has been read already.
 */
function sendable(request: Asking, given: RouteResponse): RouteResponse {
  const isWhole = request.method !== 'HEAD' && !clientOf(request).aborted
  if (isStreamed(given) && isWhole) return given

  const response = toResponse(given)
  if (response.bodyUsed || response.body?.locked) {
    throw new TypeError('the body of the Response has been read already.')
  }
  if (isWhole) return response

  // The body is not read. A body that fails to be cancelled needs no other end.
  response.body?.cancel().catch(() => {})
  return response.type === 'error' ? response : new Response(null, response)
}

/** Makes the response for a handler that failed. No client retries: the test is at fault. */
function failedResponse(request: Named & Asking, error: unknown): Response {
  const { method, url } = request
  const client = clientOf(request)
  // The reason of the abort is no failure of the handler.
  if (!client.aborted || error !== client.reason) printError(error)

  const message = `Failed to answer ${method} ${url}: ${explainThrown(error)}`
  return notRetried(500, message, 'failed_handler')
}

/** Makes the response to a request that a handler passes through: there is no network to pass to. */
function passedThrough({ method, url }: Named): Response {
  const reason = 'a handler passes it through, and there is nowhere to pass it through to.'
  return notRetried(404, `Failed to answer ${method} ${url}: ${reason}`, 'unmatched_request')
}

function notRetried(status: number, message: string, code: string): Response {
  const headers = { 'x-should-retry': 'false' }
  return responseOfError(apiError(status, { message, code }, { headers }))
}

function reasonOf(request: Named, handlers: readonly RequestHandler[]): string {
  const missing = missingRoute(request)
  if (handlers.length === 0)
    return `there are no routes. Pass one to the server, such as ${missing ?? 'chat.completions.create'}(answer).`

  // The header is the method and the path, or MSW's own description of the handler.
  const routes = [...new Set(handlers.map(({ info }) => info.header))]
  // A route of the endpoint has passed the request on.
  const isThere = handlers.some((one) => isRoute(one) && one.endpoint.name === missing)
  const advice = missing && !isThere ? [`Add one that does: ${missing}(answer).`] : []
  return ['none of these routes does:', ...nearest(routes, request), ...advice].join('\n')
}

/** The most routes that a message lists. */
const MOST = 20

/** Lists routes; of too many, those with the path that is most like that of the request. */
function nearest(routes: readonly string[], { url }: Named): readonly string[] {
  if (routes.length <= MOST) return routes

  const { pathname } = new URL(url)
  const likeness = (route: string) => {
    const path = route.replace(/^\S+ https?:\/\/[^/]+/, '')
    const end = [...path].findIndex((character, index) => character !== pathname[index])
    return end === -1 ? path.length : end
  }
  const sorted = routes.toSorted((one, other) => likeness(other) - likeness(one))
  return [...sorted.slice(0, MOST), `and ${routes.length - MOST} others`]
}

/** Names what a request lacks to match a route: its query, or the base URL of a route of another server. */
function adviceOnServer({ method, url }: Named, handlers: readonly RequestHandler[]): string {
  const { origin, pathname } = new URL(url)
  for (const handler of handlers.filter(isRoute)) {
    const { name, method: expected, path } = handler.endpoint
    const pattern = new RegExp(`${path.replaceAll(/:\w+/g, '[^/]+')}$`)
    if (method !== expected || !pattern.test(pathname)) continue

    const difference = differenceOfQuery(handler.endpoint, url)
    if (difference)
      return `\nIts path is that of ${name}, but its query is not: expected ${difference}.`
    const baseURL = origin + pathname.replace(pattern, '')
    // A route of this very server has passed the request on.
    if (handler.info.path === `${baseURL}${path}`) continue

    return `\nIts path is that of ${name}. For a server of its own, create the route with createRoutes({ baseURL: '${baseURL}' }).`
  }
  return ''
}

/** Recognizes a route, also one of another copy of the package. */
function isRoute(handler: RequestHandler): handler is Route {
  return 'endpoint' in handler && 'unused' in handler
}
