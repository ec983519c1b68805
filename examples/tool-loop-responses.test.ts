import {
  afterToolResult,
  EventStream,
  hasTool,
  inOrder,
  responses,
  responseWriter,
  turn,
  when,
  type ResponseEvent,
} from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import { expect, it } from 'vitest'
import { converse } from './responses-app.js'

const server = useServer()

/** A turn in which the model calls a tool. */
class CallsTool extends EventStream<ResponseEvent> {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly args: object = {},
  ) {
    super()
  }

  *generate(): Generator<ResponseEvent> {
    const w = responseWriter({ id: `resp_${this.id}` })
    yield* w.toolCall(this.name, this.args, { id: this.id })
    yield* w.completed()
  }
}

const locates = new CallsTool('call_1', 'get_location')
const looks = new CallsTool('call_2', 'get_weather', { city: 'Paris' })

it('runs a tool loop, each answer for what was asked', async () => {
  const create = responses.create([
    when([turn(1), hasTool('get_location')], locates),
    when({ previous_response_id: 'resp_call_1' }, looks),
    when(afterToolResult('call_2'), 'No umbrella today.'),
  ])
  server.use(create)

  await expect(converse('Do I need an umbrella?')).resolves.toBe('No umbrella today.')
  expect(create.calls[2]?.body.input).toMatchObject([{ output: 'Sunny in Paris' }])
  expect(create.unused).toEqual([])
})

it('runs a tool loop, one answer after the other', async () => {
  const create = responses.create(inOrder(locates, looks, 'No umbrella today.'))
  server.use(create)

  await expect(converse('Do I need an umbrella?')).resolves.toBe('No umbrella today.')
  expect(create.calls.map(({ body }) => body.previous_response_id)).toEqual([
    null,
    'resp_call_1',
    'resp_call_2',
  ])
})
