import { getResponse, type RequestHandler } from 'msw'
import { askDirectly } from '../../routes/msw-handler.js'

/**
 * Asks handlers, in their order, until one responds.
 *
 * @param baseUrl The URL to which relative paths of handlers are relative.
 */
export async function askHandlers(
  handlers: readonly RequestHandler[],
  request: Request,
  baseUrl?: string,
): Promise<Response | undefined> {
  const context = baseUrl === undefined ? undefined : { baseUrl }
  for (const handler of [...handlers]) {
    const answered = askDirectly(handler, request, baseUrl)
    const response = await (answered ?? getResponse([handler], request, context))
    if (response) return response
  }
  return undefined
}
