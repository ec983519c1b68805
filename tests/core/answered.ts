import OpenAI from 'openai'
import { createFetch } from 'msw-openai/fetch'
import type { Endpoint, Route } from 'msw-openai/routes'
import { answerSchema } from './openapi/answer-schemas.js'
import type { AnyFactory } from './route-tree.js'
import { sdkCalls, type Calls } from './sdk-calls.js'

/** One call of a method of the SDK, or one for each page. */
interface Answered {
  readonly route: Route<unknown>
  /** The bodies of the answers that are JSON. */
  readonly bodies: readonly unknown[]
  /** The result of the SDK; of a list, all of its items. */
  readonly result: unknown
}

const calls: Calls = sdkCalls

/** The items of a list, of which the calls ask for two at once. */
export const ITEMS = [{}, {}, {}]

/** Answers a method of the SDK with a sample. */
export async function answered(name: string, create: AnyFactory): Promise<Answered> {
  const route = create(sampleFor(create.endpoint))
  const answer = createFetch([route])
  const bodies: unknown[] = []
  const client = new OpenAI({
    apiKey: 'test-key',
    async fetch(input, init) {
      // Before an upload, the SDK tries `fetch` with a data URL, which is no request to the API.
      if (String(input).startsWith('data:')) return fetch(input, init)
      const response = await answer(input, init)
      if (isJSON(response)) bodies.push(await response.clone().json())
      return response
    },
  })
  return { route, bodies, result: await calls[name]?.(client) }
}

/** Gives an answer that a route takes; undefined for a route that needs none. */
export function sampleFor(endpoint: AnyFactory['endpoint']): unknown {
  if (isPaged(endpoint) || hasOnePage(endpoint)) return ITEMS
  const { short = 'text' } = endpoint
  return short === 'text' ? 'Hello' : undefined
}

/** Recognizes an endpoint with a list of several pages. */
export function isPaged(endpoint: AnyFactory['endpoint']): boolean {
  return endpoint.method === 'GET' && endpoint.short === 'list' && !hasOnePage(endpoint)
}

/** Recognizes an endpoint with a list that is one page. */
export function hasOnePage({ name }: AnyFactory['endpoint']): boolean {
  return /^(models\.list|vectorStores\.search|vectorStores\.files\.content)$/.test(name)
}

function isJSON({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('application/json') ?? false
}

/** Lists the differences between bodies and the published schema of the answer of an endpoint. */
export function differencesOf(
  { method, path }: Endpoint<unknown, unknown, unknown>,
  bodies: readonly unknown[],
): string[] {
  const validate = answerSchema(method, path)
  return bodies.flatMap((body) => {
    if (!validate || validate(body)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, data }) => `${instancePath} ${message}: ${JSON.stringify(data)}`,
    )
  })
}
