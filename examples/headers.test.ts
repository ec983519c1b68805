import { createRoutes } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const server = useServer()

it('reads the headers of an answer', async () => {
  const { chat } = createRoutes({
    headers: { 'openai-organization': 'acme', 'x-ratelimit-remaining-requests': '0' },
  })
  server.use(chat.completions.create('Hello there'))

  const { completions } = new OpenAI({ apiKey: 'test' }).chat
  const { response, request_id } = await completions
    .create({ model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }] })
    .withResponse()

  expect(request_id).toBe('req_00000000000000000000000000000001')
  expect(response.headers.get('openai-organization')).toBe('acme')
  expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('0')
})
