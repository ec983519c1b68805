import { chat, chatCompletionWriter, EventStream, unchecked, type Cue } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

const server = useServer({ lint: 'error', report: 'stream-report' })

/** The application under test. */
async function greet(): Promise<string> {
  let text = ''
  const stream = await new OpenAI({ apiKey: 'test' }).chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })
  for await (const chunk of stream) text += chunk.choices?.[0]?.delta.content ?? ''
  return text
}

class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk | Cue> {
    const w = chatCompletionWriter()
    yield* w.text('Hello')
    yield unchecked({ type: 'keepalive' })
    yield* w.text(' there')
    yield* w.finish()
  }
}

it('takes an event that is no chunk', async () => {
  const create = chat.completions.create(new Greeting())
  server.use(create)

  await expect(greet()).resolves.toBe('Hello there')
  expect(create.calls[0]?.findings).toEqual([])
})
