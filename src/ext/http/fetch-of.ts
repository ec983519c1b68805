import { orAborted, signalOfFetch } from '../../streaming/internal.js'
import { SentRequest } from './sent-request.js'

/**
 * Makes a `fetch` function of a function that answers requests.
 *
 * As a real `fetch` does, the function rejects with the reason of a signal that aborts, and with
 * `TypeError: fetch failed` where the answer is a network error; an abort also fails a body that is
 * being read. Redirects are not followed.
 */
export function fetchOf(answer: (request: Request) => Promise<Response>): typeof fetch {
  return async (input, init) => {
    const request = requestOf(input, init)
    const { signal, url } = request
    if (signal.aborted) throw signal.reason

    const response = await keepWaiting(orAborted(answer(request), signal))
    if (response.type === 'error') throw refusedConnection(url)
    return withURL(url, withFollowedBody(response, signal))
  }
}

function requestOf(input: RequestInfo | URL, init: RequestInit = {}): Request {
  // Node refuses a stream as a body without this option.
  const duplex = { duplex: 'half' }
  return new SentRequest(input, { ...duplex, ...init }, signalOfFetch(input, init))
}

function withFollowedBody(response: Response, signal: AbortSignal): Response {
  if (!response.body) return response

  const body = new ReadableStream(new FollowedBody(response.body, signal), {
    // Nothing is read ahead of the client, and nothing is queued: a stream that errors drops its
    // queue.
    highWaterMark: 0,
  })
  return new Response(body, response)
}

/** Sets the URL of a response, which the constructor of `Response` cannot set. */
function withURL(url: string, response: Response): Response {
  const value = url.replace(/#.*/, '')
  return Object.defineProperty(response, 'url', { value, configurable: true })
}

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** Makes the error with which undici reports a refused connection: clients handle that one. */
function refusedConnection(url: string): TypeError {
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

type Controller = ReadableStreamDefaultController<Uint8Array>

/** A body that fails as soon as a signal aborts, as the underlying source of a `ReadableStream`. */
class FollowedBody implements UnderlyingDefaultSource<Uint8Array> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #signal: AbortSignal
  #stopListening = (): void => undefined

  constructor(body: ReadableStream<Uint8Array>, signal: AbortSignal) {
    this.#reader = body.getReader()
    this.#signal = signal
  }

  start(controller: Controller): void {
    const disconnect = () => {
      const { reason } = this.#signal
      controller.error(reason)
      // A body that fails to be cancelled needs no other end.
      this.#reader.cancel(reason).catch(() => {})
    }
    this.#signal.addEventListener('abort', disconnect, { once: true })
    this.#stopListening = () => this.#signal.removeEventListener('abort', disconnect)
  }

  async pull(controller: Controller): Promise<void> {
    const { done, value } = await keepWaiting(this.#read())
    if (this.#signal.aborted) return
    if (!done) return controller.enqueue(value)

    this.#stopListening()
    controller.close()
  }

  cancel(reason: unknown): Promise<void> {
    this.#stopListening()
    return this.#reader.cancel(reason)
  }

  /** Reads the next chunk that is not empty: no connection carries an empty chunk. */
  async #read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    try {
      for (;;) {
        const read = await this.#reader.read()
        if (read.done || read.value.length > 0) return read
      }
    } catch (error) {
      this.#stopListening()
      throw error
    }
  }
}

const waiting = new Set<Promise<unknown>>()

/**
 * Keeps a waiting client from being garbage-collected, as a socket would. Clients such as openai 7
 * follow their signal by a weak reference: without a socket, nothing else refers to a client that
 * waits for a silent stream, and a collected client gets no abort.
 */
async function keepWaiting<Value>(coming: Promise<Value>): Promise<Value> {
  waiting.add(coming)
  try {
    return await coming
  } finally {
    waiting.delete(coming)
  }
}
