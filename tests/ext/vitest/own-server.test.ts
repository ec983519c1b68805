import { chat } from 'msw-openai'
import { serve } from 'msw-openai/node'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

useServer()

it('lets the requests to a server of ours through', async () => {
  await using server = await serve([chat.completions.create('Hello')])
  const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL })

  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })

  await expect(stream).toStreamText('Hello')
})
