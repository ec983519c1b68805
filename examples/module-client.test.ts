import { chat, lastUserMessage } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import { expect, it } from 'vitest'
import { greet } from './app-client.js'

const create = chat.completions.create('Hello Ada')
useServer(create)

it('greets by the client of the app', async () => {
  await expect(greet('Ada')).resolves.toBe('Hello Ada')
  expect(create).toHaveBeenAskedWith(lastUserMessage(/Ada/))
})
