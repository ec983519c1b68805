import { getResponse, type RequestHandler } from 'msw'
import type { MaybePromise } from '../../streaming/index.js'
import { askDirectly, isDirect } from '../../routes/msw-handler.js'
import { isPromise } from '../../streaming/internal.js'
import { toRequest, type ReceivedRequest } from '../../routes/request/received-request.js'
import type { RouteResponse } from '../../routes/responder.js'

/**
 * Asks handlers for a response, in their order, until one responds.
 *
 * @param baseUrl The base of relative paths. MSW 2.10 ignores the base.
 */
export function askHandlers(
  handlers: readonly RequestHandler[],
  request: ReceivedRequest,
  baseUrl?: string,
): MaybePromise<RouteResponse | undefined> {
  const context = baseUrl === undefined ? undefined : { baseUrl }
  // Copied: the array may change before the last handler is asked.
  return firstAnswer(handlers.slice(), (handler) =>
    isDirect(handler)
      ? askDirectly(handler, request, baseUrl)
      : getResponse([handler], toRequest(request), context),
  )
}

/** Asks in order until there is an answer: at once, as long as each answer is ready. */
export function firstAnswer<Asked, Answer>(
  list: readonly Asked[],
  ask: (asked: Asked) => MaybePromise<Answer | undefined>,
): MaybePromise<Answer | undefined> {
  for (let index = 0; index < list.length; index++) {
    // The index is that of an item.
    const answer = ask(list[index] as Asked)
    if (isPromise(answer)) return firstOfRest(answer, list.slice(index + 1), ask)
    if (answer) return answer
  }
  return undefined
}

async function firstOfRest<Asked, Answer>(
  coming: Promise<Answer | undefined>,
  rest: readonly Asked[],
  ask: (asked: Asked) => MaybePromise<Answer | undefined>,
): Promise<Answer | undefined> {
  return (await coming) ?? firstAnswer(rest, ask)
}
