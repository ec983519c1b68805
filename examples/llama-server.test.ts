import { createRoute, decode, EventStream, lastUserMessage, unnamed, when } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import { expect, it } from 'vitest'
import { z } from 'zod'

const server = useServer()

/** The events of the stream and the whole answer have one shape. */
const generation = z.object({ content: z.string(), stop: z.boolean() })
type Generation = z.infer<typeof generation>

/** The completions of a server of llama.cpp, which are none of OpenAI. */
const completion = createRoute(
  {
    name: 'llama.completion',
    method: 'POST',
    path: '/completion',
    body: z.object({ prompt: z.string(), stream: z.boolean().optional() }),
    wire: {
      event: generation,
      frame: unnamed,
      isFinal: ({ stop }) => stop,
      headers: { 'content-type': 'text/event-stream' },
    },
    fold: (events) => ({ content: [...events].map(contentOf).join(''), stop: true }),
    unfold: (whole: Generation) => [
      ...whole.content.split(/(?= )/).map((word) => ({ content: word, stop: false })),
      { ...whole, content: '' },
    ],
    complete: (given): Generation =>
      typeof given === 'string'
        ? { content: given, stop: true }
        : { content: given.content ?? '', stop: given.stop ?? true },
    request: { conversation: ({ prompt }) => [{ role: 'user', text: prompt }] },
    events: { text: (events) => events.map(contentOf) },
  },
  { baseURL: 'http://localhost:8080' },
)

function contentOf({ content }: Generation): string {
  return content
}

class Hello extends EventStream<Generation> {
  *generate(): Generator<Generation> {
    yield { content: 'Hello', stop: false }
    yield { content: ' there', stop: true }
  }
}

function ask(prompt: string, stream = false): Promise<Response> {
  const body = JSON.stringify({ prompt, stream })
  return fetch('http://localhost:8080/completion', { method: 'POST', body })
}

/** Reads the events of a stream. */
async function* read({ body }: Response): AsyncGenerator<Generation> {
  for await (const { data } of decode(body ?? [])) yield generation.parse(JSON.parse(data))
}

it('streams a script, and folds it for a request without a stream', async () => {
  const route = completion(new Hello())
  server.use(route)

  const stream = await ask('Say hello', true)
  const whole = await ask('Say hello')

  await expect(read(stream)).toStream(new Hello())
  await expect(whole.json()).resolves.toEqual({ content: 'Hello there', stop: true })
  expect(route.calls.map(({ body }) => body.prompt)).toEqual(['Say hello', 'Say hello'])
})

it('makes an answer of a text and of a part', async () => {
  server.use(
    completion([when(lastUserMessage(/hello/), 'Hello there'), when({}, { content: 'Once upon' })]),
  )

  const hello = await ask('Say hello', true)
  const story = await ask('Tell me a story')

  await expect(read(hello)).toStreamText('Hello there')
  await expect(story.json()).resolves.toEqual({ content: 'Once upon', stop: true })
})
