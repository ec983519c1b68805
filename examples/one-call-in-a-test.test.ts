import { mockOpenAI } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { ask } from './ask.js'

it('shows the answer', async () => {
  using openai = mockOpenAI({ answer: 'Hello there' })

  expect(await ask('Hi')).toBe('Hello there')
  expect(openai.calls[0]?.conversation).toEqual([{ role: 'user', text: 'Hi' }])
})
