import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'msw'
import { answer } from '../answer.js'
import { isPassthrough } from '../passthrough.js'
import { preflight, sharing } from './cors.js'
import { IncomingRequest } from './incoming-request.js'
import { askByOrigin } from './origins.js'
import { send } from './send.js'

/** What a server answers requests with. */
export interface Desk {
  readonly handlers: readonly RequestHandler[]
  /** The origin of the server. */
  readonly url: string
  /** The requests that are not over. */
  readonly open: Set<IncomingRequest>
}

/** Receive a request, and answer it. Never rejects. */
export async function receive(
  message: IncomingMessage,
  out: ServerResponse,
  desk: Desk,
): Promise<void> {
  try {
    const incoming = await admit(message, out, desk)
    if (incoming) await reply(incoming, out, desk)
  } catch (error) {
    // A response that cannot be sent: its client, and its call, hear of it by losing the connection.
    console.error(error)
    out.destroy()
  }
}

async function admit(
  message: IncomingMessage,
  out: ServerResponse,
  { url, open }: Desk,
): Promise<IncomingRequest | undefined> {
  const body = await read(message)
  if (!body) return

  const incoming = new IncomingRequest(message, body, url)
  open.add(incoming)
  out.once('close', () => {
    open.delete(incoming)
    if (!out.writableFinished) incoming.leave()
  })
  return incoming
}

async function reply(
  incoming: IncomingRequest,
  out: ServerResponse,
  { handlers }: Desk,
): Promise<void> {
  const response = await answer(incoming, handlers, () => ask(incoming, handlers))
  if (!incoming.signal.aborted) await send(response, out, sharing(incoming, response))
}

/** Ask the handlers. A preflight that they leave to others is for the server to answer. */
async function ask(
  incoming: IncomingRequest,
  handlers: readonly RequestHandler[],
): Promise<Response | undefined> {
  // No `Request` has this method, so that no handler can be asked.
  if (incoming.method === 'TRACE') return

  const response = await askByOrigin(handlers, incoming)
  return response && !isPassthrough(response) ? response : (preflight(incoming) ?? response)
}

async function read(message: IncomingMessage): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of message) chunks.push(chunk)
    return Buffer.concat(chunks)
  } catch {
    // The client left in the middle of its request: nobody is there to be told.
  }
}
