import { chat, reply } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

it('retrieves the completion of the path, from a text', async () => {
  const { completions } = clientOf(chat.completions.retrieve('Hello there')).chat

  await expect(completions.retrieve('chatcmpl-abc')).resolves.toMatchObject({
    id: 'chatcmpl-abc',
    object: 'chat.completion',
    choices: [{ message: { role: 'assistant', content: 'Hello there' }, finish_reason: 'stop' }],
    metadata: {},
    temperature: 1,
    tools: null,
  })
})

it('retrieves a completion of a part, and of a reply', async () => {
  const part = { model: 'gpt-5', metadata: { topic: 'weather' } }
  const called = reply({ toolCalls: [{ name: 'get_weather' }] })

  const ofPart = await clientOf(chat.completions.retrieve(part)).chat.completions.retrieve(
    'chatcmpl-a',
  )
  const ofReply = await clientOf(chat.completions.retrieve(called)).chat.completions.retrieve(
    'chatcmpl-b',
  )

  expect(ofPart).toMatchObject({ id: 'chatcmpl-a', ...part })
  expect(ofReply).toMatchObject({
    id: 'chatcmpl-b',
    choices: [
      {
        message: { tool_calls: [{ function: { name: 'get_weather' } }] },
        finish_reason: 'tool_calls',
      },
    ],
  })
})

it('updates the metadata of the completion of the path', async () => {
  const { completions } = clientOf(chat.completions.update()).chat

  await expect(
    completions.update('chatcmpl-abc', { metadata: { topic: 'weather' } }),
  ).resolves.toMatchObject({ id: 'chatcmpl-abc', metadata: { topic: 'weather' } })
  // @ts-expect-error The metadata are required.
  await expect(completions.update('chatcmpl-abc', {})).rejects.toMatchObject({ param: 'metadata' })
})

it('lists the completions, oldest first, over several pages', async () => {
  const list = chat.completions.list([{ id: 'chatcmpl-a' }, {}, { id: 'chatcmpl-c' }])
  const { completions } = clientOf(list).chat
  const ids: string[] = []

  for await (const { id } of completions.list({ limit: 2 })) ids.push(id)
  const reversed = await completions.list({ order: 'desc' })

  expect(ids).toEqual(['chatcmpl-a', 'chatcmpl-2', 'chatcmpl-c'])
  expect(reversed.data.map(({ id }) => id)).toEqual(['chatcmpl-c', 'chatcmpl-2', 'chatcmpl-a'])
})

it('lists the completions of a model, and those with metadata', async () => {
  const { completions } = clientOf(
    chat.completions.list([
      { model: 'gpt-5', metadata: { topic: 'weather', user: '1' } },
      { model: 'gpt-5-mini', metadata: { topic: 'weather', user: '2' } },
      { model: 'gpt-5' },
    ]),
  ).chat

  const ofModel = await completions.list({ model: 'gpt-5' })
  const ofTopic = await completions.list({ metadata: { topic: 'weather' } })
  const ofUser = await completions.list({ metadata: { topic: 'weather', user: '2' } })

  expect(ofModel.data.map(({ id }) => id)).toEqual(['chatcmpl-1', 'chatcmpl-3'])
  expect(ofTopic.data.map(({ id }) => id)).toEqual(['chatcmpl-1', 'chatcmpl-2'])
  expect(ofUser.data.map(({ id }) => id)).toEqual(['chatcmpl-2'])
})

it('deletes the completion of the path', async () => {
  const { completions } = clientOf(chat.completions.delete()).chat

  await expect(completions.delete('chatcmpl-abc')).resolves.toEqual({
    id: 'chatcmpl-abc',
    object: 'chat.completion.deleted',
    deleted: true,
  })
})

it('lists the messages of the completion of the path, oldest first, over several pages', async () => {
  const { messages } = clientOf(
    chat.completions.messages.list([
      { role: 'system', content: 'Be brief.' },
      { content: 'Hello?' },
    ]),
  ).chat.completions
  const seen: unknown[] = []

  for await (const message of messages.list('chatcmpl-abc', { limit: 1 })) seen.push(message)

  expect(seen).toEqual([
    {
      id: 'chatcmpl-abc-0',
      role: 'system',
      content: 'Be brief.',
      refusal: null,
      name: null,
      content_parts: null,
    },
    {
      id: 'chatcmpl-abc-1',
      role: 'user',
      content: 'Hello?',
      refusal: null,
      name: null,
      content_parts: null,
    },
  ])
})
