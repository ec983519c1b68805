import * as fc from 'fast-check'
import { BadRequestError } from 'openai'
import {
  completeResponse,
  foldResponse,
  EventStream,
  responses,
  responseWriter,
  unfoldResponse,
} from 'msw-openai'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { anyText } from '../routes/support.js'
import { readAll } from '../support.js'
import { createClient, useServer } from './support.js'

const server = useServer()

/** A response of 11 events, from number 0 to number 10. */
class Story extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w = responseWriter({ background: true })
    yield* w.message('Once upon')
    yield* w.completed()
  }
}

it('retrieves a response', async () => {
  const retrieve = responses.retrieve(new Story())
  server.use(retrieve)

  const response = await createClient().responses.retrieve('resp_1')

  expect(response).toMatchObject(foldResponse(new Story()))
  expect(response.output).toEqual(foldResponse(new Story()).output)
  expect(retrieve.calls[0]?.params).toEqual({ response_id: 'resp_1' })
})

it('retrieves a stream, whole or from an event on', async () => {
  server.use(responses.retrieve(new Story()))
  const client = createClient()

  const whole = await client.responses.retrieve('resp_1', { stream: true })
  const rest = await client.responses.retrieve('resp_1', { stream: true, starting_after: 6 })

  await expect(readAll(whole)).resolves.toEqual({ items: [...new Story()] })
  await expect(readAll(rest)).resolves.toEqual({ items: [...new Story()].slice(7) })
})

it('gives the helper of the SDK the whole stream, of which the helper skips the beginning', async () => {
  const retrieve = responses.retrieve(new Story())
  server.use(retrieve)

  const stream = createClient().responses.stream({ response_id: 'resp_1', starting_after: 6 })
  const seen: number[] = []
  stream.on('event', ({ sequence_number }) => seen.push(sequence_number))
  const final = await stream.finalResponse()

  expect(seen).toEqual([7, 8, 9, 10])
  expect(final).toMatchObject({ id: 'resp_1', status: 'completed' })
  expect(retrieve.calls[0]?.url.search).toBe('?stream=true')
})

it('refuses to start after what is no number', async () => {
  server.use(responses.retrieve(new Story()))
  const query: object = { starting_after: 'the end' }

  const retrieved = createClient().responses.retrieve('resp_1', { stream: true, ...query })

  await expect(retrieved).rejects.toBeInstanceOf(BadRequestError)
})

it('reads in the stream of any response what it was made of', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, fc.nat(9), async (text, after) => {
      const whole = completeResponse({
        id: 'resp_7',
        background: true,
        output: [{ type: 'message', content: [{ type: 'output_text', text }] }],
      })
      server.resetHandlers()
      server.use(responses.retrieve(whole))
      const { responses: api } = createClient()
      const stream = await api.retrieve('resp_7', { stream: true })
      const rest = await api.retrieve('resp_7', { stream: true, starting_after: after })
      const { items } = await readAll<ResponseStreamEvent>(stream)

      expect(items).toEqual([...unfoldResponse(whole)])
      expect(foldResponse(items)).toEqual(whole)
      await expect(readAll(rest)).resolves.toEqual({ items: items.slice(after + 1) })
    }),
    // Each run is two requests.
    { numRuns: 20 },
  )
})
