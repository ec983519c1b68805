import { isCommonAssetRequest } from 'msw'
import type { SetupServer } from 'msw/node'
import { releaseCancel } from '../msw.js'
import { isOurs } from '../own-servers.js'
import { unmatchedRequest } from '../unmatched-request.js'
import { UnhandledRequestError } from './unhandled-request-error.js'

type Asked = Pick<Request, 'method' | 'url'>

/** What MSW 3 has of a request, or of a WebSocket connection. */
interface FrameData {
  readonly request?: Request
  readonly connection?: { readonly client: { readonly url: URL } }
}

/** Start to listen. A request that nothing answers is told of, and gets a 404. */
export function listen(
  server: SetupServer,
  onUnhandled: (error: UnhandledRequestError) => void,
): void {
  const refuse = (asked: Asked) => {
    const handlers = server.listHandlers().filter((handler) => 'info' in handler)
    const error = new UnhandledRequestError(asked, handlers)
    onUnhandled(error)
    // MSW answers with what is thrown. It has no response for a WebSocket.
    throw asked.url.startsWith('ws') ? error : unmatchedRequest(asked, handlers)
  }
  const options = {
    // MSW 2 takes this one, and MSW 3 the other.
    onUnhandledRequest: (request: Request) =>
      isCommonAssetRequest(request) || isOurs(request.url) || refuse(request),
    onUnhandledFrame({ frame }: { frame: { data: unknown } }): void {
      const { request, connection }: FrameData = Object(frame.data)
      if (request) options.onUnhandledRequest(request)
      else refuse({ method: 'GET', url: String(connection?.client.url) })
    },
  }
  server.listen(options)
  releaseCancel(server)
}
