import { HttpResponse } from 'msw'
import { api } from '../../routes/api.js'
import { apiError, responseOfError, type ApiError } from '../../routes/api-error.js'
import { endpointsOf } from '../../routes/endpoints-of.js'
import { DirectHandler } from '../../routes/msw-handler.js'
import { preflightResponse } from '../../routes/request/cors.js'
import type { ReceivedRequest } from '../../routes/request/received-request.js'
import type { RouteResponse } from '../../routes/responder.js'
import { nearestName, toResponse } from '../../streaming/internal.js'

/** A method and a path that a server answers. */
interface Answered {
  readonly method: string
  /** The path in MSW's syntax. */
  readonly path: string
}

const BASE = '/v1'

/** Answers every request that nothing else answers: in the words of OpenAI, and with the path that was meant. */
export class UnknownRequest extends DirectHandler {
  readonly #answered: readonly Answered[]

  /** @param pages The pages of the server, which are no part of OpenAI. */
  constructor(pages: readonly Answered[]) {
    super(/^/, '*', async ({ request }) => toResponse(await this.respond(request), HttpResponse))
    const endpoints = endpointsOf(api).map(({ method, path }) => ({ method, path: BASE + path }))
    this.#answered = [...pages, ...endpoints]
  }

  async respond(request: ReceivedRequest): Promise<RouteResponse> {
    return preflightResponse(request) ?? responseOfError(errorOf(request, this.#answered))
  }

  forget(): void {
    // There is no state.
  }
}

function errorOf(
  { method, url }: Pick<Request, 'method' | 'url'>,
  answered: readonly Answered[],
): ApiError {
  const { pathname, origin } = new URL(url)
  const methods = answered.filter(({ path }) => endOf(path, pathname) === pathname)
  if (methods.length > 0) {
    const allow = [...new Set(methods.map((one) => one.method))].join(', ')
    const message = `Not allowed to ${method} on ${pathname}. (HINT: Perhaps you meant to use a different HTTP method?)`
    return apiError(405, message, { headers: { allow } })
  }
  const meant = meantBy(pathname, answered)
  const advice = meant === undefined ? '' : ` Did you mean ${meant}?`
  const message = `Invalid URL (${method} ${pathname}).${advice} The base URL is ${origin}${BASE}.`
  return apiError(404, { message, code: null })
}

/** Finds the path that a client with a wrong base URL means, or else a path with nearly the same name. */
function meantBy(pathname: string, answered: readonly Answered[]): string | undefined {
  const [longest] = answered
    .filter(({ path }) => path.startsWith(BASE))
    .map(({ path }) => endOf(path.slice(BASE.length), pathname))
    .filter((end) => end !== undefined)
    .toSorted((one, other) => other.length - one.length)
  if (longest !== undefined) return BASE + longest

  const plain = answered.map(({ path }) => path).filter((path) => !path.includes(':'))
  return nearestName(pathname, [...new Set(plain)])
}

/** Gives the end of a path that a pattern matches; undefined where it matches none. */
function endOf(pattern: string, pathname: string): string | undefined {
  const [end] = new RegExp(`${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).exec(pathname) ?? []
  return end
}
