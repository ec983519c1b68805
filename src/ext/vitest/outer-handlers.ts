import type { RequestHandler } from 'msw'
import { DirectHandler } from '../../routes/msw-handler.js'
import { askHandlers } from '../http/ask-handlers.js'

/** A last handler, which passes requests to the handlers of the servers around a server. */
export class OuterHandlers extends DirectHandler {
  readonly #ask: (request: Request) => Promise<Response | undefined>

  /** @param list Lists the handlers of the servers around. */
  constructor(list: () => readonly RequestHandler[]) {
    const ask = (request: Request) => askHandlers(list(), request)
    super(/.+/, '*', ({ request }) => ask(request))
    this.#ask = ask
  }

  /** Does nothing: the servers around forget by themselves. */
  forget(): void {}

  respond(request: Request): Promise<Response | undefined> {
    return this.#ask(request)
  }
}
