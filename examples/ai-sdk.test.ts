import { createOpenAI } from '@ai-sdk/openai'
import { stepCountIs, streamText, tool } from 'ai'
import { chat, inOrder, responses } from 'msw-openai'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { server } from './server.js'
import { Answers, AsksForWeather, Fails } from './weather.js'

const openai = createOpenAI({ apiKey: 'test' })
const get_weather = tool({
  description: 'The weather in a city',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `Sunny in ${city}`,
})

it('reads a text and its usage with the AI SDK', async () => {
  server.use(chat.completions.create(new Answers()))

  const { text, totalUsage } = streamText({ model: openai.chat('gpt-5'), prompt: 'The weather?' })

  await expect(text).resolves.toBe('It is sunny in Paris.')
  await expect(totalUsage).resolves.toMatchObject({ inputTokens: 10, outputTokens: 5 })
})

it('reads a text on Responses, the default of the AI SDK', async () => {
  server.use(responses.create('It is sunny in Paris.'))

  const { text } = streamText({ model: openai('gpt-5'), prompt: 'The weather?' })

  await expect(text).resolves.toBe('It is sunny in Paris.')
})

it('runs a tool loop with the AI SDK', async () => {
  const create = chat.completions.create(inOrder(new AsksForWeather(), new Answers()))
  server.use(create)

  const model = openai.chat('gpt-5')
  const tools = { get_weather }
  const { text } = streamText({ model, tools, prompt: 'The weather?', stopWhen: stepCountIs(2) })

  await expect(text).resolves.toBe('It is sunny in Paris.')
  expect(create.calls[1]?.body.messages.at(-1)).toMatchObject({ content: 'Sunny in Paris' })
})

it('reads an error in the stream with the AI SDK', async () => {
  server.use(chat.completions.create(new Fails()))
  const errors: unknown[] = []

  const { textStream } = streamText({
    model: openai.chat('gpt-5'),
    prompt: 'The weather?',
    maxRetries: 0,
    onError: ({ error }) => void errors.push(error),
  })

  await expect(Array.fromAsync(textStream)).resolves.toEqual(['It', ' is'])
  expect(errors).toMatchObject([{ message: 'The server is overloaded' }])
})
