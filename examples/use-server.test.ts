import { apiError, chat, inOrder } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const server = useServer(chat.completions.create('Hello there'))

/** The application under test. */
async function greet(): Promise<string | null | undefined> {
  const client = new OpenAI({ apiKey: 'test' })
  const completion = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })
  return completion.choices[0]?.message.content
}

it('greets', async () => {
  await expect(greet()).resolves.toBe('Hello there')
})

it('greets on the second attempt', async () => {
  const create = chat.completions.create(inOrder(apiError(429), 'Hello again'))
  server.use(create)

  await expect(greet()).resolves.toBe('Hello again')
  expect(create).toHaveBeenRetried(1)
})

it.concurrent.each(['Ada', 'Grace'])(
  'greets %s, while it greets others',
  server.boundary(async (name) => {
    const create = chat.completions.create(`Hello ${name}`)
    server.use(create)

    await expect(greet()).resolves.toBe(`Hello ${name}`)
    expect(create).toHaveAnswered(1)
  }),
)
