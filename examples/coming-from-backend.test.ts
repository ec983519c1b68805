import { mockOpenAI } from 'msw-openai/backend'
import { rules } from 'msw-openai/rules'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { ask } from './ask.js'

const FILE = `
apiKey: test
responses:
  - id: weather
    messages:
      - { role: user, content: weather, matcher: contains }
      - { role: assistant, content: Sunny in Paris }
  - id: greeting
    messages:
      - { role: user, matcher: any }
      - { role: assistant, content: Hello there }
`

it('creates an assistant', async () => {
  using openai = mockOpenAI()
  const client = new OpenAI({ apiKey: 'sk-fake123' })

  const assistant = await client.beta.assistants.create({
    instructions: 'You are a personal math tutor.',
    name: 'Math Tutor',
    tools: [{ type: 'code_interpreter' }],
    model: 'gpt-4-turbo',
  })

  expect(assistant.name).toBe('Math Tutor')
  expect(openai.routes.beta.assistants.create.calls).toHaveLength(1)
})

it('suggests recipes', async () => {
  using openai = mockOpenAI()
  const client = new OpenAI({ apiKey: 'test' })

  const response = await client.chat.completions.create({
    model: 'gpt-3.5',
    messages: [
      { role: 'system', content: "You're an expert chef" },
      { role: 'user', content: 'Suggest at least 5 recipes' },
    ],
  })

  expect(response.choices[0]?.message.content).toContain('recipes')
  expect(openai.calls).toHaveLength(1)
})

it('answers each question', async () => {
  using openai = mockOpenAI(rules(FILE))

  expect(await ask('How is the weather?')).toBe('Sunny in Paris')
  expect(await ask('Hi')).toBe('Hello there')
  expect(openai.calls).toHaveLength(2)
})
