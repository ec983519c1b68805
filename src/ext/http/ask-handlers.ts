import { getResponse, type RequestHandler } from 'msw'
import { askDirectly } from '../../routes/msw-handler.js'

/**
 * Asks handlers for a response, in their order, until one responds.
 *
 * @param baseUrl The base of relative paths. MSW 2.10 ignores the base.
 */
export async function askHandlers(
  handlers: readonly RequestHandler[],
  request: Request,
  baseUrl?: string,
): Promise<Response | undefined> {
  const context = baseUrl === undefined ? undefined : { baseUrl }
  // Copied: the array may change before the last handler is asked.
  for (const handler of handlers.slice()) {
    const answered = askDirectly(handler, request, baseUrl)
    const response = await (answered ?? getResponse([handler], request, context))
    if (response) return response
  }
  return undefined
}
