import { createBackend } from 'msw-openai/backend'
import { createFetch } from 'msw-openai/fetch'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const clientOf = (backend: { handlers: Parameters<typeof createFetch>[0] }) =>
  new OpenAI({ apiKey: 'sk-test', fetch: createFetch(backend.handlers) })

it('keeps the assistants that a client creates', async () => {
  const openai = createBackend()
  const client = clientOf(openai)
  const tutor = await client.beta.assistants.create({ model: 'gpt-4o', name: 'Tutor' })
  const editor = await client.beta.assistants.create({ model: 'gpt-4o', name: 'Editor' })
  await client.beta.assistants.update(tutor.id, { name: 'Teacher' })

  expect(await client.beta.assistants.retrieve(tutor.id)).toEqual({ ...tutor, name: 'Teacher' })
  const page = await client.beta.assistants.list({ limit: 1 })
  expect(page.data).toEqual([editor])
  expect(page.has_more).toBe(true)
  expect(openai.calls.map(({ endpoint }) => endpoint)).toEqual([
    'beta.assistants.create',
    'beta.assistants.create',
    'beta.assistants.update',
    'beta.assistants.retrieve',
    'beta.assistants.list',
  ])
  expect(await client.beta.assistants.delete(tutor.id)).toEqual({
    id: tutor.id,
    object: 'assistant.deleted',
    deleted: true,
  })
  await expect(client.beta.assistants.delete(tutor.id)).rejects.toThrow(
    `404 No assistant found with id '${tutor.id}'.`,
  )
  expect(openai.routes.beta.assistants.list.calls).toHaveLength(1)
})
