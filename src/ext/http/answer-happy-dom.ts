import type { RequestHandler } from 'msw'
import { toResponse } from '../../streaming/internal.js'
import { answerRequest, isPassthrough } from './answer-request.js'
import { askHandlers } from './ask-handlers.js'
import { fetchOf } from './fetch-of.js'

/**
 * Lets the handlers of a server that listens answer the `fetch` of happy-dom directly, until the
 * server closes. Has no effect in other environments.
 *
 * happy-dom's own `fetch` sends each request over `node:http`, and MSW 3 answers it there. That
 * `fetch` throws outside of the test when a body ends that its client has cancelled, as openai 7
 * does after the terminator, and when a connection drops. A cancelled body never ends its request.
 *
 * @param refuse Gives the answer to a request that no handler answers; undefined lets the request
 * go out.
 */
export function answerHappyDom(
  handlersOfServer: () => readonly RequestHandler[],
  refuse: (request: Request) => Response | undefined,
): void {
  if (!('happyDOM' in globalThis)) return

  const { fetch } = globalThis
  const value = fetchOf(async (request) => {
    const handlers = handlersOfServer()
    let goesOut = false
    const response = await answerRequest(request, handlers, async () => {
      const answer = (await askHandlers(handlers, request)) ?? refuse(request)
      goesOut = !answer || isPassthrough(answer)
      return answer
    })
    return goesOut ? fetch(request) : toResponse(response)
  })
  // MSW makes the property read-only, and restores it when the server closes.
  Object.defineProperty(globalThis, 'fetch', { value, writable: true, configurable: true })
}
