import { chat, chatCompletionWriter, EventStream, pace } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

class Story extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.text('Once upon a time')
    yield* w.finish()
  }
}

const create = chat.completions.create(new Story(), { through: [pace({ first: 400, each: 50 })] })
useServer(create)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('takes 400 ms to the first token, and 50 ms to each further one', async () => {
  const client = new OpenAI({ apiKey: 'test' })
  const asking = client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })
  await vi.waitUntil(() => create.calls.length === 1)

  await vi.advanceTimersByTimeAsync(650)
  await expect(asking).toStreamText('Once upon a time')

  expect(create.calls[0]?.timings).toEqual([400, 450, 500, 550, 600, 650])
})
