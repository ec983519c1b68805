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

/** A response that lists the tools of two MCP servers at the same time. */
class Equipped extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w = responseWriter()
    const ask = { name: 'ask', input_schema: { type: 'object' } }
    yield* w.interleave(w.mcpListTools('docs', [ask]), w.mcpListTools('wiki', [ask]))
    yield* w.message('I can ask both.')
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

it('streams items that overlap', async () => {
  server.use(responses.create(new Equipped()))
  const client = new OpenAI({ apiKey: 'test' })

  const stream = client.responses.stream({ model: 'gpt-5', input: 'Whom can you ask?' })
  const added: number[] = []
  stream.on('response.output_item.added', ({ output_index }) => added.push(output_index))
  const { output } = await stream.finalResponse()

  expect(added).toEqual([0, 1, 2])
  expect(output.map(({ type }) => type)).toEqual(['mcp_list_tools', 'mcp_list_tools', 'message'])
})
