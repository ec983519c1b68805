import {
  collect,
  cutAfter,
  deliver,
  EventStream,
  LiveEventStream,
  reply,
  responseWriter,
  StreamError,
  unchecked,
} from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it, vi } from 'vitest'
import { clientOf } from './client-of.js'

const request = { model: 'gpt-5', input: 'Hello' }
const streamed = { ...request, stream: true } as const

it('streams a response that the helper of the SDK reads, and keeps it', async () => {
  const answer = reply({ text: 'It is sunny.', toolCalls: [{ name: 'get_weather' }] })
  const openai = createBackend({ answer })
  const final = await clientOf(openai).responses.stream(request).finalResponse()

  expect(final).toMatchObject({ id: 'resp_1', status: 'completed', output_text: 'It is sunny.' })
  const kept = openai.store.responses.get('resp_1')
  expect(kept?.output).toMatchObject([{ id: 'msg_2' }, { id: 'fc_1', call_id: 'call_1' }])
  expect(kept?.usage).toEqual(final.usage)
})

it('continues a streamed response', async () => {
  const openai = createBackend({ answer: ({ conversation }) => `Turn ${conversation.length}` })
  const client = clientOf(openai)
  const { id } = await client.responses.stream(request).finalResponse()
  const next = await client.responses
    .stream({ ...request, previous_response_id: id })
    .finalResponse()

  expect(next.output_text).toBe('Turn 3')
})

it('streams a response that it does not keep', async () => {
  const openai = createBackend({ answer: 'Hi' })
  const events = await collect(clientOf(openai).responses.create({ ...streamed, store: false }))

  expect(events.at(-1)).toMatchObject({ type: 'response.completed', response: { store: false } })
  expect(openai.store.responses.list()).toEqual([])
  expect(openai.store.inputItems.list()).toEqual([])
})

it('streams a stored response again, event by event', async () => {
  const client = clientOf(createBackend({ answer: 'Hi' }))
  const events = await collect(client.responses.create(streamed))

  expect(await collect(client.responses.retrieve('resp_1', { stream: true }))).toEqual(events)
  expect(
    await collect(client.responses.retrieve('resp_1', { stream: true, starting_after: 5 })),
  ).toEqual(events.slice(6))
})

it('has every change in the store before the client reads of it', async () => {
  const openai = createBackend({ answer: reply({ reasoning: 'Hm', text: 'Hi' }) })
  const statuses: unknown[] = []
  const outputs: unknown[] = []
  for await (const event of await clientOf(openai).responses.create(streamed)) {
    const kept = openai.store.responses.get('resp_1')
    if ('response' in event) statuses.push([event.response.status, kept?.status])
    if (event.type === 'response.output_item.done') outputs.push([event.item, kept?.output.at(-1)])
  }

  expect(statuses).toEqual([
    ['in_progress', 'in_progress'],
    ['in_progress', 'in_progress'],
    ['completed', 'completed'],
  ])
  const kept = openai.store.responses.get('resp_1')
  expect(outputs).toEqual(kept?.output.map((item) => [item, item]))
})

it('cancels a response whose client disconnects', async () => {
  const openai = createBackend({ answer: 'One two three' })
  const stream = await clientOf(openai).responses.create(streamed)
  for await (const { type } of stream) if (type === 'response.output_text.delta') break
  await openai.routes.responses.create.calls[0]?.settled

  expect(openai.store.responses.get('resp_1')).toMatchObject({ status: 'cancelled', output: [] })
})

it('goes on with a response whose stream the network has cut', async () => {
  const openai = createBackend({ answer: deliver('One two three', { through: [cutAfter(4)] }) })
  const client = clientOf(openai)
  await expect(collect(client.responses.create(streamed))).rejects.toThrow('terminated')
  const rest = await collect(
    client.responses.retrieve('resp_1', { stream: true, starting_after: 3 }),
  )

  expect(rest[0]?.sequence_number).toBe(4)
  expect(rest.at(-1)?.type).toBe('response.completed')
})

it('plays a live stream, and keeps what it has sent', async () => {
  const live = new LiveEventStream<ResponseStreamEvent>()
  const openai = createBackend({ answer: live })
  const client = clientOf(openai)
  const final = client.responses.stream(request).finalResponse()
  const w = responseWriter()
  await live.emit(w.message('Hello there'))
  const during = await client.responses.retrieve('resp_1')
  await live.emit(w.completed())
  await live.end()

  expect(during).toMatchObject({ status: 'in_progress', output_text: 'Hello there' })
  await expect(final).resolves.toMatchObject({ output_text: 'Hello there' })
  expect(openai.store.responses.get('resp_1')?.status).toBe('completed')
})

it('keeps the error of a stream that fails', async () => {
  class Failing extends EventStream<ResponseStreamEvent> {
    *generate(): Generator<ResponseStreamEvent> {
      yield* responseWriter().begin()
      throw new StreamError({ message: 'Overloaded', code: 'server_error' })
    }
  }
  const openai = createBackend({ answer: new Failing() })
  await expect(collect(clientOf(openai).responses.create(streamed))).rejects.toThrow('Overloaded')

  expect(openai.store.responses.get('resp_1')).toMatchObject({
    status: 'failed',
    error: { code: 'server_error', message: 'Overloaded' },
  })
})

it('names the script of a test that yields a wrong event', async () => {
  class Wrong extends EventStream<ResponseStreamEvent> {
    *generate(): Generator<ResponseStreamEvent> {
      const w = responseWriter()
      yield* w.begin()
      // @ts-expect-error: there is no such event.
      yield { type: 'response.wrong', sequence_number: 2 }
    }
  }
  const print = vi.spyOn(console, 'error').mockReturnValue()
  const openai = createBackend({ answer: new Wrong() })
  await expect(collect(clientOf(openai).responses.create(streamed))).rejects.toThrow('terminated')
  await openai.routes.responses.create.calls[0]?.settled

  expect(print.mock.lastCall?.join()).toContain(
    'event 2 of script "Wrong" on "responses.create": it does not match',
  )
})

it('sends unchecked events as they are', async () => {
  class Odd extends EventStream<ResponseStreamEvent> {
    *generate() {
      const w = responseWriter()
      yield* w.begin()
      yield unchecked({ type: 'response.odd', response: 5 })
      yield unchecked({ type: 'response.odd', response: { output: 'none' } })
      yield* w.message('Hi')
      yield* w.completed()
    }
  }
  const openai = createBackend({ answer: new Odd() })
  const events = await collect(clientOf(openai).responses.create(streamed))

  expect(events[2]).toEqual({ type: 'response.odd', response: 5 })
  expect(openai.store.responses.get('resp_1')?.status).toBe('completed')
})
