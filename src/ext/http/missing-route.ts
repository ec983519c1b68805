import { matchRequestUrl } from 'msw'
import { api } from '../../routes/api.js'
import { endpointsOf } from '../../routes/endpoints-of.js'
import { OPENAI_URL } from '../../routes/server.js'
import { isFor } from '../../routes/request/required-query.js'

/** Names the endpoint of the API that a request to OpenAI asks for; undefined for any other request. */
export function missingRoute({ method, url }: Pick<Request, 'method' | 'url'>): string | undefined {
  return endpointsOf(api).find((endpoint) => {
    const { matches, params = {} } = matchRequestUrl(new URL(url), `${OPENAI_URL}${endpoint.path}`)
    return method === endpoint.method && matches && isFor(endpoint, url, params)
  })?.name
}
