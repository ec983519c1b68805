import { collect, reply } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'
import { newThread } from './new-thread.js'

const ANSWER = reply({ text: 'Yes.', by: 3 })
const clientWith = () => clientOf(createBackend({ answer: ANSWER }))

it.each([false, true])('cuts a chat by the reply, with store: %s', async (store) => {
  const messages = [{ role: 'user' as const, content: 'Hi' }]
  const request = { model: 'gpt-5', messages, store, stream: true } as const
  const chunks = await collect(clientWith().chat.completions.create(request))
  const texts = chunks.map(({ choices }) => choices[0]?.delta.content)
  expect(texts).toEqual(['', 'Yes', '.', undefined])
})

it('cuts a legacy completion by the reply', async () => {
  const request = { model: 'gpt-3.5-turbo-instruct', prompt: 'Hi', stream: true } as const
  const chunks = await collect(clientWith().completions.create(request))
  expect(chunks.map(({ choices }) => choices[0]?.text)).toEqual(['Yes', '.', ''])
})

it.each([false, true])('cuts a response by the reply, with background: %s', async (background) => {
  const request = { model: 'gpt-5', input: 'Hi', background, stream: true } as const
  const events = await collect(clientWith().responses.create(request))
  const texts = events.flatMap((event) =>
    event.type === 'response.output_text.delta' ? [event.delta] : [],
  )
  expect(texts).toEqual(['Yes', '.'])
})

it('cuts a run by the reply', async () => {
  const client = clientWith()
  const { assistant_id, thread_id } = await newThread(client)
  const request = { assistant_id, stream: true } as const
  const events = await collect(client.beta.threads.runs.create(thread_id, request))
  const texts = events.flatMap((event) =>
    event.event === 'thread.message.delta' ? (event.data.delta.content ?? []) : [],
  )
  expect(texts).toMatchObject([{ text: { value: 'Yes' } }, { text: { value: '.' } }])
})
