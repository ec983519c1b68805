import type { RequestHandler } from 'msw'
import { checkNoOptions, toResponse } from '../streaming/internal.js'
import { answerRequest, assertHandlers } from './http/answer-request.js'
import { askHandlers } from './http/ask-handlers.js'
import { fetchOf } from './http/fetch-of.js'

/**
 * Creates a `fetch` function that handlers answer. Nothing is intercepted, and nothing is global.
 *
 * As a real `fetch` does, the function rejects with the reason of a signal that aborts, and with
 * `TypeError: fetch failed` where the connection is refused; an abort also fails a body that is
 * being read. A request that no handler answers, or that a handler passes through, gets a 404 with
 * an explanation. Redirects are not followed.
 *
 * @param handlers Routes, and any other handlers of MSW. Each request uses the current content of
 * the array.
 * @throws {TypeError} When `handlers` is no array of handlers, or plain JavaScript gives an option.
 *
 * @example
 * const client = new OpenAI({ fetch: createFetch([chat.completions.create('Hello')]) })
 */
export function createFetch(handlers: readonly RequestHandler[], ...none: []): typeof fetch {
  assertHandlers(handlers, 'create a fetch function')
  checkNoOptions('Failed to create a fetch function', none)

  return fetchOf(async (request) =>
    toResponse(await answerRequest(request, handlers, () => askHandlers(handlers, request))),
  )
}
