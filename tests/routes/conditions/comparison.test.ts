import { expect, it, vi } from 'vitest'
import { compare } from '../../../src/routes/conditions/comparison.js'

const BODY = {
  model: 'gpt-5',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
  ],
  tools: [{ type: 'function', function: { name: 'get_weather' } }],
  temperature: 0,
  user: null,
  metadata: { 'test-id': '1' },
}

/** Lists the differences of a body, each with its place. */
function differences(expected: unknown, received: unknown) {
  return compare(expected, received).differences.map(
    (one) => `${one.at}: expected ${one.expected}, received ${one.received}`,
  )
}

it.each<[string, unknown]>([
  ['nothing', {}],
  ['a field', { model: 'gpt-5' }],
  ['a falsy field', { temperature: 0 }],
  ['null', { user: null }],
  ['a field that is omitted', { stream: undefined }],
  ['a part of every item', { messages: [{ role: 'system' }, { content: [{ text: 'Hi' }] }] }],
  ['a pattern', { model: /^gpt/, messages: [{}, { content: [{ text: /i$/ }] }] }],
  ['a sticky pattern', { model: /gpt/gy }],
  ['an asymmetric matcher', { model: expect.any(String), tools: expect.arrayContaining([]) }],
  ['one that stands for all', expect.objectContaining({ model: 'gpt-5' })],
  ['one inside an item', { tools: [{ function: { name: expect.stringContaining('get') } }] }],
  ['the whole', BODY],
])('finds nothing against %s', (_, expected) => {
  expect(differences(expected, BODY)).toEqual([])
  expect(differences(expected, BODY)).toEqual([])
})

it.each<[string, unknown, string[]]>([
  ['a text', { model: 'gpt-4o' }, ['model: expected "gpt-4o", received "gpt-5"']],
  ['the case of a text', { model: 'GPT-5' }, ['model: expected "GPT-5", received "gpt-5"']],
  ['a pattern', { model: /^o/ }, ['model: expected /^o/, received "gpt-5"']],
  ['a pattern of no text', { temperature: /0/ }, ['temperature: expected /0/, received 0']],
  ['a field that lacks', { top_p: 1 }, ['top_p: expected 1, received undefined']],
  ['a field that is too much', { user: undefined }, ['user: expected undefined, received null']],
  ['a kind', { temperature: '0' }, ['temperature: expected "0", received 0']],
  [
    'a field that is no identifier',
    { metadata: { 'test-id': '2' } },
    ['metadata["test-id"]: expected "2", received "1"'],
  ],
  [
    'fields at any depth',
    { model: 'o3', tools: [{ type: 'custom', function: { name: 'get_time' } }] },
    [
      'model: expected "o3", received "gpt-5"',
      'tools[0].type: expected "custom", received "function"',
      'tools[0].function.name: expected "get_time", received "get_weather"',
    ],
  ],
  ['too few items', { tools: [{}, {}] }, ['tools.length: expected 2, received 1']],
  [
    'too many items, in another order',
    { messages: [{ role: 'user' }] },
    [
      'messages[0].role: expected "user", received "system"',
      'messages.length: expected 1, received 2',
    ],
  ],
  [
    'an object in the place of an array',
    { tools: { type: 'function' } },
    [
      'tools: expected { type: "function" }, received [{ type: "function", function: { name: "get_weather" } }]',
    ],
  ],
  [
    'an array in the place of an object',
    { metadata: [] },
    ['metadata: expected [], received { "test-id": "1" }'],
  ],
  [
    'an asymmetric matcher',
    { model: expect.stringContaining('mini') },
    ['model: expected StringContaining("mini"), received "gpt-5"'],
  ],
])('reports the place where a body differs in %s', (_, expected, reported) => {
  expect(differences(expected, BODY)).toEqual(reported)
})

it('prints an asymmetric matcher that is negated', () => {
  expect(differences({ model: expect.not.stringContaining('gpt') }, BODY)).toEqual([
    'model: expected StringNotContaining("gpt"), received "gpt-5"',
  ])
})

it('reports a body that is no object at all', () => {
  expect(differences({ model: 'gpt-5' }, undefined)).toEqual([
    'the body: expected { model: "gpt-5" }, received undefined',
  ])
})

it('counts what is as expected', () => {
  const tools = [{ type: 'function', function: { name: 'get_time' } }]

  expect(compare({ model: 'gpt-5', temperature: 0, tools }, BODY)).toMatchObject({ matched: 3 })
  expect(compare({}, BODY)).toMatchObject({ matched: 0 })
})

it('prints a value when a message needs it, and once', () => {
  const toString = vi.fn<() => string>(() => 'Printed')
  const matcher = { asymmetricMatch: (value: unknown) => value === 1, toString }

  expect(compare({ a: matcher, b: matcher }, { a: 1, b: 2 }).matched).toBe(1)
  const [difference] = compare({ a: matcher }, { a: 2 }).differences
  expect(toString).not.toHaveBeenCalled()

  expect([difference?.expected, difference?.received]).toEqual(['Printed', '2'])
  expect(difference).toEqual({ at: 'a', expected: 'Printed', received: '2' })
  expect(toString).toHaveBeenCalledTimes(1)
})
