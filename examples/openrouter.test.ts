import {
  chatCompletionWriter,
  comment,
  createRoutes,
  EventStream,
  reply,
  type Cue,
} from 'msw-openai'
import { openrouter } from 'msw-openai/dialects'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

const { chat } = createRoutes({ dialect: openrouter })

const server = useServer()

/** An app that shows the reasoning in front of the text. */
async function ask(): Promise<string> {
  const client = new OpenAI({ apiKey: 'test', baseURL: 'https://openrouter.ai/api/v1' })
  const stream = await client.chat.completions.create({
    model: 'openai/gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })

  let [reasoning, text] = ['', '']
  for await (const { choices } of stream) {
    const delta: { content?: string | null; reasoning?: string } = choices[0]?.delta ?? {}
    reasoning += delta.reasoning ?? ''
    text += delta.content ?? ''
  }
  return reasoning ? `(${reasoning}) ${text}` : text
}

it('reads the reasoning of OpenRouter, after its comment', async () => {
  server.use(chat.completions.create(reply({ reasoning: 'A greeting.', text: 'Hello there' })))

  expect(await ask()).toBe('(A greeting.) Hello there')
})

/** A stream of which OpenRouter has to wait for the rest. */
class Slow extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk | Cue> {
    const w = chatCompletionWriter({ model: 'openai/gpt-5' })
    yield comment('OPENROUTER PROCESSING')
    yield* w.text('Hello')
    yield comment('OPENROUTER PROCESSING')
    yield* w.text(' there')
    yield* w.finish()
  }
}

it('does not mind comments between the chunks', async () => {
  const create = chat.completions.create(new Slow())
  server.use(create)

  expect(await ask()).toBe('Hello there')
  await expect(create).toHaveCompleted()
})
