import { isCommonAssetRequest } from 'msw'
import type { SetupServer } from 'msw/node'
import { unmatchedResponse } from '../http/answer-request.js'
import { isOwnServer } from '../http/own-servers.js'
import { releaseCancel } from '../msw.js'
import type { AnyRoute } from '../../routes/watch-calls.js'
import { answerHappyDom } from './answer-happy-dom.js'
import { UnhandledRequestError } from './test-errors.js'
import type { TestRun, TestRuns } from './test-run.js'

/** The part of a request that messages name. */
type Named = Pick<Request, 'method' | 'url'>

/** The data of MSW 3 about a request, or about a WebSocket connection. */
interface FrameData {
  readonly request?: Request
  readonly connection?: { readonly client: { readonly url: URL } }
}

/** Starts a server. An unhandled request is reported to `onUnhandled`, and gets a 404. */
export function listen(
  server: SetupServer,
  onUnhandled: (error: UnhandledRequestError) => void,
): void {
  const httpHandlers = () => server.listHandlers().filter((handler) => 'info' in handler)
  const refuse = (request: Named): Response => {
    const handlers = httpHandlers()
    const error = new UnhandledRequestError(request, handlers)
    onUnhandled(error)
    // MSW answers a request with a thrown response, and cannot do so for a WebSocket.
    if (request.url.startsWith('ws')) throw error
    return unmatchedResponse(request, handlers)
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
      else refuse({ method: 'GET', url: String(connection?.client.url) })
    },
  }
  server.listen(options)
  releaseCancel(server)
  answerHappyDom(httpHandlers, refuseStranger)
}

/** Recognizes a request that is no mistake of the test where no handler answers it. */
function mayGoOut(request: Request): boolean {
  return isCommonAssetRequest(request) || isOwnServer(request.url) || needsNoServer(request)
}

/** Recognizes a URL that contains its own content. The SDK fetches `data:,` before it uploads a file. */
function needsNoServer({ url }: Named): boolean {
  return url.startsWith('data:') || url.startsWith('blob:')
}

/** Makes a server record the routes that tests give it. */
export function noteRoutes(server: SetupServer, runs: TestRuns): SetupServer {
  const use = server.use.bind(server)
  const reset = server.resetHandlers.bind(server)

  server.use = (...handlers) => {
    use(...handlers)
    runs.current.addRoutes(routesAmong(handlers))
  }
  server.resetHandlers = (...next) => {
    runs.current.reset()
    reset(...next)
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
