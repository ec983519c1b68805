import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, expectTypeOf, it } from 'vitest'
import {
  apiError,
  beta,
  chat,
  files,
  hasTool,
  inOrder,
  lastUserMessage,
  model,
  responses,
  turn,
  when,
  type Answer,
} from 'msw-openai/routes'
import { EventStream } from 'msw-openai/streaming'
import { Words } from '../../support.js'

const create = chat.completions.create

class Counted extends EventStream<number> {
  override *generate(): Generator<number> {}
}

const counted = when(turn(1), new Counted())

it('takes a when() wherever there is an answer', () => {
  const hi = when(lastUserMessage('Hi'), 'Hello')
  const tool = when(hasTool('get_weather'), new Words(['a']))

  expect([
    create(when(model('gpt-5'), 'Hello')),
    create([when(model('gpt-5'), 'Hello'), when(turn(2), new Words(['a'])), hi, tool]),
    create([when({}, { choices: [{ finish_reason: 'length' }] }), when({}, apiError(429))]),
    create(inOrder('Hello', when({ model: 'gpt-5' }, 'Bye'), [hi, tool])),
    create(
      when(
        {},
        inOrder(
          () => 'Hello',
          when({ n: 2 }, () => [hi]),
        ),
      ),
    ),
    create(when({}, [when({ model: 'gpt-5' }, async ({ body }) => body.model)])),
    create(() => [hi, when({ model: 'gpt-5' }, 'Bye')]),
    create(inOrder.forever(apiError(429), 'Hello', ({ body }) => body.model)),
    responses.create([hi, when({ input: /Hi/ }, ({ body }) => body.previous_response_id ?? '')]),
    beta.threads.runs.create([hi, when({ assistant_id: 'asst_1' }, 'Hello')]),
  ]).toHaveLength(10)
})

it('types what a condition is given', () => {
  create(
    when(({ body, events }) => {
      expectTypeOf(body.model).toExtend<string>()
      expectTypeOf(events).toEqualTypeOf<readonly ChatCompletionChunk[]>()
      return true
    }, 'Hello'),
  )
  const isSmall = when(
    ({ body }) => {
      expectTypeOf(body).toBeUnknown()
      return true
    },
    [when({ anything: 5 }, 'Hello')],
  )

  expectTypeOf(isSmall).toExtend<Answer<ChatCompletionChunk>>()
  expect(create(isSmall).calls).toEqual([])
})

it('takes parts of a body, patterns, and asymmetric matchers', () => {
  const tools = [{ type: 'function' as const, function: { name: /^get_/ } }]
  const messages = [{ content: expect.stringContaining('Hi') }, { role: 'user' as const }]

  expect([
    create(when({ model: /^gpt/, tools, messages }, 'Hello')),
    create(when({ messages: expect.arrayContaining([]), temperature: undefined }, 'Hello')),
    create(when([{ model: 'gpt-5' }, turn(1), ({ body }) => body.n === 2], 'Hello')),
    create(when({ messages: { asymmetricMatch: () => true } }, 'Hello')),
    responses.create(when({ input: [{ type: 'function_call_output', call_id: 'a' }] }, 'Hello')),
  ]).toHaveLength(5)
})

it('refuses what no request or answer of the endpoint has', () => {
  expect([
    // @ts-expect-error The field is `model`.
    create(when({ modle: 'gpt-5' }, 'Hello')),
    // @ts-expect-error A tool has no such field.
    create([when({ tools: [{ nmae: 'a' }] }, 'Hello')]),
    // @ts-expect-error A model is a string.
    create([when({ model: 5 }, 'Hello'), when({}, 'Hello')]),
    // @ts-expect-error It is a field of another endpoint.
    create(inOrder(when([{ input: 'Hi' }, turn(1)], 'Hello'))),
    // @ts-expect-error Chat completions have no output.
    create(when({}, { output: [] })),
    // @ts-expect-error It yields numbers.
    create([when({}, new Counted())]),
    // @ts-expect-error The script yields numbers, which no event is.
    create([when(turn(1), 'Hello'), counted]),
    // @ts-expect-error It gives a list, which says nothing of a call.
    create(when(({ body }) => body.messages, 'Hello')),
    // @ts-expect-error It has not been called.
    create(when(hasTool, 'Hello')),
  ]).toHaveLength(9)
})

it('takes an empty part of a body where a request has none', () => {
  files.retrieve([when({}, { id: 'file-1' })])
  files.retrieve([
    when(({ params }) => params['file_id'] === 'file-1', {}),
    when({}, apiError(404)),
  ])
  // @ts-expect-error A GET has no body.
  files.retrieve(when({ model: 'gpt-5' }, {}))

  expect(files.list(when({}, [{ id: 'file-1' }])).calls).toEqual([])
})
