import { enveloped, errorObject, namedByType, StreamError, unnamed } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { unnamedError } from '../../src/streaming/framing.js'

it('frames an event without a name', () => {
  expect(unnamed({ type: 'tick', n: 1 })).toEqual({ data: '{"type":"tick","n":1}' })
})

it('names an event by its own type', () => {
  expect(namedByType({ n: 1, type: 'tick' } as { type: string })).toEqual({
    event: 'tick',
    data: '{"n":1,"type":"tick"}',
  })
})

it('takes an event out of its envelope', () => {
  expect(enveloped({ event: 'tick', data: { n: 1 } })).toEqual({ event: 'tick', data: '{"n":1}' })
  expect(enveloped({ event: 'done', data: '[DONE]' })).toEqual({ event: 'done', data: '"[DONE]"' })
})

it.each([
  [
    'null for what is not finite',
    { a: Number.NaN, b: Infinity, c: -0 },
    '{"a":null,"b":null,"c":0}',
  ],
  ['nothing for undefined', { a: undefined, b: [undefined] }, '{"b":[null]}'],
  ['what toJSON() says', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ['an escape for a control character', '\0\n\r', '"\\u0000\\n\\r"'],
  ['null', null, 'null'],
])('writes %s, as JSON.stringify does', (_, event, data) => {
  expect(unnamed(event)).toEqual({ data })
})

it.each([undefined, () => {}, Symbol('tick')])('refuses %o, which JSON has not', (event) => {
  expect(() => unnamed(event)).toThrow(
    new TypeError(`Failed to stringify ${typeof event}: JSON has no such value.`),
  )
})

it("writes an error as OpenAI's error object, with every field", () => {
  const error = new StreamError({
    message: 'Slow down',
    type: 'rate',
    code: 'slow',
    param: 'model',
  })

  expect(unnamedError(error)).toEqual([
    { data: '{"error":{"message":"Slow down","type":"rate","param":"model","code":"slow"}}' },
  ])
  expect(errorObject(new StreamError({ message: 'Boom' }))).toEqual({
    message: 'Boom',
    type: 'server_error',
    param: null,
    code: null,
  })
})
