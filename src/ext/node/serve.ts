import type { RequestHandler } from 'msw'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { macrotask } from '../../streaming/internal.js'
import { assertHandlers } from '../http/answer-request.js'
import { rememberServer } from '../http/own-servers.js'
import { receiveRequest, type ServerState } from './receive-request.js'

/** The options of {@link serve}. */
export interface ServeOptions {
  /** The port to listen on; a free one unless given. */
  readonly port?: number | undefined
  /** The address to listen on: `127.0.0.1` unless given, which no other machine reaches. */
  readonly hostname?: string | undefined
}

/** A server that handlers answer, made by {@link serve}. */
export interface NodeServer extends AsyncDisposable {
  /** The `baseURL` for a client: the `url`, and `/v1`. */
  readonly baseURL: string
  /** The origin, without a slash at its end. */
  readonly url: string
  readonly port: number
  /**
   * Stops to listen, and drops every connection: the calls that are open are *aborted*, and have
   * settled once it resolves. A second call does no harm.
   */
  close(): Promise<void>
}

/**
 * Serves handlers over HTTP, on this machine, for clients in other processes, or that no interception
 * reaches.
 *
 * A request is answered as if it had been sent to the origin that the path of a handler names, such
 * as `https://api.openai.com`, by the first handler that answers. A request that no handler answers,
 * or that a handler passes through, gets a 404 that says so. Events that are ready at once are written
 * at once, and may be one read. Pages of any origin may send requests.
 *
 * @param handlers Routes, and any other handlers of MSW. They are looked up with each request, so that
 * the array may change.
 * @throws {TypeError} When they are no array of handlers, or an option is none.
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
  assertAddress(wanted, hostname)

  const server = createServer()
  const port = await listen(server, wanted, hostname)
  const url = `http://${hostOf(hostname)}:${port}`
  const state: ServerState = { handlers, url, open: new Set() }
  server.on('request', (message, out) => void receiveRequest(message, out, state))

  const forget = rememberServer(url)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= shut(server, state).finally(forget))
  return { baseURL: `${url}/v1`, url, port, close, [Symbol.asyncDispose]: close }
}

/** Checks an address before anything is opened: Node would listen on every interface, or make a file. */
function assertAddress(port: unknown, hostname: unknown): void {
  if (!Number.isInteger(port)) {
    throw new TypeError(`Failed to start a server: expected a port, received ${String(port)}.`)
  }
  if (typeof hostname !== 'string' || hostname === '') {
    throw new TypeError(
      `Failed to start a server: expected a hostname, received ${JSON.stringify(hostname)}.`,
    )
  }
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

async function shut(server: Server, { open }: ServerState): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const request of open) request.disconnect()
  server.closeAllConnections()
  await closed
  // A play whose client is gone gives its script as long to stop.
  await macrotask()
}

/** Gives the host at which clients reach an address. */
function hostOf(hostname: string): string {
  const host = EVERYWHERE[hostname] ?? hostname
  return host.includes(':') ? `[${host}]` : host
}

/** Addresses to listen on that are none to connect to. */
const EVERYWHERE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** A server could not be started. The `cause` is the error of Node. */
export class ServeError extends Error {
  override readonly name = 'ServeError'
  readonly hostname: string
  readonly port: number

  constructor(hostname: string, port: number, cause: unknown) {
    super(`Failed to serve on port ${port} of ${hostname}: ${reason(cause)}`, { cause })
    this.hostname = hostname
    this.port = port
  }
}

function reason(cause: unknown): string {
  if (Reflect.get(Object(cause), 'code') === 'EADDRINUSE') {
    return 'the port is in use. Leave it out to get a free one.'
  }
  return cause instanceof Error ? cause.message : String(cause)
}
