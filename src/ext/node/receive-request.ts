import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'msw'
import { preflightResponse, sharedResponse } from '../../routes/request/cors.js'
import { answerRequest, isPassthrough } from '../http/answer-request.js'
import { IncomingRequest } from './incoming-request.js'
import { askByOrigin } from './origins.js'
import { sendResponse } from './send.js'

/** The state of a server that answers requests. */
export interface ServerState {
  readonly handlers: readonly RequestHandler[]
  /** The origin of the server. */
  readonly url: string
  /** The requests that have not ended. */
  readonly open: Set<IncomingRequest>
}

/** Receives a request, and answers it. Never rejects. */
export async function receiveRequest(
  message: IncomingMessage,
  out: ServerResponse,
  state: ServerState,
): Promise<void> {
  try {
    const incoming = await admit(message, out, state)
    if (incoming) await reply(incoming, out, state)
  } catch (error) {
    // The response cannot be sent: the client and the call lose the connection.
    console.error(error)
    out.destroy()
  }
}

async function admit(
  message: IncomingMessage,
  out: ServerResponse,
  { url, open }: ServerState,
): Promise<IncomingRequest | undefined> {
  const body = await readBody(message)
  if (!body) return

  const incoming = new IncomingRequest(message, body, url)
  open.add(incoming)
  out.once('close', () => {
    open.delete(incoming)
    if (!out.writableFinished) incoming.disconnect()
  })
  return incoming
}

async function reply(
  incoming: IncomingRequest,
  out: ServerResponse,
  { handlers }: ServerState,
): Promise<void> {
  const response = await answerRequest(incoming, handlers, () => ask(incoming, handlers))
  if (!incoming.signal.aborted) await sendResponse(sharedResponse(incoming, response), out)
}

/** Asks the handlers for a response. The server itself answers a preflight that no handler answers. */
async function ask(
  incoming: IncomingRequest,
  handlers: readonly RequestHandler[],
): Promise<Response | undefined> {
  // A `Request` cannot have this method, so that no handler can get the request.
  if (incoming.method === 'TRACE') return

  const response = await askByOrigin(handlers, incoming)
  if (response && !isPassthrough(response)) return response
  return preflightResponse(incoming) ?? response
}

async function readBody(message: IncomingMessage): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = []
  try {
    // An async iterator of the message would take several times as long.
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    await once(message, 'end')
    return Buffer.concat(chunks)
  } catch {
    // The client has disconnected in the middle of its request: there is no one to answer.
    return undefined
  }
}
