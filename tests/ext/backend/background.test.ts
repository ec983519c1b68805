import {
  apiError,
  AsyncEventStream,
  collect,
  EventStream,
  rateLimited,
  reply,
  responseWriter,
  StreamError,
} from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const request = { model: 'gpt-5', input: 'Hello', background: true }

/** Two words, as a test writes their events. */
class Story extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w = responseWriter()
    yield* w.message('Once upon')
    yield* w.completed()
  }
}

it.each([
  ['a text', 'Hi'],
  ['a script', new Story()],
])('polls a response of %s through its statuses', async (_, answer) => {
  const openai = createBackend({ answer })
  const client = clientOf(openai)
  const created = await client.responses.create(request)
  const polls = [
    await client.responses.retrieve(created.id),
    await client.responses.retrieve(created.id),
    await client.responses.retrieve(created.id),
  ]

  expect(created).toMatchObject({ id: 'resp_1', background: true, output: [], usage: null })
  expect([created, ...polls].map(({ status }) => status)).toEqual([
    'queued',
    'in_progress',
    'completed',
    'completed',
  ])
  expect(new Set(polls.map(({ id, created_at }) => `${id} ${created_at}`)).size).toBe(1)
  expect(polls[1]?.output_text).not.toBe('')
  expect(polls[2]).toEqual(polls[1])
})

it('keeps a response in the background with `store: false`, for its polls', async () => {
  const client = clientOf(createBackend({ answer: 'Hi' }))
  const { id } = await client.responses.create({ ...request, store: false })
  await expect(client.responses.retrieve(id)).resolves.toMatchObject({ status: 'in_progress' })
})

it('cancels a response, and stops its script', async () => {
  let isStopped = false
  class Endless extends EventStream<ResponseStreamEvent> {
    *generate(): Generator<ResponseStreamEvent> {
      const w = responseWriter()
      try {
        yield* w.begin()
        for (;;) yield* w.event({ type: 'keepalive' })
      } finally {
        isStopped = true
      }
    }
  }
  const client = clientOf(createBackend({ answer: new Endless() }))
  const { id } = await client.responses.create(request)
  await client.responses.retrieve(id)
  const poll = await client.responses.retrieve(id)
  const cancelled = await client.responses.cancel(id)

  expect(poll.status).toBe('in_progress')
  expect(cancelled.status).toBe('cancelled')
  expect(isStopped).toBe(true)
  expect(await client.responses.retrieve(id)).toMatchObject(cancelled)
  expect(await client.responses.cancel(id)).toEqual(cancelled)
})

it('cancels a response before its script has begun', async () => {
  const client = clientOf(createBackend({ answer: new Story() }))
  const { id } = await client.responses.create(request)
  await client.responses.cancel(id)

  const events = await collect(client.responses.retrieve(id, { stream: true }))
  expect(events).toEqual([])
  await expect(client.responses.retrieve(id)).resolves.toMatchObject({ status: 'cancelled' })
})

/** No event says that a response was cancelled or deleted. */
const NO_ENDING = { meta: { findings: ['responses/ending-missing'] } }

it('ends the stream of a response that is cancelled', NO_ENDING, async () => {
  const openai = createBackend({ answer: 'One two three four five six' })
  const client = clientOf(openai)
  const stream = await client.responses.create({ ...request, stream: true })
  const types: string[] = []
  for await (const { type } of stream) {
    types.push(type)
    if (type === 'response.output_text.delta') await client.responses.cancel('resp_1')
  }

  expect(types).not.toContain('response.completed')
  expect(openai.store.responses.get('resp_1')).toMatchObject({ status: 'cancelled', output: [] })
})

it('leaves a response that has ended as it is, when it is cancelled', async () => {
  const client = clientOf(createBackend({ answer: 'Hi' }))
  const { id } = await client.responses.create({ ...request, stream: false })
  await client.responses.retrieve(id)
  await client.responses.retrieve(id)
  await expect(client.responses.cancel(id)).resolves.toMatchObject({ status: 'completed' })
})

