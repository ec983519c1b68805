import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { createFetch } from 'msw-openai/fetch'
import type { Endpoint } from 'msw-openai/routes'
import { answerSchema } from './openapi/answer-schemas.js'
import { routeFactories, type AnyFactory } from './route-tree.js'
import { sdkCalls } from './sdk-calls.js'

/** Where the description disagrees with the SDK's types or with the recordings, and why. */
const REVIEWED: Readonly<Record<string, readonly string[]>> = {}

it('calls every method', () => {
  expect(Object.keys(sdkCalls).toSorted()).toEqual(
    routeFactories()
      .map(([name]) => name)
      .toSorted(),
  )
})

const factories = routeFactories()

it.each(factories)('answers %s as the API description says', async (name, create) => {
  const { route, bodies } = await answered(name, create)

  expect(route.calls.map(({ outcome }) => outcome)).toEqual(route.calls.map(() => 'replied'))
  expect(bodies.flatMap((body) => differences(create.endpoint, body))).toEqual(REVIEWED[name] ?? [])
})

it.each(factories.filter(([, { endpoint }]) => isPaged(endpoint)))(
  'gives %s page by page, each item once',
  async (name, create) => {
    const { result } = await answered(name, create)

    expect(result).toHaveLength(ITEMS.length)
    expect(new Set(idsOf(result)).size).toBe(ITEMS.length)
  },
)

/** Answers one call of a method of the SDK with a sample. */
async function answered(name: string, create: AnyFactory) {
  const route = create(sampleAnswer(create.endpoint))
  const bodies: unknown[] = []
  const answer = createFetch([route])
  const client = new OpenAI({
    apiKey: 'test-key',
    async fetch(input, init) {
      const response = await answer(input, init)
      if (isJSON(response)) bodies.push(await response.clone().json())
      return response
    },
  })
  return { route, bodies, result: await sdkCalls[name]?.(client) }
}

/** The items of a list, of which the calls ask for two at once. */
const ITEMS = [{}, {}, {}]

function sampleAnswer(endpoint: Endpoint<unknown, unknown, unknown>): unknown {
  if (isPaged(endpoint)) return ITEMS
  return endpoint.short === undefined || endpoint.short === 'text' ? 'Hello' : undefined
}

function isPaged({ method, short }: Endpoint<unknown, unknown, unknown>): boolean {
  return method === 'GET' && short === 'list'
}

function idsOf(items: unknown): unknown[] {
  return Array.isArray(items) ? items.map(({ id }) => id) : []
}

function isJSON({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('application/json') ?? false
}

/** Lists where a body differs from the published schema. */
function differences(
  { method, path }: Endpoint<unknown, unknown, unknown>,
  body: unknown,
): string[] {
  const validate = answerSchema(method, path)
  if (!validate || validate(body)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, data }) => `${instancePath} ${message}: ${JSON.stringify(data)}`,
  )
}
