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
