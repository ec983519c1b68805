import { responses } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

it('deletes the response of the path', async () => {
  const client = clientOf(responses.delete())

  const response = await client.responses.delete('resp_abc').asResponse()

  expect(await response.json()).toEqual({ id: 'resp_abc', object: 'response', deleted: true })
})

it('cancels the response of the path', async () => {
  const { responses: client } = clientOf(responses.cancel({ model: 'gpt-5-mini' }))

  await expect(client.cancel('resp_abc')).resolves.toMatchObject({
    id: 'resp_abc',
    object: 'response',
    status: 'cancelled',
    background: true,
    model: 'gpt-5-mini',
    output: [],
    completed_at: null,
  })
})

it('compacts a conversation to one item', async () => {
  const { responses: client } = clientOf(responses.compact())

  const compacted = await client.compact({ model: 'gpt-5', input: 'Hello?' })

  expect(compacted).toEqual({
    id: 'resp_1',
    object: 'response.compaction',
    created_at: 1700000000,
    output: [{ id: 'cmp_1', type: 'compaction', encrypted_content: 'gAAAAABcompacted' }],
    usage: {
      input_tokens: 0,
      input_tokens_details: { cache_write_tokens: 0, cached_tokens: 0 },
      output_tokens: 0,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 0,
    },
  })
})

it('compacts a conversation to the items of the author', async () => {
  const { responses: client } = clientOf(
    responses.compact({
      output: [
        { content: [{ text: 'Hello there' }] },
        { type: 'compaction', encrypted_content: 'a' },
      ],
      usage: { input_tokens: 40, output_tokens: 2 },
    }),
  )

  await expect(client.compact({ model: 'gpt-5' })).resolves.toMatchObject({
    output: [
      { id: 'msg_1', type: 'message', content: [{ type: 'output_text', text: 'Hello there' }] },
      { id: 'cmp_1', encrypted_content: 'a' },
    ],
    usage: { input_tokens: 40, output_tokens: 2, total_tokens: 42 },
  })
  // @ts-expect-error The model is required.
  await expect(client.compact({})).rejects.toMatchObject({ status: 400, param: 'model' })
})

it('lists the items of the input of a response, over several pages', async () => {
  const list = responses.inputItems.list([
    { type: 'function_call_output', call_id: 'call_1', output: 'Sunny' },
    { role: 'user', content: 'Hello?' },
  ])
  const { inputItems } = clientOf(list).responses
  const seen: unknown[] = []

  for await (const item of inputItems.list('resp_abc', { limit: 1 })) seen.push(item)

  expect(seen).toEqual([
    {
      id: 'fco_1',
      type: 'function_call_output',
      status: 'completed',
      call_id: 'call_1',
      output: 'Sunny',
    },
    {
      id: 'msg_1',
      type: 'message',
      status: 'completed',
      content: [{ type: 'input_text', text: 'Hello?' }],
      role: 'user',
    },
  ])
  expect(list.calls.map(({ params }) => params['response_id'])).toEqual(['resp_abc', 'resp_abc'])
})

it.each([
  [{ input: 'Hello there' }, 3],
  [{ input: 'Hello there', instructions: 'Be brief.' }, 5],
  [{ input: [{ role: 'user' as const, content: 'Hello there' }] }, 11],
  [{}, 0],
])('counts about one token for four characters of %j: %i', async (body, expected) => {
  const { inputTokens } = clientOf(responses.inputTokens.count()).responses

  await expect(inputTokens.count({ model: 'gpt-5', ...body })).resolves.toEqual({
    object: 'response.input_tokens',
    input_tokens: expected,
  })
})

it('counts the tokens that the author says', async () => {
  const { inputTokens } = clientOf(responses.inputTokens.count({ input_tokens: 120_000 })).responses

  await expect(inputTokens.count()).resolves.toMatchObject({ input_tokens: 120_000 })
})
