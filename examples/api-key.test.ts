import { createRoutes } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const baseURL = 'https://models.example.com/v1'
const models = createRoutes({ baseURL, apiKey: 'sk-right', headers: { 'x-region': 'eu-west' } })

const create = models.chat.completions.create('Hello there')
useServer(create)

const request = { model: 'small', messages: [{ role: 'user' as const, content: 'Hi' }] }

it('answers the client that has the key', async () => {
  const { completions } = new OpenAI({ baseURL, apiKey: 'sk-right' }).chat

  const { data, response } = await completions.create(request).withResponse()

  expect(data.choices[0]?.message.content).toBe('Hello there')
  expect(response.headers.get('x-region')).toBe('eu-west')
})

it('refuses every other key with a 401', async () => {
  const { completions } = new OpenAI({ baseURL, apiKey: 'sk-wrong' }).chat

  await expect(completions.create(request)).rejects.toMatchObject({
    status: 401,
    code: 'invalid_api_key',
  })
  expect(create.calls).toHaveLength(1)
})
