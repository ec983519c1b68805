/** A server that can begin and stop to listen. */
export interface Listener {
  /** The test file of the server. */
  readonly file: string | undefined
  /** Begins to listen. */
  listen(): void
  /** Stops listening. */
  stop(): void
}

/**
 * The open servers, the innermost last. The innermost alone listens: MSW 3 has one source of
 * requests, and the last server to listen takes it from the others.
 */
const servers: Listener[] = []

/** Opens a server inside the servers that are open. */
export function openServer(server: Listener): void {
  if (servers.includes(server)) return
  // A file whose tests are all skipped never closes its server.
  for (const old of servers.filter(({ file }) => file !== server.file)) closeServer(old)

  servers.at(-1)?.stop()
  servers.push(server)
  server.listen()
}

/** Closes a server. The server around it listens again. */
export function closeServer(server: Listener): void {
  const index = servers.indexOf(server)
  if (index === -1) return

  const isInnermost = index === servers.length - 1
  servers.splice(index, 1)
  if (!isInnermost) return
  server.stop()
  servers.at(-1)?.listen()
}

/** Finds the server around another one. */
export function serverAround<Server extends Listener>(server: Server): Server | undefined {
  // The servers are all of one class.
  return servers[servers.indexOf(server) - 1] as Server | undefined
}
