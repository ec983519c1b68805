import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { collectGarbage } from '../../collect-garbage.js'
import { clientOf } from './client-of.js'

it('gives a list that does not change with the store', () => {
  const { store } = createBackend()
  const first = store.files.put({})
  const before = store.files.list()

  const second = store.files.put({})
  store.files.delete(first.id)

  expect(before).toEqual([first])
  expect(store.files.list()).toEqual([second])
})

it('gives no id that a resource of a test has', async () => {
  const openai = createBackend()
  openai.store.assistants.put({ id: 'asst_1' })

  const { id } = await clientOf(openai).beta.assistants.create({ model: 'gpt-5' })

  expect(id).toBe('asst_2')
})

it('keeps the place of a resource that is replaced', () => {
  const { store } = createBackend()
  for (const id of ['asst_a', 'asst_b']) store.assistants.put({ id })

  store.assistants.put({ id: 'asst_a', name: 'Ada' })

  expect(store.assistants.list().map(({ id }) => id)).toEqual(['asst_a', 'asst_b'])
})

it('forgets everything at a reset, and numbers from the beginning', () => {
  const openai = createBackend()
  openai.store.vectorStoreFiles.of('vs_1').put({ id: 'file-1' })
  const file = openai.store.files.put({}, 'Hello')

  openai.reset()

  expect(openai.store.files.list()).toEqual([])
  expect(openai.store.files.content(file.id)).toHaveLength(0)
  expect(openai.store.vectorStoreFiles.list()).toEqual([])
  expect(openai.store.files.put({}).id).toBe(file.id)
})

it('lets go of a resource that is deleted, and of its content', async () => {
  const { store } = createBackend()
  const { id } = store.files.put({}, 'Hello')
  const file = new WeakRef(Object(store.files.get(id)))
  const content = new WeakRef(store.files.content(id))

  store.files.delete(id)
  await collectGarbage()

  expect([file.deref(), content.deref()]).toEqual([undefined, undefined])
})

it('adds up after 1,000 requests at once', async () => {
  const openai = createBackend()
  const { assistants } = clientOf(openai).beta
  for (let count = 0; count < 200; count++) openai.store.assistants.put({})
  const old = openai.store.assistants.list().map(({ id }) => id)

  const created = await Promise.all([
    ...Array.from({ length: 600 }, () => assistants.create({ model: 'gpt-5' })),
    ...old.slice(0, 100).map((id) => assistants.update(id, { name: 'Ada' })),
    ...old.slice(100).map((id) => assistants.delete(id)),
    ...Array.from({ length: 200 }, () => assistants.list({ limit: 1 }).then(({ data }) => data[0])),
  ])

  const kept = openai.store.assistants.list()
  const ids = created.slice(0, 600).map((assistant) => assistant?.id)
  expect(new Set(ids).size).toBe(600)
  expect(kept.map(({ id }) => id)).toEqual([...old.slice(0, 100), ...ids])
  expect(kept.filter(({ name }) => name === 'Ada').map(({ id }) => id)).toEqual(old.slice(0, 100))
  expect(openai.calls).toHaveLength(1000)
})
