import { chat } from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

it('answers a client by its own fetch, and intercepts nothing', async () => {
  const create = chat.completions.create('Hello there')
  const client = new OpenAI({ apiKey: 'test', fetch: createFetch([create]) })

  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })
  let text = ''
  for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''

  expect(text).toBe('Hello there')
  await expect(create.calls[0]?.settled).resolves.toBe('completed')
})
