import type { IncomingMessage } from 'node:http'
import { SentRequest } from '../http/sent-request.js'

/** A request that a server has received, of which requests to any origin can be made. */
export class IncomingRequest {
  readonly method: string
  readonly headers: Headers
  /** The origin of the server. */
  readonly server: string
  readonly #path: string
  readonly #body: Uint8Array<ArrayBuffer> | null
  readonly #gone = new AbortController()

  constructor(message: IncomingMessage, body: Uint8Array<ArrayBuffer>, server: string) {
    const { method = 'GET', url = '/', rawHeaders } = message
    this.method = method
    this.server = server
    this.#path = pathOf(url)
    this.headers = headersOf(rawHeaders)
    this.#body = method === 'GET' || method === 'HEAD' ? null : body
  }

  get url(): string {
    return `${this.server}${this.#path}`
  }

  /** Aborts when the client disconnects. */
  get signal(): AbortSignal {
    return this.#gone.signal
  }

  /** Makes the same request to another origin, with a body of its own. */
  requestAt(origin: string): Request {
    const init = { method: this.method, headers: this.headers, body: this.#body }
    return new SentRequest(`${origin}${this.#path}`, init, this.signal)
  }

  /** Records that the client is gone. */
  disconnect(): void {
    this.#gone.abort()
  }
}

/** Gives the path and the query of a URL. Clients of a proxy send whole URLs. */
function pathOf(url: string): string {
  if (url.startsWith('/')) return url
  if (!URL.canParse(url)) return `/${url}`

  const { pathname, search } = new URL(url)
  return `${pathname}${search}`
}

/** Makes headers of a flat list of names and values. */
function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers()
  for (let at = 0; at < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '')
  return headers
}
