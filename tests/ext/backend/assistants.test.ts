import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

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

it('creates the vector stores of an assistant with their files', async () => {
  const openai = createBackend()
  for (const text of ['One', 'Two']) openai.store.files.put({}, text)
  const vector_stores = [{ file_ids: ['file-1', 'file-2'] }]
  const { id, tool_resources } = await clientOf(openai).beta.assistants.create({
    model: 'gpt-4o',
    tool_resources: { code_interpreter: { file_ids: ['file-3'] }, file_search: { vector_stores } },
  })

  expect(tool_resources).toEqual({
    code_interpreter: { file_ids: ['file-3'] },
    file_search: { vector_store_ids: ['vs_1'] },
  })
  expect(openai.store.assistants.get(id)?.tool_resources).toEqual(tool_resources)
  expect(openai.store.vectorStores.get('vs_1')?.file_counts.total).toBe(2)
  expect(openai.store.vectorStoreFiles.of('vs_1').list()).toMatchObject([
    { id: 'file-1', vector_store_id: 'vs_1' },
    { id: 'file-2', vector_store_id: 'vs_1' },
  ])
})

it('keeps the given vector stores of an assistant', async () => {
  const tool_resources = { file_search: { vector_store_ids: ['vs_7'] } }
  const client = clientOf(createBackend())
  const assistant = await client.beta.assistants.create({ model: 'gpt-4o', tool_resources })

  expect(assistant.tool_resources).toEqual(tool_resources)
})

it('refuses an unknown assistant', async () => {
  const { assistants } = clientOf(createBackend()).beta
  const message = "404 No assistant found with id 'asst_9'."

  await expect(assistants.retrieve('asst_9')).rejects.toThrow(message)
  await expect(assistants.update('asst_9', { name: 'Tutor' })).rejects.toThrow(message)
  await expect(assistants.list({ after: 'asst_9' })).rejects.toThrow(message)
})

it('refuses a vector store with a file that does not exist, and creates no assistant', async () => {
  const openai = createBackend()
  const tool_resources = { file_search: { vector_stores: [{ file_ids: ['file-1'] }] } }

  await expect(
    clientOf(openai).beta.assistants.create({ model: 'gpt-4o', tool_resources }),
  ).rejects.toThrow('404 No such File object: file-1')

  expect(openai.store.assistants.list()).toEqual([])
})

it('refuses tools that are none, in the words of the API', async () => {
  const { beta } = clientOf(createBackend())
  const { id: assistant_id } = await beta.assistants.create({ model: 'gpt-4o' })
  const tools = JSON.parse('[null]')
  const refusal = "400 Invalid type for 'tools[0]': expected an object, but got null instead."

  await expect(beta.assistants.create({ model: 'gpt-4o', tools })).rejects.toThrow(refusal)
  await expect(beta.assistants.update(assistant_id, { tools })).rejects.toThrow(refusal)
  await expect(beta.threads.createAndRun({ assistant_id, tools })).rejects.toThrow(refusal)
})
