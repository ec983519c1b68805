import { chatCompletionWriter, collect, EventStream, LiveEventStream, unchecked } from 'msw-openai'
import type { Cue } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const request = {
  model: 'gpt-5',
  messages: [{ role: 'user' as const, content: 'Hello' }],
  store: true,
}

it('keeps the completion of a live stream once the stream has ended', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const openai = createBackend({ answer: live })
  const stream = await clientOf(openai).chat.completions.create({ ...request, stream: true })
  const chunks = collect(stream)
  const w = chatCompletionWriter()
  await live.emit(w.text('Hi there'))
  await live.emit(w.finish())
  const before = openai.store.chatCompletions.list()
  await live.end()
  await chunks

  expect(before).toEqual([])
  expect(openai.store.chatCompletions.list()).toMatchObject([
    { choices: [{ message: { content: 'Hi there' }, finish_reason: 'stop' }] },
  ])
})

it('sends the event of unchecked() as it is, whatever it is', async () => {
  class Odd extends EventStream<ChatCompletionChunk> {
    *generate(): Generator<ChatCompletionChunk | Cue> {
      yield unchecked(null)
    }
  }
  const openai = createBackend({ answer: new Odd() })
  const response = await clientOf(openai)
    .chat.completions.create({ ...request, stream: true })
    .asResponse()

  expect(await response.text()).toBe('data: null\n\ndata: [DONE]\n\n')
})
