import { createFetch } from 'msw-openai/fetch'
import { conversations, files, models, vectorStores } from 'msw-openai/routes'
import { beforeEach, expect, it, vi } from 'vitest'

const BASE = 'https://api.openai.com/v1'

/** Pages that plain JavaScript may give. */
const WRONG: ReadonlyArray<[data: unknown, damage: string]> = [
  [null, 'damaged at data: expected array, received null'],
  ['file-1', 'damaged at data: expected array, received string'],
  [{ id: 'file-1' }, 'damaged at data: expected array, received object'],
  [[{}, null], 'damaged at data.1: expected object, received null'],
  [['file-1'], 'damaged at data.0: expected object, received string'],
]

beforeEach(() => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  return () => complaints.mockRestore()
})

it.each(WRONG)(
  'says where the items of a page are no list of objects: %j',
  async (data, damage) => {
    const page = { data: data as [] }
    const search = { method: 'POST', body: JSON.stringify({ query: 'Hi' }) }
    const answers = await Promise.all([
      createFetch([files.list(page)])(`${BASE}/files`),
      createFetch([models.list(page)])(`${BASE}/models`),
      createFetch([conversations.items.list(page)])(`${BASE}/conversations/conv_1/items`),
      createFetch([vectorStores.search(page)])(`${BASE}/vector_stores/vs_1/search`, search),
      createFetch([vectorStores.files.content(page)])(`${BASE}/vector_stores/vs_1/files/1/content`),
    ])

    for (const answer of answers) {
      expect(answer.status).toBe(400)
      expect(await answer.text()).toContain(`Failed to complete a page of a list: it is ${damage}.`)
    }
  },
)
