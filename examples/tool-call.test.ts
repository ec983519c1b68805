import { chat, EventStream } from 'msw-openai'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { chunk } from './chunk.js'
import { server } from './server.js'

/** The call is announced with its name; its arguments follow in pieces, by index alone. */
class Weather extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const announced = { name: 'get_weather', arguments: '' }
    yield chunk({
      role: 'assistant',
      content: null,
      tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: announced }],
    })
    for (const piece of ['{"city"', ':"Par', 'is"}']) {
      yield chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] })
    }
    yield chunk({}, 'tool_calls')
  }
}

it('lets the client put the arguments together', async () => {
  server.use(chat.completions.create(new Weather()))
  const client = new OpenAI({ apiKey: 'test' })

  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
    stream: true,
  })
  let input = ''
  for await (const { choices } of stream) {
    input += choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? ''
  }

  expect(JSON.parse(input)).toEqual({ city: 'Paris' })
})
