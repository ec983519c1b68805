import { createServer, type Server, type ServerOptions } from 'node:http'

/** The bounds of slow and idle connections, in milliseconds, and of headers in bytes. */
const BOUNDS = {
  /** A client sends its headers in this time. */
  headersTimeout: 15_000,
  /** A client sends its whole request in this time. The response may take any time. */
  requestTimeout: 120_000,
  /** The time between two checks of both. */
  connectionsCheckingInterval: 2_000,
  /** An idle connection is closed after this time. Longer than most clients keep theirs. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 32 * 1024,
} satisfies ServerOptions

/**
 * Creates a server that closes connections whose requests are slow, and idle connections. A response
 * that takes long, such as a stream that stalls, is not closed.
 */
export function createBoundedServer(bounds: Partial<typeof BOUNDS> = {}): Server {
  return createServer({ ...BOUNDS, ...bounds })
}
