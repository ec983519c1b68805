import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { apiError, chat, hasTool, inOrder, lastUserMessage, when } from 'msw-openai/routes'
import { Words } from '../support.js'
import { ask, CHAT } from './support.js'

const create = chat.completions.create

const say = (content: string) => ({ body: { ...CHAT, messages: [{ role: 'user', content }] } })

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
})

it.each([
  ['a script', new Words(['a'])],
  ['a function', () => 'Hello'],
  ['an order', inOrder('Hello', 'Bye')],
  ['a when()', when(hasTool('get_weather'), 'Hello')],
])('describes a route of %s that was never called', async (_, answer) => {
  const route = create(answer)
  await ask(route, { body: { messages: [] } })

  expect(route.unused).toEqual(['chat.completions.create, never called'])
})

it.each([
  ['a script', new Words(['a'])],
  ['a text', 'Hello'],
  ['a function', () => inOrder('Hello', 'Bye')],
])('knows of nothing unused in %s', async (_, answer) => {
  const route = create(answer)
  await ask(route)

  expect(route.unused).toEqual([])
})

it('describes the steps of an order that were not reached', async () => {
  const route = create(inOrder(apiError(429), new Words(['a']), 'Bye'))
  await ask(route)

  expect(route.unused).toEqual(['inOrder() answer 2 of 3, Words', 'inOrder() answer 3 of 3, "Bye"'])
  await ask(route)
  await ask(route)
  expect(route.unused).toEqual([])
})

it('takes the last answer of an order without end for used once it was given', async () => {
  const route = create(inOrder.forever(apiError(429), () => 'Bye'))
  await ask(route)

  expect(route.unused).toEqual(['inOrder.forever() answer 2 of 2, a function'])
  await ask(route)
  await ask(route)
  expect(route.unused).toEqual([])
})

it('describes the steps of an order inside another', async () => {
  const route = create(inOrder('a', inOrder('b', 'c'), 'd'))
  await ask(route)
  await ask(route)

  expect(route.unused).toEqual(['inOrder() answer 3 of 4, "c"', 'inOrder() answer 4 of 4, "d"'])
})

it('describes each when() that never matched', async () => {
  const route = create([
    when(lastUserMessage('Hi'), 'Hello'),
    when(hasTool('get_weather'), 'Sunny'),
    when({ model: 'o3' }, inOrder('a', 'b')),
  ])
  await ask(route)

  expect(route.unused).toEqual(['when(hasTool("get_weather"))', 'when({ model: "o3" })'])
})

it('looks into answers of answers', async () => {
  const route = create(
    inOrder(when(lastUserMessage('Bye'), 'Bye'), [
      when(lastUserMessage('Hi'), inOrder('Hello', [when({}, 'Again')])),
    ]),
  )
  await ask(route)
  await ask(route)

  expect(route.unused).toEqual([
    'when(lastUserMessage("Bye"))',
    'inOrder() answer 2 of 2, [when({})]',
  ])
})

it('starts over where the route forgets', async () => {
  const route = create(when(lastUserMessage('Hi'), inOrder('Hello', 'Again')))
  await ask(route, say('Hi'))
  await ask(route, say('Hi'))
  expect(route.unused).toEqual([])
  route.forget()

  expect(route.unused).toEqual(['chat.completions.create, never called'])
})
