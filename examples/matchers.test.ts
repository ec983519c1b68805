import { chat, lastUserMessage } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { Answers, AsksForWeather } from './weather.js'

const server = useServer()

it('asks for the weather', async () => {
  const create = chat.completions.create(new AsksForWeather())
  server.use(create)
  const client = new OpenAI({ apiKey: 'test' })

  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
    stream: true,
  })

  await expect(stream).toStreamToolCalls([{ name: 'get_weather', arguments: { city: 'Paris' } }])
  expect(create).toHaveBeenAskedWith(lastUserMessage(/Paris/))
  await expect(create).toHaveCompleted()
})

it('prints a stream as one line an event', () => {
  expect(new Answers()).toMatchInlineSnapshot(`
    Stream [
      role "assistant"
      content "It"
      content " is"
      content " sunny"
      content " in"
      content " Paris."
      finish_reason "stop"
      usage {"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}
    ]
  `)
})
