import { chat, model, when } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

const server = useServer(chat.completions.create('Hello there'))

/** The application under test. */
function greet(): Promise<unknown> {
  const client = new OpenAI({ apiKey: 'test' })
  return client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })
}

describe('a request that nobody planned', () => {
  useServer({ unplanned: 'ignore' })

  it('gets a 400', async () => {
    server.use(chat.completions.create(when(model('gpt-4.1'), 'Hello')))

    await expect(greet()).rejects.toMatchObject({ status: 400 })
  })
})
