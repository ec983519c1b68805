import { beta, chat, responses } from 'msw-openai'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { server } from './server.js'

it('answers with a text, streamed or not, wherever an assistant speaks', async () => {
  server.use(
    chat.completions.create('Hello there'),
    responses.create('Hello there'),
    beta.threads.runs.create('Hello there'),
  )
  const client = new OpenAI({ apiKey: 'test' })
  const whole = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })
  const stream = client.responses.stream({ model: 'gpt-5', input: 'Hi' })
  const run = client.beta.threads.runs.stream('thread_1', { assistant_id: 'asst_1' })

  expect(whole.choices[0]?.message.content).toBe('Hello there')
  await expect(stream.finalResponse()).resolves.toMatchObject({
    output: [{ content: [{ text: 'Hello there' }] }],
  })
  await expect(run.finalMessages()).resolves.toMatchObject([
    { content: [{ text: { value: 'Hello there' } }] },
  ])
})

it('answers with a resource that has what the test is about', async () => {
  const choices = [{ message: { content: 'Too long to' }, finish_reason: 'length' as const }]
  server.use(chat.completions.create({ choices }))
  const client = new OpenAI({ apiKey: 'test' })
  const request = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }] }

  const whole = await client.chat.completions.create(request)
  const stream = await client.chat.completions.create({ ...request, stream: true })
  const reasons: unknown[] = []
  for await (const chunk of stream) reasons.push(chunk.choices[0]?.finish_reason)

  expect(whole.choices[0]?.finish_reason).toBe('length')
  expect(reasons.at(-1)).toBe('length')
})