it('refuses to cancel a response that is not in the background', async () => {
  const client = clientOf(createBackend({ answer: 'Hi' }))
  const { id } = await client.responses.create({ model: 'gpt-5', input: 'Hello' })
  await expect(client.responses.cancel(id)).rejects.toMatchObject({
    status: 400,
    error: {
      message: 'Cannot cancel a synchronous response.',
      type: 'invalid_request_error',
      param: null,
      code: null,
    },
  })
})

it('cancels a response that a test has put into the store', async () => {
  const openai = createBackend()
  const { id } = openai.store.responses.put({ status: 'queued', background: true })
  await expect(clientOf(openai).responses.cancel(id)).resolves.toMatchObject({
    id,
    status: 'cancelled',
  })
})

it('queues a response first in its stream', async () => {
  const client = clientOf(createBackend({ answer: 'Hi' }))
  const events = await collect(client.responses.create({ ...request, stream: true }))
  const ofResponse = events.flatMap((event) =>
    'response' in event ? [`${event.type} ${event.response.status}`] : [],
  )

  expect(ofResponse).toEqual([
    'response.created queued',
    'response.queued queued',
    'response.in_progress in_progress',
    'response.completed completed',
  ])
  expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()])
})

it.each([
  ['a text', 'Once upon'],
  ['a script', new Story()],
])('resumes the stream of %s at every event, after the end and before', async (_, answer) => {
  const whole = await collect(
    clientOf(createBackend({ answer })).responses.create({ ...request, stream: true }),
  )
  expect(whole.length).toBeGreaterThan(8)
  for (const [last] of whole.entries()) {
    const client = clientOf(createBackend({ answer }))
    const left = await client.responses.create({ ...request, stream: true })
    const begun: ResponseStreamEvent[] = []
    for await (const event of left) {
      begun.push(event)
      if (begun.length > last) break
    }
    const resume = () =>
      collect(client.responses.retrieve('resp_1', { stream: true, starting_after: last }))

    const during = await resume()
    const after = await resume()
    expect([...begun, ...during]).toEqual(whole)
    expect(after).toEqual(during)
  }
})

it('goes on without its client', async () => {
  const openai = createBackend({ answer: new Story() })
  const client = clientOf(openai)
  const stream = await client.responses.create({ ...request, stream: true })
  for await (const { type } of stream) if (type === 'response.in_progress') break
  await openai.routes.responses.create.calls[0]?.settled

  const poll = await client.responses.retrieve('resp_1')
  expect(poll).toMatchObject({ status: 'completed', output_text: 'Once upon' })
})

/** A story whose end has to be awaited. */
class Late extends AsyncEventStream<ResponseStreamEvent> {
  constructor(readonly end: Promise<unknown>) {
    super()
  }

  async *generate(): AsyncGenerator<ResponseStreamEvent> {
    const w = responseWriter()
    yield* w.begin()
    await this.end
    yield* w.message('At last')
    yield* w.completed()
  }
}

it('polls a response whose script waits, until the script goes on', async () => {
  const end = Promise.withResolvers<void>()
  const client = clientOf(createBackend({ answer: new Late(end.promise) }))
  const { id } = await client.responses.create(request)
  const statuses = []
  for (let poll = 0; poll < 3; poll++) statuses.push((await client.responses.retrieve(id)).status)
  end.resolve()
  const done = await client.responses.retrieve(id)

  expect(statuses).toEqual(['in_progress', 'in_progress', 'in_progress'])
  expect(done).toMatchObject({ status: 'completed', output_text: 'At last' })
})

it('cancels a response whose script waits, and ends its stream', NO_ENDING, async () => {
  const client = clientOf(createBackend({ answer: new Late(new Promise(() => {})) }))
  const stream = await client.responses.create({ ...request, stream: true })
  const types: string[] = []
  for await (const { type } of stream) {
    types.push(type)
    if (type === 'response.in_progress') void client.responses.cancel('resp_1')
  }
  expect(types).toEqual(['response.created', 'response.in_progress'])
})

