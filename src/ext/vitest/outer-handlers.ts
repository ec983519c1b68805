import type { RequestHandler } from 'msw'
import { DirectHandler } from '../../routes/msw-handler.js'
import type { ReceivedRequest } from '../../routes/request/received-request.js'
import type { RouteResponse } from '../../routes/responder.js'
import type { MaybePromise } from '../../streaming/index.js'
import { toResponse } from '../../streaming/internal.js'
import { askHandlers } from '../http/ask-handlers.js'

/** A last handler, which passes requests to the handlers of the servers around a server. */
export class OuterHandlers extends DirectHandler {
  readonly #ask: (request: ReceivedRequest) => MaybePromise<RouteResponse | undefined>

  /** @param list Lists the handlers of the servers around. */
  constructor(list: () => readonly RequestHandler[]) {
    const ask = (request: ReceivedRequest) => askHandlers(list(), request)
    super(/.+/, '*', async ({ request }) => {
      const response = await ask(request)
      return response && toResponse(response)
    })
    this.#ask = ask
  }

  /** Does nothing: the servers around forget by themselves. */
  forget(): void {}

  respond(request: ReceivedRequest): MaybePromise<RouteResponse | undefined> {
    return this.#ask(request)
  }
}
