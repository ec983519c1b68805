import { mockOpenAI } from 'msw-openai/backend'
import OpenAI, { toFile } from 'openai'
import { afterAll, expect, it } from 'vitest'

const openai = mockOpenAI()
afterAll(() => openai.stop())

/** The app under test: it asks the model for a poem, and keeps the poem in a file. */
async function keepPoem(topic: string): Promise<{ poem: string; fileId: string }> {
  const client = new OpenAI({ apiKey: 'test' })
  const completion = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: `Write a poem about ${topic}.` }],
  })
  const poem = completion.choices[0]?.message.content ?? ''
  const file = await toFile(new TextEncoder().encode(poem), 'poem.txt')
  const { id } = await client.files.create({ file, purpose: 'user_data' })
  return { poem, fileId: id }
}

it('keeps the poem that the model writes', async () => {
  const { poem, fileId } = await keepPoem('the sea')

  expect(openai.calls.map(({ endpoint }) => endpoint)).toEqual([
    'chat.completions.create',
    'files.create',
  ])
  expect(openai.store.files.get(fileId)).toMatchObject({ filename: 'poem.txt' })
  expect(new TextDecoder().decode(openai.store.files.content(fileId))).toBe(poem)
})
