const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** What undici makes of a connection that is refused, which is what clients have to handle. */
export function refusedConnection(url: string): TypeError {
  const { hostname: address, port: given, protocol } = new URL(url)
  const port = given ? Number(given) : PORTS[protocol]
  const cause = Object.assign(new Error(`connect ECONNREFUSED ${address}:${port}`), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
    address,
    port,
  })
  return new TypeError('fetch failed', { cause })
}
