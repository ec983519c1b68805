import { HttpHandler } from 'msw'
import type { PathParams } from './responder.js'

/** The key of the method by which a transport asks a handler. Registered, so that every build has the same. */
const askKey = Symbol.for('msw-openai.ask')

type RunArguments = Parameters<HttpHandler['run']>[0]

/**
 * An MSW handler, and everything that a route has to know about the insides of MSW.
 *
 * - `run()`: to MSW, a handler that matches and gives no response lets the request go out to the
 *   network. A request that a route passes to the next handler is one that the route has not matched.
 * - `reset()`: `server.resetHandlers()` calls it from MSW 2.14 on. Earlier releases have no such method.
 * - `dispose()`: MSW 3 calls it where `resetHandlers()` removes a handler that `server.use()` added.
 * - `parse()` and `predicate()`: `run()` matches a request by these. A transport of this package asks by
 *   them, without the copies of the request that MSW makes for its log and for clean-ups.
 */
export abstract class DirectHandler extends HttpHandler {
  /** Forgets everything about earlier requests. */
  abstract forget(): void

  /** Answers a request that matches; undefined passes the request to the next handler. */
  abstract respond(request: Request, params: PathParams): Promise<Response | undefined>

  override async run(args: RunArguments): Promise<Awaited<ReturnType<HttpHandler['run']>>> {
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

  async [askKey](request: Request, baseUrl: string | undefined): Promise<Response | undefined> {
    const args = { request, ...(baseUrl !== undefined && { resolutionContext: { baseUrl } }) }
    const parsedResult = await this.parse(args)
    if (!(await this.predicate({ ...args, parsedResult }))) return undefined

    this.isUsed = true
    return this.respond(request, parsedResult.match.params ?? {})
  }
}

/** Asks a handler of this package; undefined for a handler of any other kind. */
export function askDirectly(
  handler: object,
  request: Request,
  baseUrl: string | undefined,
): Promise<Response | undefined> | undefined {
  return isDirect(handler) ? handler[askKey](request, baseUrl) : undefined
}

function isDirect(handler: object): handler is DirectHandler {
  return askKey in handler
}
