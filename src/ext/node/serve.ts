import type { RequestHandler } from 'msw'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { macrotask } from '../../streaming/internal.js'
import { assertHandlers } from '../http/answer-request.js'
import { rememberServer } from '../http/own-servers.js'
import { receiveRequest, type ServerState } from './receive-request.js'
import { withDefaults, type ServeOptions } from './serve-options.js'

/** A server whose requests handlers answer, made by {@link serve}. */
export interface NodeServer extends AsyncDisposable {
  /** The `baseURL` for a client: the `url` and `/v1`. */
  readonly baseURL: string
  /** The origin, without a slash at the end. */
  readonly url: string
  /** The port. */
  readonly port: number
  /**
   * Stops the server, and drops every connection. Open calls are *aborted*, and have settled when
   * the promise resolves. Closing twice has no effect.
   *
   * @example
   * await server.close()
   */
  close(): Promise<void>
}

/**
 * The error of a server that could not be started. The `cause` is the error of Node.
 *
 * @example
 * await expect(serve([], { port: server.port })).rejects.toThrow(ServeError)
 */
export class ServeError extends Error {
  override readonly name = 'ServeError'
  /** The address on which to listen. */
  readonly hostname: string
  /** The port on which to listen. */
  readonly port: number

  constructor(hostname: string, port: number, cause: unknown) {
    super(`Failed to serve on port ${port} of ${hostname}: ${reason(cause)}`, { cause })
    this.hostname = hostname
    this.port = port
  }
}

/**
 * Serves handlers over HTTP on this machine, for clients in other processes, and for clients that
 * MSW cannot intercept.
 *
 * The first handler that answers counts; each handler gets the request as if it had been sent to
 * the origin in the handler's path, such as `https://api.openai.com`. A request that no handler
 * answers, or that a handler passes through, gets a 404 with an explanation. Events that are ready
 * at once are written at once, and may arrive in one read. Pages of any origin may send requests.
 * A body of more than 64 MB gets a 413, unless `bodyLimit` is another number of bytes.
 *
 * @param handlers Routes, and any other handlers of MSW. Each request uses the current content of
 * the array.
 * @throws {TypeError} When `handlers` is no array of handlers, or an option is wrong.
 * @throws {ServeError} When the server cannot listen, as on a port in use.
 *
 * @example
 * await using server = await serve([chat.completions.create('Hello')])
 * const client = new OpenAI({ baseURL: server.baseURL })
 */
export async function serve(
  handlers: readonly RequestHandler[],
  options: ServeOptions = {},
): Promise<NodeServer> {
  // Without a time after which idle connections are closed, Node sends no `Keep-Alive` header, which
  // OpenAI does not send, and no client loses a connection that it is about to use.
  return serveOn(createServer({ keepAliveTimeout: 0 }), handlers, options)
}

/** Follows the requests of a server. */
export interface ServerObserver {
  /** Called with each request. `receive` receives its body and answers it, and never rejects. */
  onRequest(message: IncomingMessage, out: ServerResponse, receive: () => Promise<void>): unknown
  readonly onResponse: NonNullable<ServerState['onResponse']>
}

/** Does what {@link serve} does, on a server with limits of its own. */
export async function serveOn(
  server: Server,
  handlers: readonly RequestHandler[],
  options: ServeOptions,
  observer?: ServerObserver,
): Promise<NodeServer> {
  assertHandlers(handlers, 'start a server')
  const { port: wanted, hostname, bodyLimit } = withDefaults(options)

  const port = await listen(server, wanted, hostname)
  const url = `http://${hostOf(hostname)}:${port}`
  const onResponse = observer?.onResponse
  const state: ServerState = { handlers, url, bodyLimit, open: new Set(), onResponse }
  server.on('request', (message, out) => {
    const receive = () => receiveRequest(message, out, state)
    void (observer ? observer.onRequest(message, out, receive) : receive())
  })

  const forget = rememberServer(url)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= shut(server, state).finally(forget))
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

async function shut(server: Server, { open }: ServerState): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const request of open) request.disconnect()
  server.closeAllConnections()
  await closed
  // A play without a client waits as long for its script to stop.
  await macrotask()
}

/** Gives the host at which clients reach an address. */
function hostOf(hostname: string): string {
  const host = EVERYWHERE[hostname] ?? hostname
  return host.includes(':') ? `[${host}]` : host
}

/** The addresses to connect to, by the addresses to listen on where these differ. */
const EVERYWHERE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

function reason(cause: unknown): string {
  if (Reflect.get(Object(cause), 'code') === 'EADDRINUSE') {
    return 'the port is in use. Omit the port to get a free one.'
  }
  return cause instanceof Error ? cause.message : String(cause)
}
