import { getResponse, type RequestHandler } from 'msw'
import { askDirectly } from '../../routes/msw-handler.js'
import { toRequest, type ReceivedRequest } from '../../routes/request/received-request.js'
import type { RouteResponse } from '../../routes/responder.js'

/**
 * Asks handlers for a response, in their order, until one responds.
 *
 * @param baseUrl The base of relative paths. MSW 2.10 ignores the base.
 */
export async function askHandlers(
  handlers: readonly RequestHandler[],
  request: ReceivedRequest,
  baseUrl?: string,
): Promise<RouteResponse | undefined> {
  const context = baseUrl === undefined ? undefined : { baseUrl }
  // Copied: the array may change before the last handler is asked.
  for (const handler of handlers.slice()) {
    const answered = askDirectly(handler, request, baseUrl)
    const response = await (answered ?? getResponse([handler], toRequest(request), context))
    if (response) return response
  }
  return undefined
}
