import { chat, cutAfter, stallAfter } from 'msw-openai'
import { collect } from 'msw-openai/matchers'
import { ask, useServer, Words } from './support.js'

const server = useServer()

it('streams exactly the events of the script', async () => {
  const script = new Words('Hello there')
  server.use(chat.completions.create(script))

  expect(await collect(await ask('Hello?'))).toEqual([...script])
})

it('knows of a client that aborts', async () => {
  const create = chat.completions.create(new Words('Once upon a time'), {
    through: [stallAfter(2)],
  })
  server.use(create)
  const controller = new AbortController()
  const stream = await ask('A story!', { signal: controller.signal })

  for await (const { choices } of stream) {
    if (choices[0].delta.content) controller.abort()
  }

  await expect(create.calls[0].settled).resolves.toBe('aborted')
})

it('knows of a client that breaks', async () => {
  const create = chat.completions.create(new Words('Once upon a time'), {
    through: [stallAfter(2)],
  })
  server.use(create)

  for await (const { choices } of await ask('A story!')) {
    if (choices[0].delta.content) break
  }

  await expect(create.calls[0].settled).resolves.toBe('aborted')
})

it('delivers what comes before a cut', async () => {
  const create = chat.completions.create(new Words('Once upon a time'), { through: [cutAfter(2)] })
  server.use(create)
  const stream = await ask('A story!')
  const received = []
  const reading = async () => {
    for await (const chunk of stream) received.push(chunk)
  }

  await expect(reading()).rejects.toThrow('terminated')
  expect(received).toEqual([...new Words('Once upon a time')].slice(0, 2))
  await expect(create.calls[0].settled).resolves.toBe('cut')
})
