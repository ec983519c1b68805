import { embeddings } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const server = useServer()

const documents = [
  'Bananas are yellow.',
  'The Eiffel Tower is 330 metres tall.',
  'It never snows in Singapore.',
]

/** The app under test: finds the document that is nearest to a question. */
async function search(question: string): Promise<string | undefined> {
  const client = new OpenAI({ apiKey: 'test' })
  const { data } = await client.embeddings.create({
    model: 'text-embedding-3-small',
    input: [question, ...documents],
  })
  const [asked = [], ...vectors] = data.map(({ embedding }) => embedding)
  const scores = vectors.map((vector) => dot(asked, vector))
  return documents[scores.indexOf(Math.max(...scores))]
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)
}

it('finds the document with the words of the question', async () => {
  server.use(embeddings.create())

  await expect(search('How tall is the Eiffel Tower?')).resolves.toBe(documents[1])
})

it('finds the document that the test puts near to the question', async () => {
  const create = embeddings.create([
    [1, 0],
    [0, 1],
    [0.5, 0.5],
    [0.75, 0.25],
  ])
  server.use(create)

  await expect(search('Where is the best weather?')).resolves.toBe(documents[2])
  expect(create.calls[0]?.body.input).toHaveLength(4)
})