it('keeps the error of a script, for polls and for streams', async () => {
  class Failing extends EventStream<ResponseStreamEvent> {
    *generate(): Generator<ResponseStreamEvent> {
      yield* responseWriter().begin()
      throw new StreamError({ message: 'Overloaded', code: 'server_error' })
    }
  }
  const client = clientOf(createBackend({ answer: new Failing() }))
  const { id } = await client.responses.create(request)
  await client.responses.retrieve(id)
  const failed = await client.responses.retrieve(id)

  expect(failed).toMatchObject({
    status: 'failed',
    error: { code: 'server_error', message: 'Overloaded' },
  })
  await expect(collect(client.responses.retrieve(id, { stream: true }))).rejects.toThrow(
    'Overloaded',
  )
})

it('adds what was said to the conversation, once the response is completed', async () => {
  const openai = createBackend({ answer: reply({ text: 'Hi' }) })
  const client = clientOf(openai)
  const conversation = await client.conversations.create()
  const { id } = await client.responses.create({ ...request, conversation: conversation.id })
  await client.responses.retrieve(id)
  const before = openai.store.items.of(conversation.id).list()
  await client.responses.retrieve(id)

  expect(before).toEqual([])
  expect(openai.store.items.of(conversation.id).list()).toHaveLength(2)
})

it('stops a response that a client deletes', NO_ENDING, async () => {
  const openai = createBackend({ answer: new Story() })
  const client = clientOf(openai)
  const stream = await client.responses.create({ ...request, stream: true })
  const types: string[] = []
  for await (const { type } of stream) {
    types.push(type)
    if (type === 'response.in_progress') await client.responses.delete('resp_1')
  }

  expect(types).not.toContain('response.completed')
  expect(openai.store.responses.list()).toEqual([])
})

it('leaves a response alone that a test has put in the place of its own', async () => {
  const openai = createBackend({ answer: 'Hi' })
  const client = clientOf(openai)
  const { id } = await client.responses.create(request)
  openai.store.responses.put({ id, status: 'queued', background: true, metadata: { mine: 'yes' } })

  await client.responses.retrieve(id)
  await expect(client.responses.retrieve(id)).resolves.toMatchObject({
    status: 'queued',
    metadata: { mine: 'yes' },
  })
})

it('fails a response whose script ends without its end: no poll waits for ever', async () => {
  class Unended extends EventStream<ResponseStreamEvent> {
    *generate(): Generator<ResponseStreamEvent> {
      yield* responseWriter().message('Once upon')
    }
  }
  const client = clientOf(createBackend({ answer: new Unended() }))
  const { id } = await client.responses.create(request)
  await client.responses.retrieve(id)

  expect(await client.responses.retrieve(id)).toMatchObject({
    status: 'failed',
    error: {
      code: 'server_error',
      message: expect.stringContaining('The script of the response ended before'),
    },
    output_text: 'Once upon',
  })
})

it.each([
  ['the server', apiError(500, 'Out of order.'), 'server_error', 'Out of order.'],
  ['a rate limit', rateLimited(), 'rate_limit_exceeded', 'Rate limit reached for gpt-5'],
  ['a wrong prompt', apiError(400, 'Too long.'), 'invalid_prompt', 'Too long.'],
])('fails a response by an error of %s after its creation', async (_, answer, code, message) => {
  const client = clientOf(createBackend({ answer }))
  const created = await client.responses.create(request)
  await client.responses.retrieve(created.id)
  const failed = await client.responses.retrieve(created.id)

  expect(created).toMatchObject({ status: 'queued', error: null })
  expect(failed).toMatchObject({
    id: created.id,
    status: 'failed',
    error: { code, message: expect.stringContaining(message) },
  })
})

it('streams a response that fails by an error', async () => {
  const client = clientOf(createBackend({ answer: apiError(500, 'Out of order.') }))
  const events = await collect(client.responses.create({ ...request, stream: true }))

  expect(events.map(({ type }) => type)).toEqual([
    'response.created',
    'response.queued',
    'response.in_progress',
    'response.failed',
  ])
})

it('refuses a response that is not in the background by the error itself', async () => {
  const openai = createBackend({ answer: apiError(400, 'Too long.') })
  const created = clientOf(openai).responses.create({ model: 'gpt-5', input: 'Hello' })

  await expect(created).rejects.toThrow('400 Too long.')
  expect(openai.store.responses.list()).toEqual([])
})
