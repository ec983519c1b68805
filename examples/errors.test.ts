import { chat, contextLengthExceeded, inOrder, quotaExceeded, rateLimited } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI, { APIError } from 'openai'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

const server = useServer()

const NO_CREDIT = 'This service is out of credit. Please write to support.'

/** The app under test: it says what went wrong, and asks again with less where that helps. */
async function ask(messages: ChatCompletionMessageParam[]): Promise<string> {
  try {
    const { completions } = new OpenAI({ apiKey: 'test' }).chat
    const { choices } = await completions.create({ model: 'gpt-5', messages })
    return choices[0]?.message.content ?? ''
  } catch (error) {
    if (!(error instanceof APIError)) throw error
    if (error.code === 'context_length_exceeded') return ask(messages.slice(1))
    if (error.code === 'insufficient_quota') return NO_CREDIT
    throw error
  }
}

const first = { role: 'user' as const, content: 'Once upon a time …' }
const last = { role: 'user' as const, content: 'And then?' }

it('waits for its turn', async () => {
  const create = chat.completions.create(inOrder(rateLimited(), 'Hello there'))
  server.use(create)

  expect(await ask([last])).toBe('Hello there')
  expect(create.calls).toHaveLength(2)
})

it('forgets the beginning of a conversation that is too long', async () => {
  const create = chat.completions.create(inOrder(contextLengthExceeded(), 'The end.'))
  server.use(create)

  expect(await ask([first, last])).toBe('The end.')
  expect(create.calls[1]?.body.messages).toEqual([last])
})

it('says that there is no credit', async () => {
  server.use(chat.completions.create(inOrder.forever(quotaExceeded())))

  expect(await ask([last])).toBe(NO_CREDIT)
})
