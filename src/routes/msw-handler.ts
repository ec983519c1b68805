import { HttpHandler, matchRequestUrl } from 'msw'
import type { MaybePromise } from '../streaming/index.js'
import { isPreflight } from './request/cors.js'
import type { ReceivedRequest } from './request/received-request.js'
import type { PathParams, RouteResponse } from './responder.js'

/** The key of the method by which a transport asks a handler. Registered, so that every build has the same key. */
const askKey = Symbol.for('msw-openai.ask')

type RunArguments = Parameters<HttpHandler['run']>[0]
type Match = ReturnType<typeof matchRequestUrl>
type PredicateArguments = Parameters<HttpHandler['predicate']>[0]

/** The match of the last URL, which depends on nothing else. */
interface LastMatch {
  readonly url: string
  readonly baseUrl: string | undefined
  readonly match: Match
}

/**
 * An MSW handler, with everything that this package knows about the insides of MSW.
 *
 * - `run()`: a handler that matches and gives no response lets the request go out to the network. A
 *   request that a route passes to the next handler must look like one that did not match.
 * - `reset()`: called by `server.resetHandlers()` from MSW 2.14 on. Earlier releases lack the
 *   method.
 * - `dispose()`: called by MSW 3 where `resetHandlers()` removes a handler that `server.use()`
 *   added.
 * - `matchRequestUrl()`: the function by which `run()` matches a request. A transport of this package
 *   uses the function alone, without the copies of the request that MSW makes.
 */
export abstract class DirectHandler extends HttpHandler {
  #lastMatch: LastMatch | undefined

  /** Forgets everything about earlier requests. */
  abstract forget(): void

  /** Answers a request that matches; undefined passes the request to the next handler. */
  abstract respond(
    request: ReceivedRequest,
    params: PathParams,
  ): MaybePromise<RouteResponse | undefined>

  /** Matches also the preflight request of a browser. */
  override predicate(args: PredicateArguments): Promise<boolean> {
    const { request, parsedResult } = args
    const isOwnPreflight = parsedResult.match.matches && isPreflight(request, this.info.method)
    // MSW 2.10 takes a boolean, and awaits no promise.
    return isOwnPreflight ? (true as unknown as Promise<boolean>) : super.predicate(args)
  }

  override async run(args: RunArguments): Promise<Awaited<ReturnType<HttpHandler['run']>>> {
    const result = await super.run(args)
    return result?.response ? result : null
  }

  override reset(): void {
    super.reset?.()
    this.forget()
  }

  override dispose(): void {
    super.dispose?.()
    this.forget()
  }

  /** Answers a request as `run()` does, without the copies of the request that MSW makes. */
  [askKey](
    request: ReceivedRequest,
    baseUrl: string | undefined,
  ): MaybePromise<RouteResponse | undefined> {
    const { method } = this.info
    if (!isOfMethod(request, method) && !isPreflight(request, method)) return undefined
    const { matches, params } = this.#match(request.url, baseUrl)
    if (!matches) return undefined

    this.isUsed = true
    return this.respond(request, { ...params })
  }

  /** Matches a URL. Most requests to a route have the URL of the request before. */
  #match(url: string, baseUrl: string | undefined): Match {
    const last = this.#lastMatch
    if (last?.url === url && last.baseUrl === baseUrl) return last.match

    const match = matchRequestUrl(new URL(url), String(this.info.path), baseUrl)
    this.#lastMatch = { url, baseUrl, match }
    return match
  }
}

/** Recognizes a request with the method of a handler, which may be a pattern. */
function isOfMethod(request: ReceivedRequest, method: string | RegExp): boolean {
  return typeof method === 'string' ? request.method === method : method.test(request.method)
}

/** Asks a handler of this package for a response; undefined where it does not answer the request. */
export function askDirectly(
  handler: DirectHandler,
  request: ReceivedRequest,
  baseUrl: string | undefined,
): MaybePromise<RouteResponse | undefined> {
  return handler[askKey](request, baseUrl)
}

/** Recognizes a handler of this package, also of another copy of the package. */
export function isDirect(handler: object): handler is DirectHandler {
  return askKey in handler
}
