import { createBackend } from 'msw-openai/backend'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const openai = createBackend({
  answer({ conversation }) {
    const names = conversation.map(({ text = '' }) => text.match(/My name is (\w+)/)?.[1])
    return `Hello ${names.findLast((name) => name !== undefined) ?? 'there'}`
  },
})
useServer(...openai.handlers)

/** The app under test: a chat that sends only the news, as the server keeps what was said. */
class Chat {
  #previous: string | null = null

  async say(input: string): Promise<string> {
    const response = await new OpenAI({ apiKey: 'test' }).responses.create({
      model: 'gpt-5',
      input,
      previous_response_id: this.#previous,
    })
    this.#previous = response.id
    return response.output_text
  }
}

it('continues a conversation over three turns', async () => {
  const chat = new Chat()

  await expect(chat.say('Hi')).resolves.toBe('Hello there')
  await expect(chat.say('My name is Ada.')).resolves.toBe('Hello Ada')
  await expect(chat.say('Do you remember me?')).resolves.toBe('Hello Ada')

  const last = openai.calls.at(-1)
  expect(last?.body).toMatchObject({ input: 'Do you remember me?', previous_response_id: 'resp_2' })
  expect(last?.conversation.map(({ text }) => text)).toEqual([
    'Hi',
    'Hello there',
    'My name is Ada.',
    'Hello Ada',
    'Do you remember me?',
  ])
})
