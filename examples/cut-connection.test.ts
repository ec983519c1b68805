import { chat, chatCompletionWriter, cutAfter, EventStream, pace } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

const server = useServer()

/** Events: 0 the role, 1 'Once', 2 ' upon', 3 ' a', 4 ' time', 5 the end. */
class Story extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.text('Once upon a time')
    yield* w.finish()
  }
}

it('keeps what has arrived when the connection drops', async () => {
  const create = chat.completions.create(new Story(), { through: [pace(5), cutAfter(3)] })
  server.use(create)
  const client = new OpenAI({ apiKey: 'test' })
  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })

  let text = ''
  const reading = (async () => {
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
  })()

  await expect(reading).rejects.toBeInstanceOf(Error)
  expect(text).toBe('Once upon')
  await expect(create.calls[0]?.settled).resolves.toBe('cut')
})
