import type { RequestHandler } from 'msw'
import { unmatchedMessage } from '../unmatched-request.js'

/** A test made a request that no handler answers. */
export class UnhandledRequestError extends Error {
  override readonly name = 'UnhandledRequestError'
  readonly method: string
  readonly url: string

  constructor(request: Pick<Request, 'method' | 'url'>, handlers: readonly RequestHandler[]) {
    super(unmatchedMessage(request, handlers))
    this.method = request.method
    this.url = request.url
  }
}
