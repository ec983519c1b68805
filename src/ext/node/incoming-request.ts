import { RequestHandler } from 'msw'
import type { IncomingMessage } from 'node:http'
import { AbortSource, type Abortable } from '../../streaming/internal.js'
import type { HeaderSource, ServedRequest } from '../../routes/request/received-request.js'
import { retain } from '../../routes/retain.js'
import { SentRequest } from '../http/sent-request.js'

const decoder = new TextDecoder()

/** A request that a server has received, of which requests to any origin can be made. */
export class IncomingRequest {
  readonly method: string
  /** The origin of the server. */
  readonly server: string
  /** The path and the query. */
  readonly path: string
  /** The body; null where the method allows none. */
  readonly body: Uint8Array<ArrayBuffer> | null
  /** Aborts when the client disconnects. */
  readonly client = new AbortSource()
  readonly received: HeaderSource

  constructor(message: IncomingMessage, body: Uint8Array<ArrayBuffer>, server: string) {
    const { method = 'GET', url = '/', rawHeaders } = message
    this.method = method
    this.server = server
    this.path = pathOf(url)
    this.received = new ReceivedHeaders(rawHeaders)
    this.body = method === 'GET' || method === 'HEAD' ? null : body
  }

  get url(): string {
    return `${this.server}${this.path}`
  }

  get headers(): Headers {
    return this.received.headers
  }

  /** Gives the same request to another origin. */
  requestAt(origin: string): ServedRequest {
    return retain('request', new RequestAt(this, origin))
  }

  /** Records that the client is gone. */
  disconnect(): void {
    this.client.abort()
  }
}

/** A request to one origin. Its body can be read any number of times. */
class RequestAt implements ServedRequest {
  readonly method: string
  readonly url: string
  readonly #incoming: IncomingRequest
  #request: Request | undefined

  constructor(incoming: IncomingRequest, origin: string) {
    this.method = incoming.method
    this.url = `${origin}${incoming.path}`
    this.#incoming = incoming
  }

  get headers(): Headers {
    return this.#incoming.headers
  }

  get received(): HeaderSource {
    return this.#incoming.received
  }

  get client(): Abortable {
    return this.#incoming.client
  }

  get signal(): AbortSignal {
    return this.#incoming.client.signal
  }

  text(): string {
    const { body } = this.#incoming
    return body ? decoder.decode(body) : ''
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
    return new SentRequest(url, { method, headers, body: this.#incoming.body }, signal)
  }
}

/** Gives the path and the query of a URL. Clients of a proxy send whole URLs. */
function pathOf(url: string): string {
  if (url.startsWith('/')) return url
  if (!URL.canParse(url)) return `/${url}`

  const { pathname, search } = new URL(url)
  return `${pathname}${search}`
}

/** The headers of a request, which are made when they are asked for: most calls of a route are never looked at. */
class ReceivedHeaders implements HeaderSource {
  /** The names and the values, in turn. */
  readonly #raw: readonly string[]
  #headers: Headers | undefined

  constructor(raw: readonly string[]) {
    this.#raw = raw
  }

  get headers(): Headers {
    if (this.#headers) return this.#headers

    const headers = new Headers()
    const raw = this.#raw
    for (let at = 0; at < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '')
    this.#headers = headers
    return headers
  }

  header(name: string): string | null {
    let found: string | null = null
    const raw = this.#raw
    for (let at = 0; at < raw.length; at += 2) {
      const given = raw[at] ?? ''
      // Most names have another length, and need not be written in small letters.
      if (given.length !== name.length || given.toLowerCase() !== name) continue
      const value = raw[at + 1] ?? ''
      found = found === null ? value : `${found}, ${value}`
    }
    return found
  }
}
