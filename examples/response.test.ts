import { EventStream, responses, type ResponseEvent } from 'msw-openai'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { message, response, text } from './response.js'
import { server } from './server.js'

/** One message, from the creation of the response to the end of it. */
class Hello extends EventStream<ResponseEvent> {
  *generate(): Generator<ResponseEvent> {
    const part = { item_id: 'msg_1', output_index: 0, content_index: 0 }
    const words = { ...part, logprobs: [] }
    const item = message(text('Hello!'))
    const completed = response('completed', [item])

    yield { type: 'response.created', sequence_number: 0, response: response('in_progress') }
    yield { type: 'response.in_progress', sequence_number: 1, response: response('in_progress') }
    yield {
      type: 'response.output_item.added',
      sequence_number: 2,
      output_index: 0,
      item: message(),
    }
    yield { type: 'response.content_part.added', sequence_number: 3, ...part, part: text('') }
    yield { type: 'response.output_text.delta', sequence_number: 4, ...words, delta: 'Hel' }
    yield { type: 'response.output_text.delta', sequence_number: 5, ...words, delta: 'lo!' }
    yield { type: 'response.output_text.done', sequence_number: 6, ...words, text: 'Hello!' }
    yield { type: 'response.content_part.done', sequence_number: 7, ...part, part: text('Hello!') }
    yield { type: 'response.output_item.done', sequence_number: 8, output_index: 0, item }
    yield { type: 'response.completed', sequence_number: 9, response: completed }
  }
}

it('adds up to the final response', async () => {
  server.use(responses.create(new Hello()))
  const client = new OpenAI({ apiKey: 'test' })

  const stream = client.responses.stream({ model: 'gpt-5', input: 'Say hello' })
  const { output } = await stream.finalResponse()

  expect(output).toMatchObject([message(text('Hello!'))])
})
