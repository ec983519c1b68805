import {
  afterToolResult,
  chat,
  chatCompletionWriter,
  EventStream,
  inOrder,
  lastUserMessage,
  when,
} from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { converse } from './chat-app.js'

const server = useServer()

/** A turn in which the model calls a tool. */
class CallsTool extends EventStream<ChatCompletionChunk> {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly args: object = {},
  ) {
    super()
  }

  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.toolCall(this.name, this.args, { id: this.id })
    yield* w.finish()
  }
}

const locates = new CallsTool('call_1', 'get_location')
const looks = new CallsTool('call_2', 'get_weather', { city: 'Paris' })

it('runs a tool loop, each answer for what was asked', async () => {
  const create = chat.completions.create([
    when(afterToolResult('call_2'), 'No umbrella today.'),
    when(afterToolResult('call_1'), looks),
    when(lastUserMessage(/umbrella/), locates),
  ])
  server.use(create)

  await expect(converse('Do I need an umbrella?')).resolves.toBe('No umbrella today.')
  expect(create.calls[2]?.body.messages.at(-1)).toMatchObject({ content: 'Sunny in Paris' })
  expect(create.unused).toEqual([])
})

it('runs a tool loop, one answer after the other', async () => {
  const create = chat.completions.create(inOrder(locates, looks, 'No umbrella today.'))
  server.use(create)

  await expect(converse('Do I need an umbrella?')).resolves.toBe('No umbrella today.')
  expect(create.calls.map(({ body }) => body.messages.length)).toEqual([1, 3, 5])
})
