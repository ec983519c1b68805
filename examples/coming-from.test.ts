import {
  apiError,
  chat,
  chatCompletionWriter,
  cutAfter,
  EventStream,
  inOrder,
  lastUserMessage,
  pace,
  when,
} from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { ask } from './ask.js'

const server = useServer()

it('joins the pieces of an answer, and sends the question', async () => {
  const create = chat.completions.create('Hello there')
  server.use(create)

  expect(await ask('Hi')).toBe('Hello there')
  expect(create).toHaveBeenAskedWith({ messages: [{ role: 'user', content: 'Hi' }] })
})

/** Events: 0 the role, 1 'Hello', 2 ' there', 3 the end. */
class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.text('Hello there')
    yield* w.finish()
  }
}

it('reads a stream, and sends one request', async () => {
  const create = chat.completions.create(new Greeting())
  server.use(create)

  expect(await ask('Hi')).toBe('Hello there')
  expect(create.calls.map(({ body }) => body.model)).toEqual(['gpt-5'])
})

it('asks again after a 429', async () => {
  const create = chat.completions.create(inOrder(apiError(429), 'Hello there'))
  server.use(create)

  expect(await ask('Hi')).toBe('Hello there')
  expect(create.unused).toEqual([])
})

class Hello extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter({ id: 'chatcmpl-123', model: 'gpt-5' })
    yield* w.text('Hello')
    yield* w.finish()
  }
}

it('streams what the script generates', async () => {
  const create = chat.completions.create(new Hello())
  server.use(create)

  expect(await ask('Hi')).toBe('Hello')
  expect(create).toHaveAnswered(1)
})

it('answers each question', async () => {
  server.use(
    chat.completions.create([
      when(lastUserMessage(/weather/i), 'Sunny in Paris'),
      when({}, 'Hello there'),
    ]),
  )

  expect(await ask('How is the weather?')).toBe('Sunny in Paris')
  expect(await ask('Hi')).toBe('Hello there')
})

it('reports a connection that drops in the middle', async () => {
  const create = chat.completions.create(new Greeting(), { through: [pace(5), cutAfter(2)] })
  server.use(create)

  await expect(ask('Hi')).rejects.toBeInstanceOf(Error)
  expect(create.calls.map(({ outcome, sent }) => [outcome, sent])).toEqual([['cut', 2]])
})
