import { apiError, deliver, EventStream, reply, responseWriter, type Call } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type { ResponseInputItem, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { answerSchema } from '../../core/openapi/answer-schemas.js'
import { clientOf } from './client-of.js'

/** Answers with everything that was said. */
const echo = ({ conversation }: Call) => conversation.map(({ text }) => text).join(' | ')

const request = { model: 'gpt-5', input: 'Hello' }

it('continues a conversation of three turns by the previous response, without its instructions', async () => {
  const openai = createBackend({ answer: ({ conversation }) => `Turn ${conversation.length}` })
  const client = clientOf(openai)

  const first = await client.responses.create({ ...request, input: 'One', instructions: 'Be kind' })
  const second = await client.responses.create({
    ...request,
    input: [{ role: 'user', content: 'Two' }],
    previous_response_id: first.id,
  })
  const third = await client.responses.create({
    ...request,
    input: 'Three',
    previous_response_id: second.id,
  })

  expect(third.output_text).toBe('Turn 5')
  expect(openai.calls[2]?.conversation).toEqual([
    { role: 'user', text: 'One' },
    { role: 'assistant', text: 'Turn 2' },
    { role: 'user', text: 'Two' },
    { role: 'assistant', text: 'Turn 3' },
    { role: 'user', text: 'Three' },
  ])
  expect([first.previous_response_id, second.previous_response_id]).toEqual([null, first.id])
  expect([first.instructions, second.instructions]).toEqual(['Be kind', null])
})

it('numbers responses and items, so that none shares an id with another', async () => {
  const openai = createBackend({ answer: reply({ reasoning: 'Hm', text: 'Hi' }) })
  const client = clientOf(openai)
  const first = await client.responses.create(request)
  const second = await client.responses.create({ ...request, previous_response_id: first.id })

  expect([first.id, second.id]).toEqual(['resp_1', 'resp_2'])
  expect([first.created_at, second.created_at]).toEqual([1700000000, 1700000001])
  expect([first, second].flatMap(({ output }) => output.map(({ id }) => id))).toEqual([
    'rs_1',
    'msg_2',
    'rs_2',
    'msg_4',
  ])
  expect(openai.store.inputItems.list().map(({ id }) => id)).toEqual(['msg_1', 'msg_3'])
})

it('retrieves what it answered, as the published description has it', async () => {
  const openai = createBackend({ answer: 'Hi' })
  const client = clientOf(openai)
  const { output_text: _, ...created } = await client.responses.create(request)
  const { output_text: __, ...retrieved } = await client.responses.retrieve(created.id)

  expect(retrieved).toEqual(created)
  const validate = answerSchema('GET', '/responses/:response_id')
  // OpenAI sends null for a response to nobody in particular.
  expect(validate?.({ ...retrieved, user: 'ada' })).toBe(true)
})

it('forgets a response with `store: false`', async () => {
  const openai = createBackend({ answer: 'Hi' })
  const client = clientOf(openai)
  const { id } = await client.responses.create({ ...request, store: false })

  expect(openai.store.responses.list()).toEqual([])
  await expect(client.responses.retrieve(id)).rejects.toMatchObject({ status: 404 })
  await expect(
    client.responses.create({ ...request, previous_response_id: id }),
  ).rejects.toMatchObject({ status: 400, code: 'previous_response_not_found' })
})

it('deletes a response with its input', async () => {
  const openai = createBackend({ answer: 'Hi' })
  const client = clientOf(openai)
  const { id } = await client.responses.create(request)
  await client.responses.delete(id)

  expect(openai.store.inputItems.list()).toEqual([])
  await expect(client.responses.delete(id)).rejects.toThrow(
    `404 Response with id '${id}' not found.`,
  )
})

it.each([
  ['retrieve', (client) => client.responses.retrieve('resp_x')],
  ['delete', (client) => client.responses.delete('resp_x')],
  ['cancel', (client) => client.responses.cancel('resp_x')],
  ['list the input of', (client) => client.responses.inputItems.list('resp_x')],
] satisfies ReadonlyArray<[string, (client: ReturnType<typeof clientOf>) => PromiseLike<unknown>]>)(
  'refuses to %s a response that does not exist',
  async (_, ask) => {
    await expect(ask(clientOf(createBackend()))).rejects.toMatchObject({
      status: 404,
      error: {
        message: "Response with id 'resp_x' not found.",
        type: 'invalid_request_error',
        param: null,
        code: null,
      },
    })
  },
)

it('refuses a previous response that does not exist', async () => {
  const client = clientOf(createBackend())
  await expect(
    client.responses.create({ ...request, previous_response_id: 'resp_x' }),
  ).rejects.toMatchObject({
    status: 400,
    error: {
      message: "Previous response with id 'resp_x' not found.",
      type: 'invalid_request_error',
      param: 'previous_response_id',
      code: 'previous_response_not_found',
    },
  })
})

it('refuses a previous response together with a conversation', async () => {
  const client = clientOf(createBackend())
  await expect(
    client.responses.create({ ...request, previous_response_id: 'resp_x', conversation: 'conv_x' }),
  ).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('Mutually exclusive parameters: '),
    code: 'mutually_exclusive_parameters',
  })
})

