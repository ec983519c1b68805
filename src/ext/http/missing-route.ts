import { matchRequestUrl } from 'msw'
import { api } from '../../routes/api.js'
import type { Endpoint } from '../../routes/index.js'
import { OPENAI_URL } from '../../routes/server.js'
import { differenceOfQuery } from '../../routes/request/required-query.js'

/** Names the endpoint of the API that a request to OpenAI asks for; undefined for any other request. */
export function missingRoute({ method, url }: Pick<Request, 'method' | 'url'>): string | undefined {
  return endpointsOf(api).find((endpoint) => {
    const { matches, params = {} } = matchRequestUrl(new URL(url), `${OPENAI_URL}${endpoint.path}`)
    if (method !== endpoint.method || !matches || differenceOfQuery(endpoint, url)) return false
    return endpoint.matches?.(params) ?? true
  })?.name
}

/** The part of an endpoint that recognizes requests. */
type Recognized = Pick<Endpoint, 'name' | 'method' | 'path' | 'matches' | 'requiredQuery'>

function endpointsOf(tree: object): Recognized[] {
  return Object.values(tree).flatMap((branch: object) =>
    isEndpoint(branch) ? [branch] : endpointsOf(branch),
  )
}

function isEndpoint(branch: object): branch is Recognized {
  return 'method' in branch && 'path' in branch
}
