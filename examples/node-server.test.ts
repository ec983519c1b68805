import { chat } from 'msw-openai'
import { serve } from 'msw-openai/node'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

it('answers whoever has its base URL, in this process or another', async () => {
  const create = chat.completions.create('Hello there')
  await using server = await serve([create])
  const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL })

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
