import type { RequestHandler } from 'msw'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, vi } from 'vitest'
import {
  chat,
  chatCompletionWriter,
  completeChatCompletion,
  deliver,
  foldChatCompletion,
  inOrder,
  reply,
} from 'msw-openai/routes'
import { decode, EventStream } from 'msw-openai/streaming'
import { ask, CHAT } from './support.js'

const { create } = chat.completions
const unpadded = { stream_options: { include_obfuscation: false } }

/** The JSON of each record of an answer, without `[DONE]`. */
async function recordsOf(route: RequestHandler, body: object = {}): Promise<string[]> {
  const response = await ask(route, { body: { ...CHAT, ...body } })
  const records: string[] = []
  if (!response.body) return records
  for await (const { data } of decode(response.body)) if (data !== '[DONE]') records.push(data)
  return records
}

class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.text('Hello')
    yield* w.finish()
  }
}

const head = (model: string, fingerprint: string) =>
  `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"${model}","service_tier":"default","system_fingerprint":${fingerprint}`

it('streams a text of gpt-5 byte for byte as the API does', async () => {
  const gpt5 = head('gpt-5', 'null')

  expect(await recordsOf(create('Hello'))).toEqual([
    `${gpt5},"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"finish_reason":null}],"obfuscation":"0123456789ABCD"}`,
    `${gpt5},"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}],"obfuscation":"0123456789A"}`,
    `${gpt5},"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"obfuscation":"0123456789"}`,
  ])
})

it('streams a text of gpt-4.1 and its usage byte for byte as the API does', async () => {
  const gpt4 = head('gpt-4.1', '"fp_1"')
  const body = {
    model: 'gpt-4.1',
    stream_options: { include_usage: true, include_obfuscation: false },
  }

  expect(await recordsOf(create('Hello'), body)).toEqual([
    `${gpt4},"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}`,
    `${gpt4},"choices":[{"index":0,"delta":{"content":"Hello"},"logprobs":null,"finish_reason":null}],"usage":null}`,
    `${gpt4},"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}`,
    `${gpt4},"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}`,
  ])
})

const audio = { id: 'audio_1', data: 'AAAA', transcript: 'Hi', expires_at: 5 }
const citations: object = { citations: ['https://example.com'] }

const made: Array<[answer: string, route: () => RequestHandler]> = [
  ['a text', () => create('Grüße 👋')],
  ['an empty text', () => create('')],
  ['a reply', () => create(reply({ text: 'Sure.', reasoning: 'Hm', toolCalls: [{ name: 'a' }] }))],
  ['parallel calls', () => create(reply({ toolCalls: [{ name: 'a' }, { name: 'b' }] }))],
  ['a resource', () => create(completeChatCompletion('Hello there'))],
  ['a part of a resource', () => create({ choices: [{ message: { audio } }] })],
  ['a resource with fields of its own', () => create({ ...citations, model: 'sonar' })],
  ['a function', () => create(() => 'Hello')],
  ['inOrder()', () => create(inOrder('Hello'))],
  ['deliver()', () => create(deliver('Hello', { headers: { 'x-a': '1' } }))],
]

it.each(made)('pads every record of %s, the same in every run', async (_, route) => {
  const records = await recordsOf(route())

  expect(records.map((json) => [...json].length % 16)).toEqual(records.map(() => 1))
  expect(records.every((json) => /"obfuscation":"[0-9A-E]{0,15}"\}$/.test(json))).toBe(true)
  await expect(recordsOf(route())).resolves.toEqual(records)
})

it.each(made)('does not pad %s where the request switches it off', async (_, route) => {
  const records = await recordsOf(route(), unpadded)

  expect(records.filter((json) => json.includes('obfuscation'))).toEqual([])
})

it('sends the chunks of a script as they are', async () => {
  expect(await recordsOf(create(new Greeting()))).toEqual(
    [...new Greeting()].map((chunk) => JSON.stringify(chunk)),
  )
})

it.each([
  ['a text', () => create('Hello')],
  ['a script', () => create(new Greeting())],
])('answers a request without a stream with annotations: %s', async (_, route) => {
  const response = await ask(route(), { body: { ...CHAT, stream: false } })

  expect(await response.json()).toMatchObject({
    choices: [{ message: { role: 'assistant', content: 'Hello', annotations: [] } }],
  })
})

it('streams an audio as the API does, which the fold and the matchers read', async () => {
  const body = { model: 'gpt-audio-1.5', stream_options: { include_usage: true } }
  const records = await recordsOf(create({ choices: [{ message: { audio } }] }), body)
  const chunks: ChatCompletionChunk[] = records.map((json) => JSON.parse(json))

  expect(chunks.map(({ choices }) => choices?.[0] ?? choices)).toEqual([
    { index: 0, delta: { role: 'assistant', refusal: null }, finish_reason: null },
    {
      index: 0,
      delta: { content: null, audio: { id: 'audio_1', transcript: 'Hi' } },
      finish_reason: null,
    },
    undefined,
    {
      index: 0,
      delta: {
        role: 'assistant',
        content: null,
        refusal: null,
        audio: { id: 'audio_1', data: 'AAAA' },
      },
      finish_reason: null,
    },
    [],
    { index: 0, delta: { audio: { expires_at: 5 } } },
  ])
  expect(foldChatCompletion(chunks).choices[0]?.message.audio).toEqual(audio)
  expect(create.endpoint.events?.text(chunks).join('')).toBe('')
})

it('fails the call for a damaged completion, and says where it is damaged', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  // Plain JavaScript may give anything.
  const route = create({ choices: [{ message: { content: 5 as unknown as string } }] })
  const response = await ask(route)

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    error: {
      message: expect.stringContaining(
        'it is damaged at choices.0.message.content: expected string, array or null, received 5.',
      ),
    },
  })
})
