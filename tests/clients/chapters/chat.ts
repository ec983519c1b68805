import { collect } from 'msw-openai'
import type OpenAI from 'openai'
import { expect } from 'vitest'
import { idsOf, RED } from './chapter.js'

/** Stores chat completions, and reads, changes and deletes them. The stream says the same as the plain answer. */
export async function chatChapter({ chat: { completions } }: OpenAI): Promise<void> {
  const messages = [{ role: 'user' as const, content: 'Is it sunny?' }]
  const asked = { model: 'gpt-4o', messages }
  const { id, choices } = await completions.create({ ...asked, store: true })
  const chunks = await collect(completions.create({ ...asked, store: true, stream: true }))
  const other = chunks[0]?.id ?? ''
  const texts = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '')

  expect(texts.join('')).toBe(choices[0]?.message.content)
  expect(await idsOf(completions.list({ limit: 1 }))).toEqual([id, other])
  expect(await collect(completions.messages.list(id, { limit: 1 }))).toMatchObject(messages)
  await completions.update(id, { metadata: RED })
  expect(await completions.retrieve(id)).toMatchObject({ id, choices, metadata: RED })
  await completions.delete(id)
  expect(await idsOf(completions.list())).toEqual([other])
}

/** Completes a text, whole and as a stream. */
export async function completionsChapter({ completions }: OpenAI): Promise<void> {
  const asked = { model: 'gpt-3.5-turbo-instruct', prompt: 'Once upon' }
  const { choices } = await completions.create(asked)
  const streamed = await collect(completions.create({ ...asked, stream: true }))

  expect(choices[0]?.text).not.toBe('')
  expect(streamed.map((event) => event.choices[0]?.text ?? '').join('')).toBe(choices[0]?.text)
}

/** Embeds texts, and looks for harm in them. */
export async function textsChapter({ embeddings, moderations }: OpenAI): Promise<void> {
  const input = ['Hello', 'Goodbye']
  const { data } = await embeddings.create({ model: 'text-embedding-3-small', input })
  const { results } = await moderations.create({ input })

  expect(data.map(({ embedding }) => embedding.length)).toEqual([1536, 1536])
  expect(results.map(({ flagged }) => flagged)).toEqual([false, false])
}
