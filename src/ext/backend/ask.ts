import { apiError, responseOfError } from '../../routes/api-error.js'
import type { DirectHandler } from '../../routes/msw-handler.js'
import { readUsage, type AnswerUsage } from '../../routes/protocol/answer-usage.js'
import type { Route } from '../../routes/route.js'
import { toResponse } from '../../streaming/internal.js'

/** Answers a request with `POST` by the routes of a backend, without any transport, as a batch does. */
export type Ask = (path: string, body: unknown, headers: HeadersInit) => Promise<Asked>

/** The answer to a request of the backend itself. */
interface Asked {
  readonly response: Response
  /** Reads the numbers of tokens in the JSON of the answer, as the endpoint declares it. */
  usageOf(json: unknown): AnswerUsage | undefined
}

/** Makes a function that asks the routes of a backend. */
export function createAsk(listRoutes: () => ReadonlyArray<Route<unknown, unknown, unknown>>): Ask {
  return async (path, body, headers) => {
    const url = new URL(path, 'https://api.openai.com')
    const route = listRoutes().find(
      ({ endpoint }) => endpoint.method === 'POST' && `/v1${endpoint.path}` === url.pathname,
    )
    const request = new Request(url, {
      method: 'POST',
      headers: headersFrom(headers),
      body: JSON.stringify(body),
    })
    // Every route is a handler that can be asked directly.
    const response = await (route as DirectHandler | undefined)?.respond(request, {})
    return {
      response: response
        ? toResponse(response)
        : responseOfError(apiError(404, `Invalid URL (POST ${path})`)),
      usageOf: (json) => route && readUsage(route.endpoint, json),
    }
  }
}

/** Copies the headers of a request for another one, whose body is JSON, and which is no retry. */
function headersFrom(given: HeadersInit): Headers {
  const headers = new Headers(given)
  headers.set('content-type', 'application/json')
  headers.delete('content-length')
  headers.delete('x-stainless-retry-count')
  return headers
}
