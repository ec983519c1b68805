import { chat, chatCompletionWriter, EventStream, respond } from 'msw-openai'
import { isEventFrame, isFrame, stage } from 'msw-openai/streaming'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, vi } from 'vitest'

const server = useServer()
const request = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }] }

class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.text('Hello there')
    yield* w.finish()
  }
}

/** Removes the space behind `data:`, as some servers do. */
const compact = () =>
  stage('compact()', () => ({
    take: (item) => (isFrame(item) ? { ...item, bytes: withoutSpaces(item.bytes) } : item),
  }))

function withoutSpaces(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes)
  return new TextEncoder().encode(text.replaceAll(/^data: /gm, 'data:'))
}

/** Removes event `index`, and everything behind it. */
const endBefore = (index: number) =>
  stage(`endBefore(${index})`, () => {
    let events = 0
    return {
      take(item) {
        if (isEventFrame(item)) events++
        return events > index && isFrame(item) ? [] : item
      },
      missed: () => (events > index ? undefined : `after ${events} event(s)`),
    }
  })

it('changes the bytes of every record', async () => {
  server.use(chat.completions.create(new Greeting(), { through: [compact()] }))
  const client = new OpenAI({ apiKey: 'test' })

  const stream = await client.chat.completions.create({ ...request, stream: true })

  await expect(stream).toStream(new Greeting())
})

it('removes the end of a stream', async () => {
  server.use(chat.completions.create(new Greeting(), { through: [endBefore(3)] }))
  const client = new OpenAI({ apiKey: 'test' })

  const stream = await client.chat.completions.create({ ...request, stream: true })

  await expect(stream).toStreamEventTypes(['role', 'content', 'content'])
})

it('reports a fault that has not happened', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  const through = [endBefore(9)]
  const response = respond(chat.completions.create, new Greeting(), { through })

  await expect(response.text()).rejects.toThrow('terminated')
  const message = 'Failed to apply endBefore(9): the script ended after 4 event(s).'
  expect(complaints).toHaveBeenCalledWith(expect.objectContaining({ message }))
  complaints.mockRestore()
})
