import { collect } from 'msw-openai'
import { createBackend, type Backend } from 'msw-openai/backend'
import type OpenAI from 'openai'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const TEN = Array.from({ length: 10 }, (_, index) => index)
const assistant_id = 'asst_tutor'
const hello = { role: 'user', content: 'Hello' } as const
const completion = { model: 'gpt-5', messages: [hello], store: true }

it('adds up after 1,000 requests of ten kinds at once', async () => {
  const openai = filled()
  const client = clientOf(openai, { maxRetries: 0 })

  const asked = TEN.flatMap((parent) => TEN.flatMap((child) => requests(client, parent, child)))
  const results = await Promise.allSettled(asked)

  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  expect(openai.calls).toHaveLength(1_000)
  // Ten clients delete the same assistant, and ten start a run on the same thread: one of them does.
  expect(refused.filter(({ status }) => status === 404)).toHaveLength(90)
  expect(refused.filter(({ status }) => status === 400)).toHaveLength(90)
  expect(refused).toHaveLength(180)
  expect(sizesOf(openai)).toEqual({
    assistants: 1,
    chatCompletions: 200,
    completionMessages: 200,
    conversations: 10,
    files: 200,
    inputItems: 100,
    items: 300,
    messages: 100,
    models: expect.any(Number),
    responses: 100,
    runs: 110,
    threads: 120,
    vectorStoreFiles: 100,
    vectorStores: 10,
  })
  for (const parent of TEN) {
    expect(openai.store.messages.of(`thread_${parent}`).list()).toHaveLength(10)
    expect(openai.store.items.of(`conv_${parent}`).list()).toHaveLength(30)
    expect(openai.store.vectorStores.get(`vs_${parent}`)?.file_counts.total).toBe(10)
  }
})

/** Makes a backend with the resources that the requests need. */
function filled(): Backend {
  const openai = createBackend({ answer: 'Hi' })
  const { assistants, conversations, files, threads, vectorStores } = openai.store
  assistants.put({ id: assistant_id })
  for (const parent of TEN) {
    assistants.put({ id: `asst_${parent}` })
    conversations.put({ id: `conv_${parent}` })
    threads.put({ id: `thread_${parent}` })
    threads.put({ id: `thread_busy_${parent}` })
    vectorStores.put({ id: `vs_${parent}` })
    for (const child of TEN) files.put({ id: `file-${parent}-${child}` }, 'Hello')
  }
  return openai
}

/** Sends a request of each kind. Ten children of one parent ask about the same resources. */
function requests(client: OpenAI, parent: number, child: number): Array<PromiseLike<unknown>> {
  const { beta, chat, conversations, files, responses, vectorStores } = client
  const file = new File(['Hello'], `${child}.txt`)
  return [
    beta.assistants.delete(`asst_${parent}`),
    beta.threads.createAndRun({ assistant_id }),
    beta.threads.messages.create(`thread_${parent}`, hello),
    beta.threads.runs.create(`thread_busy_${parent}`, { assistant_id }),
    chat.completions.create(completion),
    collect(chat.completions.create({ ...completion, stream: true })),
    conversations.items.create(`conv_${parent}`, { items: [hello] }),
    files.create({ file, purpose: 'user_data' }),
    responses.create({ model: 'gpt-5', input: 'Hello', conversation: `conv_${parent}` }),
    vectorStores.files.create(`vs_${parent}`, { file_id: `file-${parent}-${child}` }),
  ]
}

/** Counts the ids of each kind of resource that the store has. */
function sizesOf({ store }: Backend): Record<string, number> {
  const sizes = Object.entries(store).map(([kind, resources]) => {
    const ids = resources.list().map(({ id }: { readonly id?: string | null }) => id)
    return [kind, new Set(ids).size] as const
  })
  return Object.fromEntries(sizes.filter(([, size]) => size > 0))
}
