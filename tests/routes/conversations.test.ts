import { conversations } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const CONVERSATION = {
  id: 'conv_1',
  object: 'conversation',
  created_at: 1700000000,
  metadata: {},
}
const HELLO = {
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  content: [{ type: 'input_text', text: 'Hello?' }],
  role: 'user',
}

it('creates a conversation with the metadata of the request', async () => {
  const { conversations: client } = clientOf(conversations.create())

  await expect(client.create()).resolves.toEqual(CONVERSATION)
  await expect(client.create({ metadata: { topic: 'demo' }, items: [] })).resolves.toEqual({
    ...CONVERSATION,
    id: 'conv_2',
    metadata: { topic: 'demo' },
  })
})

it('retrieves the conversation of the path', async () => {
  const { conversations: client } = clientOf(
    conversations.retrieve({ metadata: { topic: 'demo' } }),
  )

  await expect(client.retrieve('conv_abc')).resolves.toEqual({
    ...CONVERSATION,
    id: 'conv_abc',
    metadata: { topic: 'demo' },
  })
})

it('updates the metadata of the conversation of the path', async () => {
  const { conversations: client } = clientOf(conversations.update())

  await expect(client.update('conv_abc', { metadata: { topic: 'new' } })).resolves.toEqual({
    ...CONVERSATION,
    id: 'conv_abc',
    metadata: { topic: 'new' },
  })
  // @ts-expect-error The metadata are required.
  await expect(client.update('conv_abc', {})).rejects.toMatchObject({ param: 'metadata' })
})

it('deletes the conversation of the path', async () => {
  const { conversations: client } = clientOf(conversations.delete())

  await expect(client.delete('conv_abc')).resolves.toEqual({
    id: 'conv_abc',
    object: 'conversation.deleted',
    deleted: true,
  })
})

it('creates the items of the request', async () => {
  const { items } = clientOf(conversations.items.create()).conversations

  const first = await items.create('conv_abc', {
    items: [
      { role: 'user', content: 'Hello?' },
      { type: 'function_call_output', call_id: 'call_1', output: 'Sunny' },
    ],
  })
  const second = await items.create('conv_abc', {
    items: [{ role: 'assistant', content: 'Hello there' }],
  })

  expect(first).toEqual({
    object: 'list',
    data: [
      HELLO,
      {
        id: 'fco_1',
        type: 'function_call_output',
        status: 'completed',
        call_id: 'call_1',
        output: 'Sunny',
      },
    ],
    first_id: 'msg_1',
    last_id: 'fco_1',
    has_more: false,
  })
  expect(second.data).toEqual([
    {
      ...HELLO,
      id: 'msg_2_1',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Hello there', annotations: [], logprobs: [] }],
    },
  ])
})

it('creates the items of the author', async () => {
  const { items } = clientOf(
    conversations.items.create([{ id: 'msg_abc', role: 'user', content: 'Hello?' }]),
  ).conversations

  await expect(items.create('conv_abc', { items: [] })).resolves.toMatchObject({
    data: [{ ...HELLO, id: 'msg_abc' }],
    last_id: 'msg_abc',
  })
})

it('refuses to create no items', async () => {
  const { items } = clientOf(conversations.items.create()).conversations

  // @ts-expect-error The items are required.
  await expect(items.create('conv_abc', {})).rejects.toMatchObject({ param: 'items' })
})

it('retrieves the item of the path', async () => {
  const { items } = clientOf(
    conversations.items.retrieve({ role: 'user', content: 'Hello?' }),
  ).conversations

  await expect(items.retrieve('msg_abc', { conversation_id: 'conv_abc' })).resolves.toEqual({
    ...HELLO,
    id: 'msg_abc',
  })
})

it('retrieves an item of another type', async () => {
  const { items } = clientOf(
    conversations.items.retrieve({ type: 'function_call', name: 'get_weather' }),
  ).conversations

  await expect(items.retrieve('fc_abc', { conversation_id: 'conv_abc' })).resolves.toEqual({
    id: 'fc_abc',
    type: 'function_call',
    status: 'completed',
    arguments: '{}',
    call_id: 'call_1',
    name: 'get_weather',
  })
})

it('lists the items, newest first, over several pages', async () => {
  const list = conversations.items.list([
    { role: 'assistant', content: 'Sunny' },
    { type: 'function_call', name: 'get_weather' },
    { role: 'user', content: 'Hello?' },
  ])
  const { items } = clientOf(list).conversations
  const ids: Array<string | null | undefined> = []

  for await (const item of items.list('conv_abc', { limit: 2 })) ids.push(item.id)
  const reversed = await items.list('conv_abc', { order: 'asc', limit: 1 })

  expect(ids).toEqual(['msg_1', 'fc_1', 'msg_2'])
  expect(list.calls.map(({ url }) => url.search)).toEqual([
    '?limit=2',
    '?limit=2&after=fc_1',
    '?order=asc&limit=1',
  ])
  expect(reversed).toMatchObject({
    data: [{ ...HELLO, id: 'msg_2' }],
    last_id: 'msg_2',
    has_more: true,
  })
})

it('lists the items of a page as they are, and refuses a wrong limit', async () => {
  const { items } = clientOf(
    conversations.items.list({ data: [{ role: 'user', content: [] }], has_more: true }),
  ).conversations

  await expect(items.list('conv_abc', { after: 'msg_9' })).resolves.toMatchObject({
    data: [{ id: 'msg_1', content: [] }],
    has_more: true,
  })
  await expect(items.list('conv_abc', { limit: 101 })).rejects.toMatchObject({ param: 'limit' })
})

it('answers with the conversation when an item is deleted', async () => {
  const { items } = clientOf(conversations.items.delete()).conversations

  await expect(items.delete('msg_abc', { conversation_id: 'conv_abc' })).resolves.toEqual({
    ...CONVERSATION,
    id: 'conv_abc',
  })
})
