import { HttpResponse } from 'msw'
import { apiError, responseOfError } from '../../routes/api-error.js'
import { DirectHandler } from '../../routes/msw-handler.js'
import { preflightResponse, sharedResponse } from '../../routes/request/cors.js'
import type { ReceivedRequest } from '../../routes/request/received-request.js'
import type { RouteResponse } from '../../routes/responder.js'
import { toResponse } from '../../streaming/internal.js'

/** Makes the response of a page. */
type PageAnswer = (request: ReceivedRequest) => Response | Promise<Response>

/** A page of the server itself, such as `/_calls`: no part of OpenAI. It needs no key. */
export class ServerPage extends DirectHandler {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  readonly path: string
  readonly #answer: PageAnswer

  constructor(method: ServerPage['method'], path: string, answer: PageAnswer) {
    super(method, path, async ({ request }) =>
      toResponse(await this.respond(request), HttpResponse),
    )
    this.method = method
    this.path = path
    this.#answer = answer
  }

  async respond(request: ReceivedRequest): Promise<RouteResponse> {
    if (isForeign(request)) return forbidden()
    return preflightResponse(request) ?? sharedResponse(request, await this.#answer(request))
  }

  forget(): void {
    // A page has no state of its own.
  }
}

/**
 * Recognizes a request of a web page from elsewhere. Every page may use the API, but none from
 * elsewhere may read what was asked, or set rules, which can name files of this machine.
 */
function isForeign({ headers, url }: ReceivedRequest): boolean {
  const origin = headers.get('origin')
  if (origin === null) return false
  if (!URL.canParse(origin)) return true
  const { hostname } = new URL(origin)
  return !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) && hostname !== new URL(url).hostname
}

function forbidden(): Response {
  const message = 'Only pages of this machine may use the pages of the server.'
  return responseOfError(apiError(403, { message, code: 'foreign_origin' }))
}
