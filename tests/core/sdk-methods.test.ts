import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { routeFactories } from './route-tree.js'

/** The parts of the API outside the core. `createRoute()` declares an endpoint of them. */
const OUTSIDE =
  /^(admin|beta\.agents|beta\.chatkit|beta\.realtime|contentProvenanceChecks|decisions|evals|fineTuning|graders|live|realtime|safety|skills|videos|webhooks)\./

/** Methods of the SDK that are made of other methods. */
const HELPERS =
  /\.(parse|stream|runTools|poll|upload|waitForProcessing)$|(AndPoll|AndRunPoll|Stream)$/

const methods = methodsOf(new OpenAI({ apiKey: 'test-key' })).filter(
  (name) => !OUTSIDE.test(name) && !HELPERS.test(name),
)
const factories = routeFactories()

it('has a route for each method of the core, and a method for each route', () => {
  expect(factories.map(([name]) => name).toSorted()).toEqual(methods.toSorted())
})

it.each(factories)('names the endpoint of %s as the SDK names the method', (name, { endpoint }) => {
  expect(endpoint.name).toBe(name)
})

/** Lists the methods of a client, or of one of its resources, by their paths. */
function methodsOf(owner: object, path: string[] = []): string[] {
  const nested = Object.entries(owner).filter(([, value]) => isResource(value))
  const own = path.length > 0 ? Object.getOwnPropertyNames(Object.getPrototypeOf(owner)) : []
  return [
    ...own.filter((name) => name !== 'constructor').map((name) => [...path, name].join('.')),
    ...nested.flatMap(([name, resource]) => methodsOf(resource, [...path, name])),
  ]
}

function isResource(value: unknown): value is object {
  return typeof value === 'object' && value !== null && '_client' in value
}
