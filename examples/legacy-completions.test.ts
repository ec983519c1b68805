import { createRoute, EventStream, lastUserMessage, unnamed, when } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { z } from 'zod'

const server = useServer()

/** The events of the stream and the whole completion have one shape. */
const completion = z.object({
  id: z.string(),
  object: z.literal('text_completion'),
  created: z.number(),
  model: z.string(),
  choices: z.tuple([
    z.object({
      index: z.literal(0),
      text: z.string(),
      logprobs: z.null(),
      finish_reason: z.enum(['stop', 'length', 'content_filter']).nullable(),
    }),
  ]),
})
type Completion = z.infer<typeof completion>

const completions = createRoute({
  name: 'completions.create',
  method: 'POST',
  path: '/completions',
  body: z.object({ model: z.string(), prompt: z.string(), stream: z.boolean().optional() }),
  wire: {
    event: completion,
    frame: unnamed,
    terminator: { data: '[DONE]' },
    headers: { 'content-type': 'text/event-stream' },
  },
  fold: (events) => [...events].reduce((whole, next) => piece(next, textOf(whole) + textOf(next))),
  unfold: (whole: Completion) => [
    ...wordsOf(whole).map((word) => piece(whole, word, null)),
    piece(whole, ''),
  ],
  complete(given, { body, number }): Completion {
    const part = typeof given === 'string' ? { choices: [{ text: given }] } : given
    const { text = '', finish_reason = 'stop' } = { ...part.choices?.[0] }
    return {
      id: `cmpl-${number}`,
      object: 'text_completion',
      created: 1700000000,
      model: body.model,
      choices: [{ index: 0, text, logprobs: null, finish_reason }],
    }
  },
  request: { conversation: ({ prompt }) => [{ role: 'user', text: prompt }] },
  events: { text: (events) => events.map(textOf) },
})

function textOf({ choices: [{ text }] }: Completion): string {
  return text
}

function wordsOf(whole: Completion): string[] {
  return textOf(whole).split(/(?= )/)
}

/** The same completion with another text, and with another reason to finish. */
function piece(whole: Completion, text: string, finish_reason = whole.choices[0].finish_reason) {
  const choices: Completion['choices'] = [{ ...whole.choices[0], text, finish_reason }]
  return { ...whole, choices }
}

class Hello extends EventStream<Completion> {
  *generate(): Generator<Completion> {
    const choice = { index: 0, logprobs: null } as const
    const chunk = { id: 'cmpl-7', object: 'text_completion', created: 1700000000 } as const
    const model = 'gpt-3.5-turbo-instruct'
    yield { ...chunk, model, choices: [{ ...choice, text: 'Hello', finish_reason: null }] }
    yield { ...chunk, model, choices: [{ ...choice, text: ' there', finish_reason: 'stop' }] }
  }
}

const request = { model: 'gpt-3.5-turbo-instruct', prompt: 'Say hello' }

it('streams a script, and folds it for a request without a stream', async () => {
  const create = completions(new Hello())
  server.use(create)
  const client = new OpenAI({ apiKey: 'test' })

  const { data: stream, response } = await client.completions
    .create({ ...request, stream: true })
    .withResponse()
  const whole = await client.completions.create(request)

  await expect(stream).toStream(new Hello())
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(whole).toMatchObject({ choices: [{ text: 'Hello there', finish_reason: 'stop' }] })
  expect(create.calls.map(({ body }) => body.prompt)).toEqual(['Say hello', 'Say hello'])
})

it('makes a completion of a text and of a part', async () => {
  const long = { choices: [{ text: 'Too long to', finish_reason: 'length' }] } as const
  server.use(completions([when(lastUserMessage(/hello/), 'Hello there'), when({}, long)]))
  const client = new OpenAI({ apiKey: 'test' })

  const hello = await client.completions.create(request)
  const stream = await client.completions.create({ ...request, stream: true })
  const story = await client.completions.create({ ...request, prompt: 'Tell me a story' })

  expect(hello).toMatchObject({ id: 'cmpl-1', choices: [{ text: 'Hello there' }] })
  await expect(stream).toStreamText('Hello there')
  expect(story).toMatchObject({ id: 'cmpl-3', choices: [{ finish_reason: 'length' }] })
})
