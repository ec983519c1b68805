import { APIError } from 'openai'
import {
  createRoute,
  EventStream,
  pace,
  responses,
  responseWriter,
  StreamError,
  type ResponseEvent,
} from 'msw-openai'
import { expect, it } from 'vitest'
import { response } from '../../examples/response.js'
import { readAll } from '../support.js'
import { createClient, useServer } from './support.js'

const server = useServer()

class Hello extends EventStream<ResponseEvent> {
  *generate(): Generator<ResponseEvent> {
    const w = responseWriter()
    yield* w.message('Hello')
    yield* w.completed()
  }
}

function streamResponse() {
  return createClient().responses.create({ model: 'gpt-5', input: 'Hello?', stream: true })
}

it('delivers the exact events', async () => {
  const create = responses.create(new Hello())
  server.use(create)

  await expect(readAll(await streamResponse())).resolves.toEqual({ items: [...new Hello()] })
  await expect(create.calls[0]?.settled).resolves.toBe('completed')
  expect(create.calls[0]?.body.input).toBe('Hello?')
})

it('is complete for a client that disconnects once the response is', async () => {
  const create = responses.create(new Hello())
  server.use(create)

  for await (const { type } of await streamResponse()) {
    if (type === 'response.completed') break
  }

  await expect(create.calls[0]?.settled).resolves.toBe('completed')
})

it('is aborted for a client that disconnects before', async () => {
  // The transport of MSW 3 reads ahead: a pause gives the client the time to leave.
  const create = responses.create(new Hello(), { through: [pace(5)] })
  server.use(create)

  for await (const _ of await streamResponse()) break

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
})

it('sends an error, and the response that failed by it', async () => {
  class Failing extends EventStream<ResponseEvent> {
    *generate(): Generator<ResponseEvent> {
      yield { type: 'response.created', sequence_number: 0, response: response('in_progress') }
      throw new StreamError({ message: 'Quota exceeded', code: 'insufficient_quota' })
    }
  }
  server.use(responses.create(new Failing()))

  const { items, error } = await readAll(await streamResponse())

  expect(items).toMatchObject([{ type: 'response.created' }])
  expect(error).toBeInstanceOf(APIError)
  expect(error).toMatchObject({ code: 'insufficient_quota' })
})

it('reads the names of events off the wire', async () => {
  const { endpoint } = responses.create
  const renamed = createRoute({
    ...endpoint,
    wire: {
      ...endpoint.wire,
      frame: (event) => ({ ...endpoint.wire.frame(event), event: 'thread.renamed' }),
    },
    withoutRules: ['responses/event-name'],
  })
  server.use(renamed(new Hello()))

  const { items } = await readAll<unknown>(await streamResponse())

  // The SDK wraps what is named so, which shows that it saw the name.
  const wrapped = [...new Hello()].map((data) => ({ event: 'thread.renamed', data }))
  expect(items).toEqual(wrapped)
})
