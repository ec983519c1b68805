import { chat } from 'msw-openai'
import { collect, matchers, streamSerializer } from 'msw-openai/matchers'
import { ask, useServer, Words } from './support.js'

expect.extend(matchers)
expect.addSnapshotSerializer(streamSerializer)

const server = useServer()
const script = new Words('Hello there')

it('matches a stream', async () => {
  server.use(chat.completions.create(script))

  await expect(ask('Hello?')).toStream(script)
  await expect(ask('Hello?')).not.toStream(new Words('Goodbye'))
})

it('matches the text of a stream', async () => {
  server.use(chat.completions.create(script))

  await expect(ask('Hello?')).toStreamText('Hello there')
  await expect(ask('Hello?')).toStreamText(expect.stringContaining('there'))
  await expect(ask('Hello?')).not.toStreamText(/Goodbye/)
})

it('matches the calls of a route', async () => {
  const create = chat.completions.create(script)
  server.use(create)
  await collect(await ask('Hello?'))

  expect(create).toHaveAnswered(1)
  expect(create).not.toHaveAnswered(2)
  expect(create).toHaveBeenAskedWith({ messages: [{ content: /Hello/ }] })
  expect(create).toHaveBeenAskedWith({ model: expect.any(String) })
  expect(create).not.toHaveBeenAskedWith({ model: 'gpt-4o' })
})

it('prints a stream in a snapshot, one event a line', async () => {
  server.use(chat.completions.create(script))

  expect(await collect(await ask('Hello?'))).toMatchInlineSnapshot(`
Stream [
  role "assistant"
  content "Hello"
  content " there"
  finish_reason "stop"
]
`)
})

it('fails with the first difference', async () => {
  server.use(chat.completions.create(script))

  await expect(ask('Hello?')).toStream(new Words('Hello you'))
})
