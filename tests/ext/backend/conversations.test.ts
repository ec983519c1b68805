import { collect, reply } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type { ItemCreateParams } from 'openai/resources/conversations/items'
import { expect, it } from 'vitest'
import { answerSchema } from '../../core/openapi/answer-schemas.js'
import { clientOf } from './client-of.js'

const request = { model: 'gpt-5', input: 'Hello' }
const message = (content: string): ItemCreateParams['items'][number] => ({ role: 'user', content })

it('creates, retrieves, updates and deletes a conversation', async () => {
  const openai = createBackend()
  const client = clientOf(openai)
  const created = await client.conversations.create({ metadata: { topic: 'tea' } })
  const updated = await client.conversations.update(created.id, { metadata: { topic: 'milk' } })

  expect(created).toEqual({
    id: 'conv_1',
    object: 'conversation',
    created_at: 1700000000,
    metadata: { topic: 'tea' },
  })
  expect(updated).toEqual({ ...created, metadata: { topic: 'milk' } })
  expect(await client.conversations.retrieve(created.id)).toEqual(updated)
  expect(await client.conversations.delete(created.id)).toEqual({
    id: 'conv_1',
    object: 'conversation.deleted',
    deleted: true,
  })
  await expect(client.conversations.delete(created.id)).rejects.toThrow(
    "404 Conversation with id 'conv_1' not found.",
  )
})

it('continues a conversation of three turns', async () => {
  const openai = createBackend({ answer: ({ conversation }) => `Turn ${conversation.length}` })
  const client = clientOf(openai)
  const { id } = await client.conversations.create({ items: [message('Be kind')] })
  const turn = (input: string) => client.responses.create({ ...request, input, conversation: id })
  const first = await turn('One')
  const second = await client.responses.create({
    ...request,
    input: 'Two',
    conversation: { id },
    stream: true,
  })
  await collect(second)
  const third = await turn('Three')

  expect(first.conversation).toEqual({ id })
  expect(third.output_text).toBe('Turn 6')
  expect(openai.calls.at(-1)?.conversation).toEqual([
    { role: 'user', text: 'Be kind' },
    { role: 'user', text: 'One' },
    { role: 'assistant', text: 'Turn 2' },
    { role: 'user', text: 'Two' },
    { role: 'assistant', text: 'Turn 4' },
    { role: 'user', text: 'Three' },
  ])
})

it('adds the input and the output of a response to its conversation', async () => {
  const client = clientOf(createBackend({ answer: reply({ reasoning: 'Hm', text: 'Hi' }) }))
  const { id } = await client.conversations.create()
  const { output } = await client.responses.create({ ...request, conversation: id })
  const items = await collect(client.conversations.items.list(id, { order: 'asc' }))

  expect(items).toEqual([
    {
      id: 'msg_1',
      type: 'message',
      status: 'completed',
      role: 'user',
      content: [{ type: 'input_text', text: 'Hello' }],
    },
    ...output,
  ])
})

it('counts the tokens of a conversation', async () => {
  const client = clientOf(createBackend({ answer: 'Hi' }))
  const { id } = await client.conversations.create({ items: [message('Hello, how are you?')] })
  const next = { ...request, conversation: id }
  const { input_tokens } = await client.responses.inputTokens.count(next)
  const { usage } = await client.responses.create(next)

  expect(input_tokens).toBe(usage?.input_tokens)
})

it('creates, retrieves and deletes items', async () => {
  const openai = createBackend()
  const client = clientOf(openai)
  const conversation = await client.conversations.create()
  const of = { conversation_id: conversation.id }
  const added = await client.conversations.items.create(conversation.id, {
    items: [message('One'), { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' }],
  })
  const validate = answerSchema('POST', '/conversations/:conversation_id/items')

  expect(validate?.(added)).toBe(true)
  expect(added).toMatchObject({ first_id: 'msg_1', last_id: 'fc_1', has_more: false })
  expect(await client.conversations.items.retrieve('fc_1', of)).toEqual(added.data[1])
  expect(await client.conversations.items.delete('fc_1', of)).toEqual(conversation)
  await expect(client.conversations.items.retrieve('fc_1', of)).rejects.toThrow(
    "404 Item with id 'fc_1' not found.",
  )
  expect(openai.store.items.of(conversation.id).list()).toEqual(added.data.slice(0, 1))
})

it('pages through 45 items in both orders, without a repeat and without a gap', async () => {
  const client = clientOf(createBackend())
  const { id } = await client.conversations.create()
  const texts = Array.from({ length: 45 }, (_, index) => `Message ${index}`)
  await client.conversations.items.create(id, { items: texts.map(message) })
  const ids = async (order?: 'asc' | 'desc') =>
    (await collect(client.conversations.items.list(id, { limit: 7, ...(order && { order }) }))).map(
      (item) => item.id,
    )

  const ascending = texts.map((_, index) => `msg_${index + 1}`)
  expect(await ids('asc')).toEqual(ascending)
  expect(await ids()).toEqual(ascending.toReversed())
})

it('continues a response of a conversation by its id', async () => {
  const openai = createBackend({ answer: ({ conversation }) => `Turn ${conversation.length}` })
  const client = clientOf(openai)
  const { id } = await client.conversations.create({ items: [message('Be kind')] })
  const first = await client.responses.create({ ...request, conversation: id })
  await client.responses.create({ ...request, conversation: id })
  const branch = await client.responses.create({ ...request, previous_response_id: first.id })

  expect(branch.output_text).toBe('Turn 4')
})

it.each([
  ['retrieve', (client) => client.conversations.retrieve('conv_x')],
  ['update', (client) => client.conversations.update('conv_x', { metadata: {} })],
  ['list the items of', (client) => client.conversations.items.list('conv_x')],
  ['add items to', (client) => client.conversations.items.create('conv_x', { items: [] })],
  ['continue', (client) => client.responses.create({ ...request, conversation: 'conv_x' })],
] satisfies ReadonlyArray<[string, (client: ReturnType<typeof clientOf>) => PromiseLike<unknown>]>)(
  'refuses to %s a conversation that does not exist',
  async (_, ask) => {
    await expect(ask(clientOf(createBackend()))).rejects.toMatchObject({
      status: 404,
      error: {
        message: "Conversation with id 'conv_x' not found.",
        type: 'invalid_request_error',
        param: null,
        code: null,
      },
    })
  },
)
