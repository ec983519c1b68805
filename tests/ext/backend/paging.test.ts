import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

/** Makes a backend with assistants of the ids `asst_1`, `asst_2`, and so on. */
function withAssistants(count: number) {
  const openai = createBackend()
  for (let number = 1; number <= count; number++) openai.store.assistants.put({})
  const { assistants } = clientOf(openai).beta
  return { openai, assistants }
}

it.each(['asc', 'desc'] as const)(
  'pages 45 assistants by 7 in the order %s, without a repeat and without a gap',
  async (order) => {
    const { openai, assistants } = withAssistants(45)
    const ids: string[] = []

    for await (const { id } of assistants.list({ limit: 7, order })) ids.push(id)

    const numbers = Array.from({ length: 45 }, (_, index) => `asst_${index + 1}`)
    expect(ids).toEqual(order === 'asc' ? numbers : numbers.toReversed())
    expect(openai.routes.beta.assistants.list.calls).toHaveLength(7)
  },
)

it('pages 45 messages by 7 in both orders', async () => {
  const openai = createBackend()
  const { threads } = clientOf(openai).beta
  const { id } = await threads.create()
  for (let count = 0; count < 45; count++) {
    await threads.messages.create(id, { role: 'user', content: `Message ${count}` })
  }
  const listed = async (order: 'asc' | 'desc') => {
    const messages = []
    for await (const message of threads.messages.list(id, { limit: 7, order }))
      messages.push(message)
    return messages
  }

  expect(await listed('asc')).toEqual(openai.store.messages.of(id).list())
  expect(await listed('desc')).toEqual(openai.store.messages.of(id).list().toReversed())
})

it('says that there is more exactly where more is left', async () => {
  const { assistants } = withAssistants(14)

  const first = await assistants.list({ limit: 7 })
  const second = await first.getNextPage()

  expect(first.has_more).toBe(true)
  expect(second.data).toHaveLength(7)
  expect(second.has_more).toBe(false)
})

it('pages backward from an item', async () => {
  const { assistants } = withAssistants(5)

  const page = await assistants.list({ limit: 2, before: 'asst_1' })

  expect(page.data.map(({ id }) => id)).toEqual(['asst_3', 'asst_2'])
  expect(page.has_more).toBe(true)
})

it('pages on where items are created and deleted between two pages', async () => {
  const { openai, assistants } = withAssistants(6)
  const first = await assistants.list({ limit: 2 })
  openai.store.assistants.put({})
  openai.store.assistants.delete('asst_4')

  const second = await first.getNextPage()

  expect(first.data.map(({ id }) => id)).toEqual(['asst_6', 'asst_5'])
  expect(second.data.map(({ id }) => id)).toEqual(['asst_3', 'asst_2'])
})

it.each(['after', 'before'])('refuses a list %s an item that does not exist', async (param) => {
  const { assistants } = withAssistants(2)

  await expect(assistants.list({ [param]: 'asst_x' })).rejects.toMatchObject({
    status: 404,
    error: {
      message: "No assistant found with id 'asst_x'.",
      type: 'invalid_request_error',
      param,
      code: null,
    },
  })
})