it('lists the items of an input page by page, the last one first', async () => {
  const client = clientOf(createBackend({ answer: 'Hi' }))
  const { id } = await client.responses.create({
    ...request,
    input: ['a', 'b', 'c'].map((content) => ({ role: 'user' as const, content })),
  })

  const page = await client.responses.inputItems.list(id, { limit: 2 })
  expect(page.data.map((item) => item.id)).toEqual(['msg_3', 'msg_2'])
  expect(page.has_more).toBe(true)
  expect((await page.getNextPage()).data).toEqual([
    {
      id: 'msg_1',
      type: 'message',
      status: 'completed',
      role: 'user',
      content: [{ type: 'input_text', text: 'a' }],
    },
  ])
  const ascending = await client.responses.inputItems.list(id, { order: 'asc' })
  expect(ascending.data.map((item) => item.id)).toEqual(['msg_1', 'msg_2', 'msg_3'])
})

it('continues with the result of a tool that the model has called', async () => {
  const openai = createBackend({
    answer: ({ conversation }) =>
      conversation.at(-1)?.role === 'tool'
        ? 'It is sunny.'
        : reply({ toolCalls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] }),
  })
  const client = clientOf(openai)
  const first = await client.responses.create(request)
  const second = await client.responses.create({
    ...request,
    input: [{ type: 'function_call_output', call_id: 'call_1', output: '30 degrees' }],
    previous_response_id: first.id,
  })

  expect(first.output).toEqual([
    {
      id: 'fc_1',
      type: 'function_call',
      status: 'completed',
      arguments: '{"city":"Paris"}',
      call_id: 'call_1',
      name: 'get_weather',
    },
  ])
  expect(second.output_text).toBe('It is sunny.')
  expect(openai.calls[1]?.conversation.at(-1)).toEqual({
    role: 'tool',
    callId: 'call_1',
    text: '30 degrees',
  })
})

it.each(['previous_response_id', 'conversation'])(
  'refuses to continue by %s where a tool call has no output',
  async (name) => {
    const asking = reply({ toolCalls: [{ name: 'get_weather' }] })
    const client = clientOf(createBackend({ answer: asking }))
    const conversation = await client.conversations.create()
    const first = await client.responses.create({ ...request, conversation: conversation.id })
    const id = name === 'conversation' ? conversation.id : first.id

    await expect(client.responses.create({ ...request, [name]: id })).rejects.toMatchObject({
      status: 400,
      error: {
        message: 'No tool output found for function call call_1.',
        type: 'invalid_request_error',
        param: 'input',
        code: null,
      },
    })
  },
)

it('calls a custom tool with a text', async () => {
  const client = clientOf(
    createBackend({ answer: reply({ toolCalls: [{ name: 'sql', arguments: 'SELECT 1' }] }) }),
  )
  const { output } = await client.responses.create({
    ...request,
    tools: [{ type: 'custom', name: 'sql' }],
  })

  expect(output).toEqual([
    {
      id: 'ctc_1',
      type: 'custom_tool_call',
      status: 'completed',
      call_id: 'call_1',
      input: 'SELECT 1',
      name: 'sql',
    },
  ])
})

it('finds the items to which an input refers', async () => {
  const openai = createBackend({ answer: echo })
  const client = clientOf(openai)
  const { output } = await client.responses.create(request)
  const reference: ResponseInputItem = { type: 'item_reference', id: output[0]?.id ?? '' }
  const next = await client.responses.create({
    ...request,
    input: [reference, { role: 'user', content: 'Again' }],
  })

  expect(next.output_text).toBe('Hello | Again')
  await expect(
    client.responses.create({ ...request, input: [{ type: 'item_reference', id: 'msg_x' }] }),
  ).rejects.toMatchObject({ status: 404, param: 'input' })
})

it('refuses an item that is in the conversation already', async () => {
  const client = clientOf(createBackend({ answer: 'Hi' }))
  const { id, output } = await client.responses.create(request)

  await expect(
    client.responses.create({
      ...request,
      input: [{ type: 'item_reference', id: output[0]?.id ?? '' }],
      previous_response_id: id,
    }),
  ).rejects.toThrow(
    '400 Duplicate item found with id msg_2. Remove duplicate items from your input and try again.',
  )
})

