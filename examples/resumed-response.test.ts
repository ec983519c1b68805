import { cutAfter, deliver, EventStream, responses, responseWriter } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'

const server = useServer()

/** The app under test: gets a story, and resumes its stream where the connection is cut. */
async function tellStory({ responses: api }: OpenAI): Promise<string> {
  const request = { model: 'gpt-5', input: 'Tell me a story', background: true }
  let stream = await api.create({ ...request, stream: true })
  let [story, id, last] = ['', '', 0]
  for (;;) {
    try {
      for await (const event of stream) {
        if (event.type === 'response.created') id = event.response.id
        if (event.type === 'response.output_text.delta') story += event.delta
        last = event.sequence_number
      }
      return story
    } catch (error) {
      if (id === '') throw error
      stream = await api.retrieve(id, { stream: true, starting_after: last })
    }
  }
}

class Story extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w = responseWriter({ background: true })
    yield* w.message('Once upon a time')
    yield* w.completed()
  }
}

it('resumes a stream that is cut', async () => {
  const story = new Story()
  const create = responses.create(deliver(story, { through: [cutAfter(7)] }))
  const retrieve = responses.retrieve(story)
  server.use(create, retrieve)

  await expect(tellStory(new OpenAI({ apiKey: 'test' }))).resolves.toBe('Once upon a time')

  expect(create.calls[0]?.events).toEqual([...story].slice(0, 7))
  expect(retrieve.calls[0]?.events).toEqual([...story].slice(7))
})
