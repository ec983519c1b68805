import { beta, chat, reply, responses } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { beforeEach, expect, it } from 'vitest'

const server = useServer()

/** One answer, in the words of no endpoint. */
const answer = reply({
  reasoning: 'They want the weather.',
  text: 'One moment, please.',
  toolCalls: [{ name: 'get_weather', arguments: { city: 'Paris' } }],
  usage: { input: 20, output: 10 },
})
const tools = [{ name: 'get_weather', arguments: { city: 'Paris' }, id: 'call_1' }]

beforeEach(() => {
  server.use(
    chat.completions.create(answer),
    responses.create(answer),
    beta.threads.runs.create(answer),
  )
})

it('is a chat completion', async () => {
  const { completions } = new OpenAI({ apiKey: 'test' }).chat
  const request = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }] }

  const whole = await completions.create(request)
  const stream = await completions.create({ ...request, stream: true })

  expect(whole.choices[0]).toMatchObject({
    finish_reason: 'tool_calls',
    message: { content: 'One moment, please.', reasoning_content: 'They want the weather.' },
  })
  expect(whole.usage).toMatchObject({ prompt_tokens: 20, completion_tokens: 10 })
  const chunks = await Array.fromAsync(stream)
  expect(chunks).toStreamText('One moment, please.')
  expect(chunks).toStreamToolCalls([{ ...tools[0], id: 'call_2_1' }])
})

it('is a response', async () => {
  const client = new OpenAI({ apiKey: 'test' })
  const request = { model: 'gpt-5', input: 'The weather in Paris?' }

  const whole = await client.responses.create(request)
  const stream = await client.responses.create({ ...request, stream: true })

  expect(whole.output.map(({ type }) => type)).toEqual(['reasoning', 'message', 'function_call'])
  expect(whole.usage).toMatchObject({ input_tokens: 20, output_tokens: 10 })
  const events = await Array.fromAsync(stream)
  expect(events).toStreamText('One moment, please.')
  expect(events).toStreamToolCalls([{ ...tools[0], id: 'call_2_1' }])
})

it('is a run that requires action', async () => {
  const { runs } = new OpenAI({ apiKey: 'test' }).beta.threads

  const whole = await runs.create('thread_1', { assistant_id: 'asst_1' })
  const stream = await runs.create('thread_1', { assistant_id: 'asst_1', stream: true })

  expect(whole.status).toBe('requires_action')
  const events = await Array.fromAsync(stream)
  expect(events).toStreamText('One moment, please.')
  expect(events).toStreamToolCalls([{ ...tools[0], id: 'call_2_1' }])
})