it('continues, streams and deletes a response that a test has put into the store', async () => {
  const openai = createBackend({ answer: echo })
  const client = clientOf(openai)
  openai.store.responses.put({
    id: 'resp_old',
    output: [{ type: 'message', content: [{ type: 'output_text', text: 'Yes' }] }],
  })
  openai.store.inputItems
    .of('resp_old')
    .put({ role: 'user', content: [{ type: 'input_text', text: 'Really?' }] })

  const stream = await client.responses.retrieve('resp_old', { stream: true })
  const types: string[] = []
  for await (const event of stream) types.push(event.type)
  const next = await client.responses.create({ ...request, previous_response_id: 'resp_old' })

  expect(types.at(0)).toBe('response.created')
  expect(types.at(-1)).toBe('response.completed')
  expect(next.output_text).toBe('Really? | Yes | Hello')
  await client.responses.delete('resp_old')
  await expect(client.responses.retrieve('resp_old')).rejects.toMatchObject({ status: 404 })
})

it('counts the tokens of a request with everything that was said before', async () => {
  const openai = createBackend({ answer: 'Hi' })
  const client = clientOf(openai)
  const first = await client.responses.create(request)
  const next = { ...request, previous_response_id: first.id }
  const count = await client.responses.inputTokens.count(next)
  const second = await client.responses.create(next)
  const alone = await client.responses.inputTokens.count(request)

  expect(count).toEqual({
    object: 'response.input_tokens',
    input_tokens: second.usage?.input_tokens,
  })
  expect(alone.input_tokens).toBe(first.usage?.input_tokens)
  expect(count.input_tokens).toBeGreaterThan(alone.input_tokens)
})

it('compacts a conversation to the messages of the user and one item', async () => {
  const openai = createBackend({ answer: 'Hi' })
  const client = clientOf(openai)
  const first = await client.responses.create(request)
  const { output, usage } = await client.responses.compact({
    model: 'gpt-5',
    previous_response_id: first.id,
    input: 'Bye',
  })
  // The SDK types the items of an output, which can be those of an input.
  const input = output as ResponseInputItem[]
  await client.responses.create({ ...request, input: [...input, { role: 'user', content: 'So?' }] })

  expect(output).toEqual([
    expect.objectContaining({ id: 'msg_1', content: [{ type: 'input_text', text: 'Hello' }] }),
    expect.objectContaining({ id: 'msg_3', content: [{ type: 'input_text', text: 'Bye' }] }),
    { id: 'cmp_1', type: 'compaction', encrypted_content: 'gAAAAABcompacted' },
  ])
  expect(usage.total_tokens).toBe(usage.input_tokens + usage.output_tokens)
  expect(openai.store.responses.list().map(({ id }) => id)).toEqual(['resp_1', 'resp_3'])
})

it('keeps a response that a limit has cut short', async () => {
  const openai = createBackend({ answer: reply({ text: 'Once upon', finish: 'length' }) })
  const { id } = await clientOf(openai).responses.create({ ...request, max_output_tokens: 16 })

  expect(openai.store.responses.get(id)).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'max_output_tokens' },
    max_output_tokens: 16,
    output: [{ status: 'incomplete' }],
  })
})

/** A message, as a test writes its events. */
class Greeting extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w = responseWriter()
    yield* w.message('Hello there')
    yield* w.completed()
  }
}

it('gives each play of a script ids of its own', async () => {
  const openai = createBackend({ answer: new Greeting() })
  const client = clientOf(openai)
  const first = await client.responses.create(request)
  const second = await client.responses.create({ ...request, previous_response_id: first.id })

  expect(second).toMatchObject({
    id: 'resp_2',
    previous_response_id: 'resp_1',
    created_at: 1700000001,
    completed_at: 1700000001,
    output: [{ id: 'msg_4' }],
  })
  expect(first.output).toMatchObject([{ id: 'msg_2' }])
  expect(openai.calls[1]?.conversation).toHaveLength(3)
  const { output_text: _, ...whole } = second
  expect(openai.store.responses.get('resp_2')).toEqual(whole)
})

it('answers with an error, a status and headers of the test, and keeps nothing of an error', async () => {
  const openai = createBackend({
    answer: ({ number }) =>
      number === 1 ? apiError(400, 'No.') : deliver('Yes', { headers: { 'x-mood': 'good' } }),
  })
  const client = clientOf(openai)

  await expect(client.responses.create(request)).rejects.toThrow('400 No.')
  expect(openai.store.responses.list()).toEqual([])
  const { data, response } = await client.responses.create(request).withResponse()
  expect(data.output_text).toBe('Yes')
  expect(response.headers.get('x-mood')).toBe('good')
})

it('begins anew after a reset', async () => {
  const openai = createBackend({ answer: 'Hi' })
  const client = clientOf(openai)
  const first = await client.responses.create(request)
  openai.reset()

  await expect(client.responses.retrieve(first.id)).rejects.toMatchObject({ status: 404 })
  expect(await client.responses.create(request)).toEqual(first)
})
