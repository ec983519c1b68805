import { apiError, chat, inOrder } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const server = useServer()
const request = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }] }

it('retries after a 429', async () => {
  const create = chat.completions.create(inOrder(apiError(429), 'Hello there'))
  server.use(create)
  const client = new OpenAI({ apiKey: 'test' })

  const stream = await client.chat.completions.create({ ...request, stream: true })

  await expect(stream).toStreamText('Hello there')
  expect(create.calls.map(({ attempt }) => attempt)).toEqual([1, 2])
})

it('gives up in the end', async () => {
  const create = chat.completions.create(inOrder.forever('Hello there', apiError(429)))
  server.use(create)
  const { completions } = new OpenAI({ apiKey: 'test', maxRetries: 2 }).chat

  await completions.create(request)

  await expect(completions.create(request)).rejects.toMatchObject({ status: 429 })
  expect(create.calls.map(({ attempt }) => attempt)).toEqual([1, 1, 2, 3])
})

it('does not retry what would fail again', async () => {
  const error = { message: 'The prompt is too long.', code: 'context_length_exceeded' }
  const create = chat.completions.create(apiError(400, error))
  server.use(create)
  const { completions } = new OpenAI({ apiKey: 'test' }).chat

  const attempt = completions.create({ ...request, stream: true })

  await expect(attempt).rejects.toMatchObject({ code: 'context_length_exceeded' })
  expect(create.calls).toHaveLength(1)
})
