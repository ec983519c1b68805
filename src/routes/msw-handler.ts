import { HttpHandler, type HttpResponseResolver } from 'msw'

/**
 * An MSW handler, and everything that a route has to know about the insides of MSW.
 *
 * - `run()`: to MSW, a handler that matches and gives no response lets the request go out to the
 *   network. A request that a route leaves to the next handler is one that it has not matched.
 * - `reset()`: `server.resetHandlers()` calls it from MSW 2.14 on. Earlier releases have no such method.
 * - `dispose()`: MSW 3 calls it where `resetHandlers()` removes a handler that `server.use()` added.
 */
export abstract class ForgetfulHandler extends HttpHandler {
  constructor(method: string, path: string, resolver: HttpResponseResolver) {
    super(method, path, resolver)
  }

  /** Forgets everything that the requests so far have left. */
  abstract forget(): void

  override async run(
    args: Parameters<HttpHandler['run']>[0],
  ): Promise<Awaited<ReturnType<HttpHandler['run']>>> {
    const result = await super.run(args)
    return result?.response ? result : null
  }

  override reset(): void {
    super.reset?.()
    this.forget()
  }

  override dispose(): void {
    super.dispose?.()
    this.forget()
  }
}
