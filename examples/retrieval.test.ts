import { createBackend } from 'msw-openai/backend'
import { useServer } from 'msw-openai/vitest'
import OpenAI, { toFile } from 'openai'
import { afterEach, expect, it } from 'vitest'

const openai = createBackend()
useServer(...openai.handlers)
afterEach(() => openai.reset())

/** The app under test: a handbook that answers questions, and names the page of each answer. */
class Handbook {
  readonly #client = new OpenAI({ apiKey: 'test' })
  readonly #id: string

  constructor(id: string) {
    this.#id = id
  }

  async add(name: string, text: string): Promise<void> {
    const page = await toFile(new TextEncoder().encode(text), name)
    await this.#client.vectorStores.files.uploadAndPoll(this.#id, page)
  }

  async ask(input: string): Promise<{ answer: string; pages: string[] }> {
    const response = await this.#client.responses.create({
      model: 'gpt-5',
      input,
      tools: [{ type: 'file_search', vector_store_ids: [this.#id] }],
    })
    const contents = response.output.flatMap((item) =>
      item.type === 'message' ? item.content : [],
    )
    const notes = contents.flatMap((part) => (part.type === 'output_text' ? part.annotations : []))
    const pages = notes.flatMap((note) => (note.type === 'file_citation' ? [note.filename] : []))
    return { answer: response.output_text, pages }
  }
}

it('names the page with the words of the question', async () => {
  const { id } = openai.store.vectorStores.put({ name: 'Handbook' })
  const handbook = new Handbook(id)
  await handbook.add('refunds.md', 'A refund takes 14 days.')
  await handbook.add('opening.md', 'The shop opens at nine.')

  const { answer, pages } = await handbook.ask('How many days does a refund take?')

  expect(answer).not.toBe('')
  expect(pages).toEqual(['refunds.md'])
})

it('finds the page by a search of the store', async () => {
  const { id } = openai.store.vectorStores.put({ name: 'Handbook' })
  await new Handbook(id).add('refunds.md', 'A refund takes 14 days.')
  await new Handbook(id).add('opening.md', 'The shop opens at nine.')
  const { vectorStores } = new OpenAI({ apiKey: 'test' })

  const { data } = await vectorStores.search(id, { query: 'When does the shop open?' })

  expect(data.map(({ filename }) => filename)).toEqual(['opening.md', 'refunds.md'])
})
