import { isCommonAssetRequest, type HttpHandler, type RequestHandler } from 'msw'
import type { SetupServer } from 'msw/node'
import { preflightResponse, sharedResponse } from '../../routes/request/cors.js'
import { unmatchedResponse } from '../http/answer-request.js'
import { isOwnServer } from '../http/own-servers.js'
import { releaseCancel } from '../msw.js'
import type { AnyRoute } from '../../routes/watch-calls.js'
import { answerHappyDom } from './answer-happy-dom.js'
import { patchFetch } from './global-fetch.js'
import { UnhandledRequestError } from './test-errors.js'
import type { TestRun, TestRuns } from './test-run.js'

/** The part of a request that messages name. */
type Named = Pick<Request, 'method' | 'url' | 'headers'>

/** The data of MSW 3 about a request, or about a WebSocket connection. */
interface FrameData {
  readonly request?: Request
  readonly connection?: { readonly client: { readonly url: URL } }
}

/**
 * Starts a server. An unhandled request is reported to `onUnhandled`, and gets a 404.
 *
 * @param listHandlers Lists the handlers that messages name.
 */
export function listen(
  server: SetupServer,
  listHandlers: () => readonly RequestHandler[],
  onUnhandled: (error: UnhandledRequestError) => void,
): void {
  const refuse = (request: Named): Response => {
    // The request that follows is the one to report.
    const preflight = preflightResponse(request)
    if (preflight) return preflight

    const handlers = listHandlers()
    const error = new UnhandledRequestError(request, handlers)
    onUnhandled(error)
    // MSW answers a request with a thrown response, and cannot do so for a WebSocket.
    if (request.url.startsWith('ws')) throw error
    return sharedResponse(request, unmatchedResponse(request, handlers))
  }
  const refuseStranger = (request: Request) => (mayGoOut(request) ? undefined : refuse(request))
  const options = {
    // MSW 2 calls this function, and MSW 3 the other one.
    onUnhandledRequest(request: Request): void {
      const refusal = refuseStranger(request)
      if (refusal) throw refusal
    },
    onUnhandledFrame({ frame }: { frame: { data: unknown } }): void {
      const { request, connection }: FrameData = Object(frame.data)
      if (request) options.onUnhandledRequest(request)
      else refuse({ method: 'GET', url: String(connection?.client.url), headers: new Headers() })
    },
  }
  patchFetch(() => {
    server.listen(options)
    answerHappyDom(listHandlers, refuseStranger)
  })
  releaseCancel(server)
}

/** Recognizes a request that is no mistake of the test where no handler answers it. */
function mayGoOut(request: Request): boolean {
  return isCommonAssetRequest(request) || isOwnServer(request.url) || needsNoServer(request)
}

/** Stops a server. */
export function stopListening(server: SetupServer): void {
  patchFetch(() => server.close())
}

/** Recognizes a URL that contains its own content. The SDK fetches `data:,` before it uploads a file. */
function needsNoServer({ url }: Named): boolean {
  return url.startsWith('data:') || url.startsWith('blob:')
}

/**
 * Makes a server record the routes that tests give it.
 *
 * @param last The handler that stays behind all others, and that no test sees.
 */
export function noteRoutes(server: SetupServer, runs: TestRuns, last: HttpHandler): SetupServer {
  const use = server.use.bind(server)
  const reset = server.resetHandlers.bind(server)
  const list = server.listHandlers.bind(server)

  server.listHandlers = () => list().filter((handler) => handler !== last)

  server.use = (...handlers) => {
    use(...handlers)
    runs.current.addRoutes(routesAmong(handlers))
  }
  server.resetHandlers = (...next) => {
    runs.current.reset()
    reset(...next, ...(next.length > 0 ? [last] : []))
    runs.current.addRoutes(routesAmong(next))
  }
  return server
}

/** Makes a server for one test: whatever uses that server belongs to the test, in any async context. */
export function serverOfTest(run: TestRun, runs: TestRuns, server: SetupServer): SetupServer {
  const within = <Result>(callback: () => Result) => runs.within(run, callback)
  const own: Partial<SetupServer> = {
    use: (...handlers) => within(() => server.use(...handlers)),
    resetHandlers: (...next) => within(() => server.resetHandlers(...next)),
    boundary: (callback) => server.boundary((...args) => within(() => callback(...args))),
  }
  return Object.assign(Object.create(server), own)
}

/** Finds the routes among handlers, by their shape, also those of another copy of the package. */
export function routesAmong(handlers: readonly object[]): AnyRoute[] {
  return handlers.filter(isRoute)
}

function isRoute(handler: object): handler is AnyRoute {
  return 'endpoint' in handler && 'unused' in handler && 'forget' in handler
}
