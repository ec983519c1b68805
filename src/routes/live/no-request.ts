/** Explains that no request has come: the client may have kept the real `fetch`. */
export function noRequest(route: string): string {
  return `no request has come to ${route}: was the client made before the server listened?`
}
