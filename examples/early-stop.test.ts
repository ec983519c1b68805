import { chat, chatCompletionWriter, EventStream } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

const server = useServer()

/** A script without an end. It runs only as far as its reader reads. */
class Countdown extends EventStream<ChatCompletionChunk> {
  stopped = false;

  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    try {
      for (let count = 10; ; count--) yield* w.delta({ content: `${count} ` })
    } finally {
      this.stopped = true
    }
  }
}

it('stops the script once the client has had enough', async () => {
  const script = new Countdown()
  const create = chat.completions.create(script)
  server.use(create)
  const client = new OpenAI({ apiKey: 'test' })

  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })
  for await (const { choices } of stream) {
    if (choices[0]?.delta.content === '0 ') break
  }

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
  expect(script.stopped).toBe(true)
})
