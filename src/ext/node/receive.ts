import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'msw'
import { answer } from '../answer.js'
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

/** Receive a request, and answer it. */
export async function receive(
  message: IncomingMessage,
  out: ServerResponse,
  { handlers, url, open }: Desk,
): Promise<void> {
  const body = await read(message)
  if (!body) return
  const incoming = new IncomingRequest(message, body, url)
  open.add(incoming)
  out.once('close', () => {
    open.delete(incoming)
    if (!out.writableFinished) incoming.leave()
  })

  const response = await answer(incoming, handlers, () => askByOrigin(handlers, incoming))
  if (!incoming.signal.aborted) await send(response, out)
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
