import { EventStream, foldResponse, responses, responseWriter } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'

const server = useServer()

/** A response that thinks, calls a function, and says something. */
class Thoughtful extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w = responseWriter()
    yield* w.reasoning('They want the weather.')
    yield* w.toolCall('get_weather', { city: 'Paris' })
    yield* w.message('One moment, please.')
    yield* w.completed()
  }
}

it('gives the client what was streamed', async () => {
  server.use(responses.create(new Thoughtful()))
  const client = new OpenAI({ apiKey: 'test' })

  const stream = client.responses.stream({ model: 'gpt-5', input: 'Is it sunny in Paris?' })
  const { output } = await stream.finalResponse()

  expect(output.map(({ type }) => type)).toEqual(['reasoning', 'function_call', 'message'])
  expect(output).toMatchObject(foldResponse(new Thoughtful()).output)
})
