import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'msw'
import type { MaybePromise } from '../../streaming/index.js'
import { andThen, printError } from '../../streaming/internal.js'
import { preflightResponse, sharedResponse } from '../../routes/request/cors.js'
import type { RouteResponse } from '../../routes/responder.js'
import { answerRequest, isPassthrough } from '../http/answer-request.js'
import { IncomingRequest } from './incoming-request.js'
import { askByOrigin } from './origins.js'
import { readBody, TOO_LARGE, tooLargeResponse } from './read-body.js'
import { sendResponse } from './send.js'

/** The state of a server that answers requests. */
export interface ServerState {
  readonly handlers: readonly RequestHandler[]
  /** The origin of the server. */
  readonly url: string
  /** The most bytes of the body of a request. */
  readonly bodyLimit: number
  /** The requests that have not ended. */
  readonly open: Set<IncomingRequest>
  /** Called with each response, right before it is sent. */
  readonly onResponse?: ((incoming: IncomingRequest, response: RouteResponse) => void) | undefined
}

/** Receives a request, and answers it. Never rejects. */
export async function receiveRequest(
  message: IncomingMessage,
  out: ServerResponse,
  state: ServerState,
): Promise<void> {
  try {
    const body = await readBody(message, state.bodyLimit)
    if (!body) return
    const incoming = admit(new IncomingRequest(message, body, state.url), out, state)
    const { handlers, bodyLimit, onResponse } = state
    const response =
      body === TOO_LARGE
        ? tooLargeResponse(bodyLimit)
        : await answerRequest(incoming, handlers, () => ask(incoming, handlers))
    if (incoming.client.aborted) return
    onResponse?.(incoming, response)
    await sendResponse(sharedResponse(incoming, response), out)
  } catch (error) {
    // The response cannot be sent: the client and the call lose the connection.
    printError(error)
    out.destroy()
  }
}

/** Follows a request until its end. */
function admit(
  incoming: IncomingRequest,
  out: ServerResponse,
  { open }: ServerState,
): IncomingRequest {
  open.add(incoming)
  out.on('close', () => {
    open.delete(incoming)
    if (!out.writableFinished) incoming.disconnect()
  })
  return incoming
}

/** Asks the handlers for a response. The server itself answers a preflight that no handler answers. */
function ask(
  incoming: IncomingRequest,
  handlers: readonly RequestHandler[],
): MaybePromise<RouteResponse | undefined> {
  // A `Request` cannot have this method, so that no handler can get the request.
  if (incoming.method === 'TRACE') return undefined

  return andThen(askByOrigin(handlers, incoming), (response) => {
    if (response && !isPassthrough(response)) return response
    return preflightResponse(incoming) ?? response
  })
}
