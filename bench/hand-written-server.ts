import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { handWrittenStream } from './hand-written.ts'

interface HandWrittenServer extends AsyncDisposable {
  readonly baseURL: string
}

/** A server that does nothing but send an encoded chat completion at once. */
export function serveAtOnce(
  events: readonly unknown[],
  headers: Record<string, string>,
): Promise<HandWrittenServer> {
  const whole = Buffer.concat([...handWrittenStream(events)])
  return listen((out) => out.writeHead(200, headers).end(whole))
}

async function listen(send: (out: ServerResponse) => unknown): Promise<HandWrittenServer> {
  const answer: RequestListener = async (request, out) => {
    await json(request)
    await send(out)
  }
  const server = createServer((request, out) => void answer(request, out)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const close = async () => {
    server.close().closeAllConnections()
  }
  return { baseURL: `http://127.0.0.1:${port}/v1`, [Symbol.asyncDispose]: close }
}
