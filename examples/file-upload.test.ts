import { files, inOrder } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI, { toFile } from 'openai'
import { expect, it } from 'vitest'

const server = useServer()

/** The app under test: uploads a note. */
async function saveNote(text: string) {
  const { files: client } = new OpenAI({ apiKey: 'test' })
  const file = await toFile(new TextEncoder().encode(text), 'note.txt')
  return client.create({ file, purpose: 'user_data' })
}

/** The app under test: reads a note. */
async function readNote(id: string): Promise<string> {
  const { files: client } = new OpenAI({ apiKey: 'test' })
  return (await client.content(id)).text()
}

it('uploads a note and reads it', async () => {
  const create = files.create()
  const content = files.content('Buy milk')
  server.use(create, content)

  const note = await saveNote('Buy milk')
  await expect(readNote(note.id)).resolves.toBe('Buy milk')

  expect(note).toMatchObject({ id: 'file-1', filename: 'note.txt', bytes: 8, purpose: 'user_data' })
  await expect(create.calls[0]?.body.file.text()).resolves.toBe('Buy milk')
  expect(content.calls[0]?.params).toEqual({ file_id: 'file-1' })
})

it('lists the notes over several pages', async () => {
  server.use(files.list([{ filename: 'c.txt' }, { filename: 'b.txt' }, { filename: 'a.txt' }]))
  const { files: client } = new OpenAI({ apiKey: 'test' })

  const names: string[] = []
  for await (const { filename } of client.list({ limit: 2 })) names.push(filename)

  expect(names).toEqual(['c.txt', 'b.txt', 'a.txt'])
})

it('waits until a file is processed', async () => {
  const retrieve = files.retrieve(inOrder({ status: 'uploaded' }, { status: 'processed' }))
  server.use(retrieve)
  const { files: client } = new OpenAI({ apiKey: 'test' })

  const file = await client.waitForProcessing('file-1', { pollInterval: 1 })

  expect(file.status).toBe('processed')
  expect(retrieve.calls).toHaveLength(2)
})
