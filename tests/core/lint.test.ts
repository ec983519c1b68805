import { lint, recognizeEndpoint, rules } from 'msw-openai/lint'
import { createRoutes } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { routeFactories } from './route-tree.js'
import { streamed } from './streamed.js'

const streaming = routeFactories(createRoutes({ checkRequests: false })).filter(
  ([, { endpoint }]) => endpoint.wire,
)
/** The routes with the same events as another route. */
const ALIKE: Readonly<Record<string, string>> = {
  'responses.retrieve': 'responses.create',
  'beta.responses.create': 'responses.create',
  'beta.responses.retrieve': 'responses.create',
}

it.each(streaming)('finds nothing in the stream of %s', async (_, create) => {
  expect(await lint(create, await streamed(create))).toEqual([])
})

it.each(streaming)('recognizes the endpoint of the stream of %s', async (name, create) => {
  const endpoint = recognizeEndpoint(await (await streamed(create)).bytes())

  // The runs of a thread have the same events, whichever request began them.
  const isRun = name.startsWith('beta.threads.')
  expect(endpoint?.name).toMatch(isRun ? /^beta\.threads\./ : (ALIKE[name] ?? name))
})

it('describes each rule once, with its endpoints and its place in the documentation', () => {
  const ids = rules.map(({ id }) => id)

  expect(ids).toEqual([...new Set(ids)])
  expect(rules.find(({ id }) => id === 'chat/role-first')).toEqual({
    id: 'chat/role-first',
    severity: 'error',
    reason: expect.stringContaining('role'),
    docs: 'docs/rules.md#chatrole-first',
    endpoints: ['chat.completions.create'],
  })
  expect(rules.find(({ id }) => id === 'sse/bom')?.endpoints.toSorted()).toEqual(
    streaming.map(([name]) => name).toSorted(),
  )
})

it.each(rules)('gives a reason of one sentence for $id', ({ id, reason }) => {
  expect(id).toMatch(/^[a-z]+(\/[a-z\d]+(-[a-z\d]+)*)$/)
  expect(reason).toMatch(/^[A-Z].*[^.]\.$/)
})

it.each([
  ['no stream', 'Hello there'],
  ['nothing', ''],
  ['the stream of another API', 'data: {"tick":1}\n\n'],
  ['an error', 'data: {"error":{"message":"Overloaded"}}\n\n'],
])('recognizes no endpoint in %s', (_, text) => {
  expect(recognizeEndpoint(new TextEncoder().encode(text))).toBeUndefined()
})

it('recognizes an endpoint whose events lack a field', () => {
  const text = 'event: response.created\ndata: {"type":"response.created","response":{}}\n\n'

  expect(recognizeEndpoint(new TextEncoder().encode(text))?.name).toBe('responses.create')
})
