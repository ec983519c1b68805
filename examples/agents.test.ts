import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from '@openai/agents'
import {
  EventStream,
  inOrder,
  responses,
  responseWriter,
  StreamError,
  type ResponseEvent,
} from 'msw-openai'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { server } from './server.js'

const usage = { input_tokens: 10, output_tokens: 5 }

/** Each turn has an id of its own, and so have its calls: the SDK makes no call twice. */
class AsksForWeather extends EventStream<ResponseEvent> {
  constructor(
    readonly id: string,
    readonly city: string,
  ) {
    super()
  }

  *generate(): Generator<ResponseEvent> {
    const w = responseWriter({ id: this.id })
    yield* w.toolCall('get_weather', { city: this.city })
    yield* w.completed({ usage })
  }
}

class Answers extends EventStream<ResponseEvent> {
  *generate(): Generator<ResponseEvent> {
    const w = responseWriter()
    yield* w.message('It is sunny in Paris.')
    yield* w.completed({ usage })
  }
}

class Fails extends EventStream<ResponseEvent> {
  *generate(): Generator<ResponseEvent> {
    yield* responseWriter().message('It is')
    throw new StreamError({ message: 'The server is overloaded' })
  }
}

// It would send traces to api.openai.com.
setTracingDisabled(true)

const get_weather = tool({
  name: 'get_weather',
  description: 'The weather in a city',
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) => `Sunny in ${city}`,
})
const agent = new Agent({ name: 'Reporter', model: 'gpt-5', tools: [get_weather] })

function run() {
  // The client keeps the `fetch` that it finds: create it once the server listens.
  const openAIClient = new OpenAI({ apiKey: 'test', maxRetries: 0 })
  const runner = new Runner({ modelProvider: new OpenAIProvider({ openAIClient }) })
  return runner.run(agent, 'The weather in Paris?', { stream: true })
}

it('reads a text and its usage with the Agents SDK', async () => {
  server.use(responses.create(new Answers()))

  const result = await run()
  await result.completed

  expect(result.finalOutput).toBe('It is sunny in Paris.')
  expect(result.state.usage).toMatchObject({ inputTokens: 10, outputTokens: 5 })
})

it('runs a tool loop of three turns with the Agents SDK', async () => {
  const turns = [new AsksForWeather('resp_1', 'Paris'), new AsksForWeather('resp_2', 'Rome')]
  const create = responses.create(inOrder(...turns, new Answers()))
  server.use(create)

  const result = await run()
  await result.completed

  expect(result.finalOutput).toBe('It is sunny in Paris.')
  expect(JSON.stringify(create.calls[2]?.body.input)).toMatch(/Sunny in Paris.*Sunny in Rome/)
})

it('reads an error in the stream with the Agents SDK', async () => {
  server.use(responses.create(new Fails()))

  const result = await run()

  await expect(result.completed).rejects.toThrow('The server is overloaded')
})
