import {
  chat,
  chatCompletionWriter,
  cutAfter,
  deliver,
  EventStream,
  inOrder,
  pace,
  refuse,
} from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

const server = useServer()
const request = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }] }

/** Events: 0 the role, 1 'Hello', 2 ' there', 3 the end. */
class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.text('Hello there')
    yield* w.finish()
  }
}

it('cuts the first answer, and delivers the second one whole', async () => {
  const cut = deliver(new Greeting(), { through: [pace(5), cutAfter(2)] })
  const create = chat.completions.create(inOrder(cut, new Greeting()))
  server.use(create)
  const { completions } = new OpenAI({ apiKey: 'test' }).chat

  const first = await completions.create({ ...request, stream: true })
  const second = await completions.create({ ...request, stream: true })

  await expect(first).toStreamText('Hello', { error: /terminated|Premature close/ })
  await expect(second).toStreamText('Hello there')
  expect(create.calls.map(({ outcome, sent }) => [outcome, sent])).toEqual([
    ['cut', 2],
    ['completed', 4],
  ])
})

it('refuses the first connection, so that the SDK asks again', async () => {
  const refused = deliver('Hello there', { through: [refuse()] })
  const create = chat.completions.create(inOrder(refused, 'Hello there'))
  server.use(create)
  const { completions } = new OpenAI({ apiKey: 'test' }).chat

  const { choices } = await completions.create(request)

  expect(choices[0]?.message.content).toBe('Hello there')
  expect(create.calls.map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
    ['cut', 1],
    ['replied', 2],
  ])
})

it('answers with another status', async () => {
  const create = chat.completions.create(deliver('Hello there', { status: 201 }))
  server.use(create)
  const { completions } = new OpenAI({ apiKey: 'test' }).chat

  const { response } = await completions.create(request).withResponse()

  expect(response.status).toBe(201)
  expect(create).toHaveAnswered(1)
})

it('streams without a content type', async () => {
  const untyped = deliver(new Greeting(), { headers: { 'content-type': null } })
  const create = chat.completions.create(untyped)
  server.use(create)
  const { completions } = new OpenAI({ apiKey: 'test' }).chat

  const { data, response } = await completions.create({ ...request, stream: true }).withResponse()

  expect(response.headers.get('content-type')).toBeNull()
  await expect(data).toStreamText('Hello there')
  await expect(create).toHaveCompleted()
})
