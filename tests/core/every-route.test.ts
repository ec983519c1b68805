import { expect, it } from 'vitest'
import { answered, differencesOf, hasOnePage, isPaged, ITEMS } from './answered.js'
import { answerSchema } from './openapi/answer-schemas.js'
import { isReviewed, REVIEWED } from './reviewed.js'
import { routeFactories, type AnyFactory } from './route-tree.js'
import { sdkCalls } from './sdk-calls.js'

const factories = routeFactories()

it('calls every method', () => {
  expect(Object.keys(sdkCalls).toSorted()).toEqual(factories.map(([name]) => name).toSorted())
})

it.each(factories)('answers %s as the API description says', async (name, create) => {
  const { route, bodies } = await answered(name, create)

  expect(new Set(route.calls.map(({ outcome }) => outcome))).toEqual(new Set(['replied']))
  expect(
    differencesOf(create.endpoint, bodies).filter((difference) => !isReviewed(name, difference)),
  ).toEqual([])
})

it.each(REVIEWED)('still needs the exception of $routes: $because', async (reviewed) => {
  const { routes, differences } = reviewed
  const answers = factories
    .filter(([name]) => routes.test(name))
    .map(async ([name, create]) =>
      differencesOf(create.endpoint, (await answered(name, create)).bodies),
    )

  expect((await Promise.all(answers)).flat()).toContainEqual(expect.stringMatching(differences))
})

it('compares every answer with a description, but deletes without one, and bytes', () => {
  const names = factories.filter(([, { endpoint }]) => !isDescribed(endpoint)).map(([name]) => name)

  expect(names).toEqual([
    'responses.delete',
    'audio.speech.create',
    'audio.voices.delete',
    'containers.delete',
    'containers.files.delete',
    'containers.files.content.retrieve',
    'beta.responses.delete',
  ])
})

it.each(factories.filter(([, { endpoint }]) => isPaged(endpoint)))(
  'gives the items of %s page by page, each of them once',
  async (name, create) => {
    const { route, result } = await answered(name, create)

    expect(route.calls).toHaveLength(2)
    expect(result).toHaveLength(ITEMS.length)
    expect(new Set(idsOf(result)).size).toBe(ITEMS.length)
  },
)

it.each(factories.filter(([, { endpoint }]) => hasOnePage(endpoint)))(
  'gives the items of %s in one page',
  async (name, create) => {
    const { route, result } = await answered(name, create)

    expect(route.calls).toHaveLength(1)
    expect(result).toHaveLength(ITEMS.length)
  },
)

function idsOf(items: unknown): unknown[] {
  return Array.isArray(items) ? items.map(({ id }) => id) : []
}

function isDescribed({ method, path }: AnyFactory['endpoint']): boolean {
  return answerSchema(method, path) !== undefined
}
