import { createBackend, type BackendOptions } from 'msw-openai/backend'
import type { FileSearchTool, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { answerSchema } from '../../core/openapi/answer-schemas.js'
import { clientOf } from './client-of.js'

const input = 'How many days does a refund take?'

/** Makes a backend with two files in a vector store, and the request of a client that searches them. */
async function start(options?: BackendOptions) {
  const openai = createBackend(options)
  const client = clientOf(openai)
  const { id } = await client.vectorStores.create({ name: 'Handbook' })
  const upload = (name: string, text: string) =>
    client.vectorStores.files.uploadAndPoll(id, new File([text], name))
  await upload('refunds.md', 'Refunds take 14 days.')
  await upload('hours.md', 'The shop opens at nine.')
  const tools: FileSearchTool[] = [{ type: 'file_search', vector_store_ids: [id] }]
  return { openai, client, request: { model: 'gpt-5', input, tools } }
}

const now = { type: 'function', name: 'now', parameters: {}, strict: false } as const

const citation = {
  type: 'file_citation',
  file_id: 'file-1',
  filename: 'refunds.md',
}

it('answers from the files of a vector store, and cites the file', async () => {
  const { client, request } = await start()

  // OpenAI sends null where a request has no user, which the published schema excludes.
  const response = await client.responses.create({ ...request, user: 'ada' })

  expect(response.output).toEqual([
    {
      id: expect.stringMatching(/^fs_/),
      type: 'file_search_call',
      status: 'completed',
      queries: [input],
      results: null,
    },
    expect.objectContaining({
      type: 'message',
      content: [
        {
          type: 'output_text',
          text: 'According to refunds.md: Refunds take 14 days.',
          annotations: [{ ...citation, index: 45 }],
          logprobs: [],
        },
      ],
    }),
  ])
  const validate = answerSchema('POST', '/responses')
  expect([validate?.(response), validate?.errors]).toEqual([true, null])
})

it('streams the search before the answer, and the citation within it', async () => {
  const { client, request } = await start()

  const events: ResponseStreamEvent[] = []
  const stream = client.responses.stream(request)
  for await (const event of stream) events.push(event)

  const types = events.map(({ type }) => type)
  expect(types.filter((type, index) => type !== types[index - 1])).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.file_search_call.in_progress',
    'response.file_search_call.searching',
    'response.file_search_call.completed',
    'response.output_item.done',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.annotation.added',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ])
  const { output } = await client.responses.create(request)
  expect((await stream.finalResponse()).output.map(withoutId)).toMatchObject(output.map(withoutId))
})

const withoutId = <Item extends object>(item: Item) => ({ ...item, id: undefined })

it('gives the results of a search where the request includes them', async () => {
  const { client, request } = await start()

  const { output } = await client.responses.create({
    ...request,
    include: ['file_search_call.results'],
  })

  expect(output[0]).toMatchObject({
    results: [
      { file_id: 'file-1', filename: 'refunds.md', text: 'Refunds take 14 days.', attributes: {} },
      { file_id: 'file-2', filename: 'hours.md', text: 'The shop opens at nine.' },
    ],
  })
})

it('keeps the words of a test, and cites the file', async () => {
  const { client, request } = await start({ answer: 'Two weeks.' })

  const { output, output_text } = await client.responses.create(request)

  expect(output_text).toBe('Two weeks.')
  expect(output).toMatchObject([
    { type: 'file_search_call' },
    { content: [{ annotations: [{ ...citation, index: 9 }] }] },
  ])
})

it('searches by the filters and the limits of the tool', async () => {
  const { client, request } = await start()
  await client.vectorStores.files.update('file-2', {
    vector_store_id: 'vs_1',
    attributes: { topic: 'shop' },
  })
  const results = async (options: Partial<FileSearchTool>) => {
    const tools = request.tools.map((tool) => ({ ...tool, ...options }))
    const include = ['file_search_call.results' as const]
    const { output } = await client.responses.create({ ...request, tools, include })
    return output[0]?.type === 'file_search_call' && output[0].results?.map((one) => one.filename)
  }

  expect(await results({ max_num_results: 1 })).toEqual(['refunds.md'])
  expect(await results({ filters: { type: 'eq', key: 'topic', value: 'shop' } })).toEqual([
    'hours.md',
  ])
  expect(await results({ ranking_options: { score_threshold: 1 } })).toEqual([])
})

it.each([
  ['none', 'none'],
  ['a function', { type: 'function', name: 'now' }],
] as const)('searches nothing where the tool choice is %s', async (_, tool_choice) => {
  const { client, request } = await start()

  const { output } = await client.responses.create({
    ...request,
    tools: [...request.tools, now],
    tool_choice,
  })

  expect(output.map(({ type }) => type)).not.toContain('file_search_call')
})

it('searches, and calls no function, where the tool choice is the search', async () => {
  const { client, request } = await start()
  const tools = [...request.tools, now]

  const called = await client.responses.create({ ...request, tools })
  const searched = await client.responses.create({
    ...request,
    tools,
    tool_choice: { type: 'file_search' },
  })

  expect(called.output.map(({ type }) => type)).toEqual(['function_call'])
  expect(searched.output.map(({ type }) => type)).toEqual(['file_search_call', 'message'])
})

it('adds what was found to the result of a function', async () => {
  const { client, request } = await start()
  const again = { ...request, tools: [...request.tools, now] }
  const first = await client.responses.create(again)
  const [call] = first.output
  const call_id = call?.type === 'function_call' ? call.call_id : ''

  const { output_text } = await client.responses.create({
    ...again,
    previous_response_id: first.id,
    input: [{ type: 'function_call_output', call_id, output: 'noon' }],
  })

  expect(output_text).toBe('now returned: noon\nAccording to refunds.md: Refunds take 14 days.')
})

it('refuses a search in an unknown vector store', async () => {
  const { openai, client, request } = await start({ answer: 'Yes.' })
  const tools: FileSearchTool[] = [{ type: 'file_search', vector_store_ids: ['vs_9'] }]

  await expect(client.responses.create({ ...request, tools })).rejects.toMatchObject({
    status: 404,
    message: "404 No vector store found with id 'vs_9'.",
  })
  expect(openai.store.responses.list()).toEqual([])
})

it('counts the tokens of the instructions and of what was found', async () => {
  const { client, request } = await start({ answer: 'Yes.' })
  const plain = { model: 'gpt-5', input, instructions: 'Be kind.' }

  const short = await client.responses.create(plain)
  const { input_tokens } = await client.responses.inputTokens.count(plain)
  const long = await client.responses.create({ ...request, instructions: 'Be kind.' })

  expect(short.usage?.input_tokens).toBe(input_tokens)
  expect(long.usage?.input_tokens).toBeGreaterThan(input_tokens)
})

it('shows the instructions to the function that answers', async () => {
  const { openai, client } = await start({
    answer: ({ conversation }) => conversation.map(({ role }) => role).join(', '),
  })

  const { output_text } = await client.responses.create({
    model: 'gpt-5',
    input,
    instructions: 'Be kind.',
  })

  expect(output_text).toBe('system, user')
  expect(openai.calls.at(-1)?.conversation?.[0]).toEqual({ role: 'system', text: 'Be kind.' })
})

it.each([[5], [{ type: 'like' }], [{ type: 'and', filters: 5 }]])(
  'refuses the filter %j',
  async (filters) => {
    const { client, request } = await start()
    const [tool] = request.tools
    // The types of the SDK have no wrong filter.
    const tools = [{ ...tool, filters }] as never

    await expect(client.responses.create({ ...request, tools })).rejects.toMatchObject({
      status: 400,
      error: { message: "Invalid value for 'tools[0].filters'.", code: 'invalid_value' },
    })
  },
)
