import type { RequestHandler } from 'msw'
import { orAborted, signalOfFetch } from '../streaming/internal.js'
import { answerRequest, assertHandlers } from './http/answer-request.js'
import { askHandlers } from './http/ask-handlers.js'
import { SentRequest } from './http/sent-request.js'

/**
 * Creates a `fetch` function that handlers answer: nothing is intercepted, and nothing is global.
 *
 * It does what a real `fetch` does: it rejects with the reason of a signal that aborts, which also
 * fails a body that is still being read, and with `TypeError: fetch failed` where there is no
 * response. A request that no handler answers, or that a handler passes through, gets a 404 that says
 * so. Redirects are not followed.
 *
 * @param handlers Routes, and any other handlers of MSW. They are looked up with each request, so that
 * the array may change.
 * @throws {TypeError} When they are no array of handlers.
 *
 * @example
 * const client = new OpenAI({ fetch: createFetch([chat.completions.create('Hello')]) })
 */
export function createFetch(handlers: readonly RequestHandler[]): typeof fetch {
  assertHandlers(handlers, 'create a fetch function')

  return async (input, init) => {
    const request = requestOf(input, init)
    const { signal, url } = request
    if (signal.aborted) throw signal.reason

    const coming = answerRequest(request, handlers, () => askHandlers(handlers, request))
    const response = await keepWaiting(orAborted(coming, signal))
    if (response.type === 'error') throw refusedConnection(url)
    return withURL(url, withFollowedBody(response, signal))
  }
}

function requestOf(input: RequestInfo | URL, init: RequestInit = {}): Request {
  // Node takes no stream for a body without it.
  const duplex = { duplex: 'half' }
  return new SentRequest(input, { ...duplex, ...init }, signalOfFetch(input, init))
}

function withFollowedBody(response: Response, signal: AbortSignal): Response {
  if (!response.body) return response

  const body = new ReadableStream(new FollowedBody(response.body, signal), {
    // Nothing is read ahead of the client, and nothing is queued: a stream that errors throws away
    // its queue.
    highWaterMark: 0,
  })
  return new Response(body, response)
}

/** Gives a response its URL, as only a real `fetch` does. */
function withURL(url: string, response: Response): Response {
  const value = url.replace(/#.*/, '')
  return Object.defineProperty(response, 'url', { value, configurable: true })
}

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** Makes the error that undici makes of a refused connection, which clients have to handle. */
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

/** A body that fails as soon as its client leaves, in the shape that `ReadableStream` takes. */
export class FollowedBody implements UnderlyingDefaultSource<Uint8Array> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #signal: AbortSignal
  #unlisten = (): void => undefined

  constructor(body: ReadableStream<Uint8Array>, signal: AbortSignal) {
    this.#reader = body.getReader()
    this.#signal = signal
  }

  start(controller: Controller): void {
    const disconnect = () => {
      const { reason } = this.#signal
      controller.error(reason)
      // A body that fails when it is cancelled is over as well.
      this.#reader.cancel(reason).catch(() => {})
    }
    this.#signal.addEventListener('abort', disconnect, { once: true })
    this.#unlisten = () => this.#signal.removeEventListener('abort', disconnect)
  }

  async pull(controller: Controller): Promise<void> {
    const { done, value } = await keepWaiting(this.#read())
    if (this.#signal.aborted) return
    if (!done) return controller.enqueue(value)

    this.#unlisten()
    controller.close()
  }

  cancel(reason: unknown): Promise<void> {
    this.#unlisten()
    return this.#reader.cancel(reason)
  }

  /** Reads on to the next bytes: empty chunks never travel. */
  async #read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    try {
      for (;;) {
        const read = await this.#reader.read()
        if (read.done || read.value.length > 0) return read
      }
    } catch (error) {
      this.#unlisten()
      throw error
    }
  }
}

const waiting = new Set<Promise<unknown>>()

/**
 * Keeps a client that waits from being collected, as a socket would. Without a socket, nothing but
 * itself holds a client that waits for a silent stream, where it hears of aborts by way of a weak
 * reference, as openai 7 does: it would go, and never hear of an abort.
 */
export async function keepWaiting<Value>(coming: Promise<Value>): Promise<Value> {
  waiting.add(coming)
  try {
    return await coming
  } finally {
    waiting.delete(coming)
  }
}
