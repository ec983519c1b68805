import { lint, recognizeEndpoint, rules } from 'msw-openai/lint'
import { beta, createRoutes, responses } from 'msw-openai/routes'
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

/** Gives the whole stream of an endpoint as records. */
async function recordsOf(name: string): Promise<string[]> {
  const [, create] = streaming.find(([known]) => known === name) ?? []
  const text = create ? await (await streamed(create)).text() : ''
  return text.split(/(?<=\n\n)/)
}

const recognized = (records: readonly string[]) =>
  recognizeEndpoint(new TextEncoder().encode(records.join('')))?.name

it('takes a response that does not begin at 0 for a whole one, unless the endpoint is named', async () => {
  const records = await recordsOf('responses.create')
  const resumed = records.slice(1)
  const bytes = new TextEncoder().encode(resumed.join(''))

  expect(recognized(resumed)).toBe('responses.create')
  expect(await lint(responses.create, bytes)).toContainEqual(
    expect.objectContaining({
      rule: 'responses/created-first',
      message:
        'The stream does not begin with response.created. Lint a stream that resumes another one with --endpoint responses.retrieve.',
    }),
  )
  expect(await lint(responses.retrieve, bytes)).toEqual([])
})

it.each([responses.create, responses.retrieve])(
  'finds that a stream with response.created does not count from 0',
  async (create) => {
    const numbered = (await recordsOf('responses.create')).map((record) =>
      record.replace(/"sequence_number":(\d+)/, (_, number) => `"sequence_number":${+number + 1}`),
    )

    expect(recognized(numbered)).toBe('responses.create')
    expect(await lint(create, new TextEncoder().encode(numbered.join('')))).toMatchObject([
      { rule: 'responses/sequence-gap', index: 0, expected: 0, received: 1 },
    ])
  },
)

it.each([
  ['thread.created', 'beta.threads.createAndRun'],
  ['thread.run.step.completed', 'beta.threads.runs.submitToolOutputs'],
  ['thread.run.created', 'beta.threads.runs.create'],
  ['thread.run.queued', 'beta.threads.runs.create'],
  ['thread.run.in_progress', 'beta.threads.runs.create'],
])('recognizes a run whose first event is %s as one of %s', async (first, name) => {
  const [begin = '', ...more] = await recordsOf('beta.threads.runs.create')

  expect(recognized([begin.replace(/^event: .*/, `event: ${first}`), ...more])).toBe(name)
})

it('finds that thread.run.created is missing, and how to lint a run that continues', async () => {
  const [, ...queued] = await recordsOf('beta.threads.runs.create')
  const bytes = new TextEncoder().encode(queued.join(''))

  expect(await lint(beta.threads.runs.create, bytes)).toContainEqual(
    expect.objectContaining({
      rule: 'runs/first-event',
      message:
        'The stream begins with "thread.run.queued". Lint a run that continues with the outputs of tools with --endpoint beta.threads.runs.submitToolOutputs.',
    }),
  )
})

it.each([
  [
    'a chunk with a delta alone',
    { choices: [{ delta: { content: 'x' } }] },
    '',
    'chat.completions.create',
  ],
  [
    'a chunk with the object of a whole completion',
    { object: 'chat.completion', choices: [{ index: 0, delta: { content: 'x' } }] },
    '',
    'chat.completions.create',
  ],
  [
    'a response whose type is the name of its record alone',
    { response: { id: 'resp_1' } },
    'event: response.created\n',
    'responses.create',
  ],
])('recognizes %s', (_, event, name, endpoint) => {
  expect(recognized([`${name}data: ${JSON.stringify(event)}\n\n`])).toBe(endpoint)
})
