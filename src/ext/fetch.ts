import { getResponse, type RequestHandler } from 'msw'
import { signalOf } from '../streaming/signal-of.js'
import { answer } from './answer.js'
import { assertHandlers } from './assert-handlers.js'
import { AttendedBody } from './fetch/attended-body.js'
import { held } from './fetch/held.js'
import { orAbort } from './fetch/or-abort.js'
import { refusedConnection } from './fetch/refused-connection.js'
import { SentRequest } from './sent-request.js'

/**
 * A `fetch` function that handlers answer: nothing is intercepted, and nothing is global.
 *
 * It does what a real one does: it rejects with the reason of a signal that aborts, which
 * fails a body that is still being read, too, and with `TypeError: fetch failed` where
 * there is no response. A request that no handler answers, or that one passes through,
 * gets a 404 that says so. It follows no redirects.
 *
 * @param handlers Routes, and any other handlers of MSW. They are looked up with each
 * request, so that the array may change.
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

    const coming = answer(request, handlers, () => getResponse([...handlers], request))
    const response = await held(orAbort(coming, signal))
    if (response.type === 'error') throw refusedConnection(url)
    return withURL(url, attended(response, signal))
  }
}

function requestOf(input: RequestInfo | URL, init: RequestInit = {}): Request {
  // Node takes no stream for a body without it.
  const duplex = { duplex: 'half' }
  return new SentRequest(input, { ...duplex, ...init }, signalOf(input, init))
}

function attended(response: Response, signal: AbortSignal): Response {
  if (!response.body) return response

  const body = new ReadableStream(new AttendedBody(response.body, signal), {
    // Never read ahead of the client, and queue nothing: a stream that errors throws
    // away what it has queued.
    highWaterMark: 0,
  })
  return new Response(body, response)
}

/** Only a real `fetch` gives a response its URL. */
function withURL(url: string, response: Response): Response {
  const value = url.replace(/#.*/, '')
  return Object.defineProperty(response, 'url', { value, configurable: true })
}
