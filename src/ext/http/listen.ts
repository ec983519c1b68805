import { isCommonAssetRequest, type RequestHandler } from 'msw'
import type { SetupServer } from 'msw/node'
import { preflightResponse, sharedResponse } from '../../routes/request/cors.js'
import { releaseCancel } from '../msw.js'
import { unmatchedResponse } from './answer-request.js'
import { answerHappyDom } from './answer-happy-dom.js'
import { patchFetch } from './global-fetch.js'
import { isOwnServer } from './own-servers.js'

/** The part of a request that messages name. */
type Named = Pick<Request, 'method' | 'url' | 'headers'>

/** The data of MSW 3 about a request, or about a WebSocket connection. */
interface FrameData {
  readonly request?: Request
  readonly connection?: { readonly client: { readonly url: URL } }
}

/** The treatment of requests that none of the handlers of a server answers. */
export interface Unhandled {
  /** Lists the handlers that messages name. */
  listHandlers(): readonly RequestHandler[]
  /** Recognizes a request that goes out to the network. */
  mayGoOut(request: Named): boolean
  /** Called with any other request. A WebSocket gets the error that the function returns. */
  onUnhandled(request: Named): Error
}

/**
 * Starts a server, also for clients that were created before. A request that no handler answers, and
 * that may not go out, gets a 404 that names the handlers.
 */
export function listen(server: SetupServer, unhandled: Unhandled): void {
  const refuse = (request: Named): Response => {
    // The request that follows is the one to report.
    const preflight = preflightResponse(request)
    if (preflight) return preflight

    const error = unhandled.onUnhandled(request)
    // MSW answers a request with a thrown response, and cannot do so for a WebSocket.
    if (request.url.startsWith('ws')) throw error
    return sharedResponse(request, unmatchedResponse(request, unhandled.listHandlers()))
  }
  const refuseStranger = (request: Request) =>
    isHarmless(request) || unhandled.mayGoOut(request) ? undefined : refuse(request)
  const options = {
    // MSW 2 calls this function, and MSW 3 the other one.
    onUnhandledRequest(request: Request): void {
      const refusal = refuseStranger(request)
      if (refusal) throw refusal
    },
    onUnhandledFrame({ frame }: { frame: { data: unknown } }): void {
      const { request, connection }: FrameData = Object(frame.data)
      if (request) return options.onUnhandledRequest(request)
      const opened = { method: 'GET', url: String(connection?.client.url), headers: new Headers() }
      if (!unhandled.mayGoOut(opened)) refuse(opened)
    },
  }
  patchFetch(() => {
    server.listen(options)
    answerHappyDom(unhandled.listHandlers, refuseStranger)
  })
  releaseCancel(server)
}

/** Recognizes a request that is no mistake of the test where no handler answers it. */
function isHarmless(request: Request): boolean {
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
