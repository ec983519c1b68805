import { chat, lastUserMessage } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import { expect, it } from 'vitest'
import { client, greet } from './app-client.js'

const create = chat.completions.create('Hello Ada')
useServer(create)

it('greets by the client of the app', async () => {
  await expect(greet('Ada')).resolves.toBe('Hello Ada')
  expect(create).toHaveBeenAskedWith(lastUserMessage(/Ada/))
})

it('streams by the same client', async () => {
  const { completions } = client.chat
  const stream = completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })

  await expect(stream).toStreamText('Hello Ada')
})
