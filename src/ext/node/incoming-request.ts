import { RequestHandler } from 'msw'
import type { IncomingMessage } from 'node:http'
import type { ServedRequest } from '../../routes/request/received-request.js'
import { SentRequest } from '../http/sent-request.js'

const decoder = new TextDecoder()

/** A request that a server has received, of which requests to any origin can be made. */
export class IncomingRequest {
  readonly method: string
  readonly headers: Headers
  /** The origin of the server. */
  readonly server: string
  /** The path and the query. */
  readonly path: string
  /** The body; null where the method allows none. */
  readonly body: Uint8Array<ArrayBuffer> | null
  readonly #gone = new AbortController()

  constructor(message: IncomingMessage, body: Uint8Array<ArrayBuffer>, server: string) {
    const { method = 'GET', url = '/', rawHeaders } = message
    this.method = method
    this.server = server
    this.path = pathOf(url)
    this.headers = headersOf(rawHeaders)
    this.body = method === 'GET' || method === 'HEAD' ? null : body
  }

  get url(): string {
    return `${this.server}${this.path}`
  }

  /** Aborts when the client disconnects. */
  get signal(): AbortSignal {
    return this.#gone.signal
  }

  /** Gives the same request to another origin. */
  requestAt(origin: string): ServedRequest {
    return new RequestAt(this, origin)
  }

  /** Records that the client is gone. */
  disconnect(): void {
    this.#gone.abort()
  }
}

/** A request to one origin. Its body can be read any number of times. */
class RequestAt implements ServedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly signal: AbortSignal
  readonly #body: Uint8Array<ArrayBuffer> | null
  #request: Request | undefined

  constructor({ method, path, headers, signal, body }: IncomingRequest, origin: string) {
    this.method = method
    this.url = `${origin}${path}`
    this.headers = headers
    this.signal = signal
    this.#body = body
  }

  async text(): Promise<string> {
    return this.#body ? decoder.decode(this.#body) : ''
  }

  async formData(): Promise<FormData> {
    return this.#newRequest().formData()
  }

  clone(): ServedRequest {
    return this
  }

  toRequest(): Request {
    if (this.#request) return this.#request

    this.#request = this.#newRequest()
    // Unless the cache has a copy, MSW copies the request for a log that is not written here.
    RequestHandler.cache?.set(this.#request, this.#request)
    return this.#request
  }

  #newRequest(): Request {
    const { method, headers, url, signal } = this
    return new SentRequest(url, { method, headers, body: this.#body }, signal)
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
