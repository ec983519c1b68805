import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { RequestHandler } from 'msw'
import { macrotask } from '../../streaming/clock.js'
import { assertHandlers } from '../assert-handlers.js'
import { rememberServer } from '../own-servers.js'
import { receive, type Desk } from './receive.js'
import { ServeError } from './serve-error.js'

export interface ServeOptions {
  /** A free one unless given. */
  readonly port?: number | undefined
  /** The address to listen on: `127.0.0.1` unless given, which no other machine reaches. */
  readonly hostname?: string | undefined
}

/** A server that handlers answer, made by {@link serve}. */
export interface NodeServer extends AsyncDisposable {
  /** The `baseURL` for a client: the `url`, and `/v1`. */
  readonly baseURL: string
  /** The origin, without a slash in the end. */
  readonly url: string
  readonly port: number
  /**
   * Stop listening, and drop every connection: the calls that are open are
   * *aborted*, and have settled once it resolves. Calling it again does no harm.
   */
  close(): Promise<void>
}

/**
 * Serve handlers over HTTP, on this machine, for clients that are other processes, or
 * that no interception reaches.
 *
 * A request is answered as if it had been sent to the origin that the path of a handler
 * names, such as `https://api.openai.com`, and the first handler to answer does. One that
 * no handler answers, or that one passes through, gets a 404 that says so. Events are
 * written as fast as the client takes them: several may be one read. Pages of any origin
 * may ask.
 *
 * @param handlers Routes, and any other handlers of MSW. They are looked up with each
 * request, so that the array may change.
 * @throws {TypeError} When they are no array of handlers.
 * @throws {ServeError} When it cannot listen, as on a port in use.
 *
 * @example
 * await using server = await serve([chat.completions.create('Hello')])
 * const client = new OpenAI({ baseURL: server.baseURL })
 */
export async function serve(
  handlers: readonly RequestHandler[],
  { port: wanted = 0, hostname = '127.0.0.1' }: ServeOptions = {},
): Promise<NodeServer> {
  assertHandlers(handlers, 'start a server')

  const server = createServer()
  const port = await listen(server, wanted, hostname)
  const url = `http://${hostOf(hostname)}:${port}`
  const desk: Desk = { handlers, url, open: new Set() }
  server.on('request', (message, out) => void receive(message, out, desk))

  const forget = rememberServer(url)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= shut(server, desk).finally(forget))
  return { baseURL: `${url}/v1`, url, port, close, [Symbol.asyncDispose]: close }
}

async function listen(server: Server, wanted: number, hostname: string): Promise<number> {
  try {
    server.listen(wanted, hostname)
    await once(server, 'listening')
  } catch (error) {
    throw new ServeError(hostname, wanted, error)
  }
  const address = server.address()
  return typeof address === 'object' && address ? address.port : wanted
}

async function shut(server: Server, { open }: Desk): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const request of open) request.leave()
  server.closeAllConnections()
  await closed
  // A play that is left gives its script as long to stop.
  await macrotask()
}

/** Where clients find an address. */
function hostOf(hostname: string): string {
  const host = EVERYWHERE[hostname] ?? hostname
  return host.includes(':') ? `[${host}]` : host
}

/** Addresses to listen on that are none to connect to. */
const EVERYWHERE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }
