import { HumanMessage, ToolMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { ChatOpenAI } from '@langchain/openai'
import { chat, inOrder } from 'msw-openai'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { server } from './server.js'
import { Answers, AsksForWeather, Fails } from './weather.js'

const question = new HumanMessage('The weather?')
const get_weather = tool(({ city }: { city: string }) => `Sunny in ${city}`, {
  name: 'get_weather',
  schema: z.object({ city: z.string() }),
})
const createModel = () => new ChatOpenAI({ model: 'gpt-4.1', apiKey: 'test', maxRetries: 0 })

it('reads a text and its usage with LangChain', async () => {
  server.use(chat.completions.create(new Answers()))

  const pieces = await Array.fromAsync(await createModel().stream([question]))
  const whole = pieces.reduce((all, piece) => all.concat(piece))

  expect(whole.text).toBe('It is sunny in Paris.')
  expect(whole.usage_metadata).toMatchObject({ input_tokens: 10, output_tokens: 5 })
})

it('runs a tool loop with LangChain', async () => {
  const create = chat.completions.create(inOrder(new AsksForWeather(), new Answers()))
  server.use(create)
  const model = createModel().bindTools([get_weather])

  const asking = await model.invoke([question], { stream: true } as object)
  const [call] = asking.tool_calls ?? []
  const output = await get_weather.invoke(call?.args as { city: string })
  const result = new ToolMessage({ content: output, tool_call_id: call?.id ?? '' })
  const answer = await model.invoke([question, asking, result])

  expect(call).toMatchObject({ name: 'get_weather', args: { city: 'Paris' } })
  expect(answer.text).toBe('It is sunny in Paris.')
  expect(create.calls[1]?.body.messages.at(-1)).toMatchObject({ content: 'Sunny in Paris' })
})

it('reads an error in the stream with LangChain', async () => {
  server.use(chat.completions.create(new Fails()))

  const reading = Array.fromAsync(await createModel().stream([question]))

  await expect(reading).rejects.toThrow('The server is overloaded')
})
