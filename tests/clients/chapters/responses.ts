import { collect } from 'msw-openai'
import type OpenAI from 'openai'
import { expect } from 'vitest'
import { idsOf, RED } from './chapter.js'

const request = { model: 'gpt-5', input: 'Is it sunny?' }

/** Creates responses in each way, reads them again, continues, cancels and deletes them. */
export async function responsesChapter({ responses }: OpenAI): Promise<void> {
  const { id, output } = await responses.create(request)
  const events = await collect(responses.create({ ...request, stream: true }))
  expect(events.at(-1)).toMatchObject({
    type: 'response.completed',
    response: { status: 'completed' },
  })
  expect(await responses.retrieve(id)).toMatchObject({ id, output })
  expect((await collect(responses.retrieve(id, { stream: true }))).map(({ type }) => type)).toEqual(
    events.map(({ type }) => type),
  )

  const next = { model: 'gpt-5', input: 'And in Rome?', previous_response_id: id }
  const compacted = await responses.compact(next)
  const { input_tokens } = await responses.inputTokens.count(next)
  expect(compacted.output).toMatchObject([
    { role: 'user' },
    { role: 'user' },
    { type: 'compaction' },
  ])
  expect(input_tokens).toBe(compacted.usage.input_tokens)

  const both = ['Hello', 'Bye'].map((content) => ({ role: 'user' as const, content }))
  const { id: longer } = await responses.create({ model: 'gpt-5', input: both, background: true })
  expect(await idsOf(responses.inputItems.list(longer, { limit: 1 }))).toHaveLength(2)
  expect((await responses.cancel(longer)).status).toBe('cancelled')
  await responses.delete(id)
  await expect(responses.retrieve(id)).rejects.toThrow(`404 Response with id '${id}' not found.`)
}

/** Does the same with the responses of the beta. */
export async function betaResponsesChapter({ beta: { responses } }: OpenAI): Promise<void> {
  const { id, output } = await responses.create(request)
  const events = await collect(responses.create({ ...request, stream: true }))
  expect(events.at(-1)).toMatchObject({ type: 'response.completed' })
  expect(await responses.retrieve(id)).toMatchObject({ id, output })
  expect(await collect(responses.retrieve(id, { stream: true }))).toHaveLength(events.length)

  const next = { model: 'gpt-5', previous_response_id: id }
  const compacted = await responses.compact(next)
  const { input_tokens } = await responses.inputTokens.count(next)
  expect(input_tokens).toBe(compacted.usage.input_tokens)

  const { id: longer } = await responses.create({ ...request, background: true })
  expect(await collect(responses.inputItems.list(longer))).toHaveLength(1)
  expect((await responses.cancel(longer)).status).toBe('cancelled')
  await responses.delete(id)
  await expect(responses.retrieve(id)).rejects.toThrow(`404 Response with id '${id}' not found.`)
}

/** Keeps a conversation with the items of a client and of a response. */
export async function conversationsChapter({ conversations, responses }: OpenAI): Promise<void> {
  const { items } = conversations
  const { id } = await conversations.create({ metadata: RED })
  const { data } = await items.create(id, { items: [{ role: 'user', content: 'Hello' }] })
  await responses.create({ ...request, conversation: id })
  const listed = await collect(items.list(id, { limit: 1, order: 'asc' }))

  expect(listed).toMatchObject([...data, { role: 'user' }, { role: 'assistant' }])
  const item = { id: data[0]?.id ?? '', of: { conversation_id: id } }
  expect(await items.retrieve(item.id, item.of)).toEqual(data[0])
  expect(await items.delete(item.id, item.of)).toMatchObject({ id, metadata: RED })
  expect(await collect(items.list(id))).toHaveLength(2)

  await conversations.update(id, { metadata: { team: 'blue' } })
  expect(await conversations.retrieve(id)).toMatchObject({ metadata: { team: 'blue' } })
  await conversations.delete(id)
  await expect(conversations.retrieve(id)).rejects.toThrow(
    `404 Conversation with id '${id}' not found.`,
  )
}
