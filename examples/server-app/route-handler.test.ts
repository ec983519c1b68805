import { chat, chatCompletionWriter, LiveEventStream } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { Stream } from 'openai/streaming'
import { expect, it } from 'vitest'
import { POST } from './route-handler.js'

const server = useServer()

/** Asks the handler, as the client of the app does. */
async function ask(controller = new AbortController()): Promise<Stream<ChatCompletionChunk>> {
  const { signal } = controller
  const body = JSON.stringify([{ role: 'user', content: 'Tell me a story.' }])
  const response = await POST(new Request('http://app.test/chat', { method: 'POST', body, signal }))
  return Stream.fromSSEResponse(response, controller)
}

it('passes a whole answer on', async () => {
  server.use(chat.completions.create('Once upon a time'))

  await expect(ask()).toStreamText('Once upon a time')
})

it('stops the answer when its client disconnects', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const create = chat.completions.create(live)
  server.use(create)
  const controller = new AbortController()
  const stream = await ask(controller)

  void live.emit(chatCompletionWriter().text('Once '))
  for await (const { choices } of stream) {
    if (choices[0]?.delta.content === 'Once ') controller.abort()
  }

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})
