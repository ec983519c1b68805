import { expect, it } from 'vitest'
import { print, printBoth } from '../../../src/routes/protocol/print.js'

const long = 'Once upon a time there was a stream. '.repeat(8)

it.each<[unknown, string]>([
  ['Hi', '"Hi"'],
  ['a "quoted"\nline', String.raw`"a \"quoted\"\nline"`],
  [5, '5'],
  [null, 'null'],
  [undefined, 'undefined'],
  [/^a/i, '/^a/i'],
  [{}, '{}'],
  [[], '[]'],
  [{ a: 1, 'b-c': [true] }, '{ a: 1, "b-c": [true] }'],
  [expect.any(String), 'Any(String)'],
  [expect.anything(), 'Anything'],
  [expect.stringMatching(/a/), 'StringMatching(/a/)'],
  [{ model: { asymmetricMatch: () => true } }, '{ model: AsymmetricMatcher }'],
])('prints %j', (value, printed) => {
  expect(print(value)).toBe(printed)
})

it('omits the deep parts of a long value', () => {
  const tools = [
    { type: 'function', function: { name: 'get_weather', description: 'a'.repeat(50) } },
  ]

  expect(print({ model: 'gpt-5', tools })).toBe(
    '{ model: "gpt-5", tools: [{ type: "function", function: {...} }] }',
  )
  expect(print({ model: 'gpt-5', tools: [...tools, ...tools] })).toBe(
    '{ model: "gpt-5", tools: [{...}, {...}] }',
  )
})

it('cuts what is long', () => {
  expect(print(long)).toMatch(/^"Once upon .{60,70}…"$/)
  expect(print(Array.from({ length: 100 }, (_, index) => index))).toMatch(/^\[0, 1, .{60,80}…$/)
})

it('reads no more of a long list than it can show', () => {
  const unread = {
    get text() {
      throw new Error('Read')
    },
  }
  const items = Array.from({ length: 1000 }, (_, index) => (index < 100 ? index : unread))

  expect(print(items)).toMatch(/^\[0, 1, 2, .*…$/)
})

it('shows of two long texts where they differ', () => {
  expect(printBoth(`${long}Yes${long}`, `${long}No`)).toEqual([
    '"…there was a stream. YesOnce upon a time there was a stream. Once upon a time…"',
    '"…there was a stream. No"',
  ])
  expect(printBoth('Yes', 'No')).toEqual(['"Yes"', '"No"'])
})

it.each([
  ['no-break space', 'a\u00A0b', String.raw`"a\u00a0b"`],
  ['zero-width space', 'a\u200Bb', String.raw`"a\u200bb"`],
  ['byte order mark', '\uFEFFa', String.raw`"\ufeffa"`],
  ['soft hyphen', 'a\u00ADb', String.raw`"a\u00adb"`],
  ['line separator', 'a\u2028b', String.raw`"a\u2028b"`],
  ['mark of direction', 'a\u202Eb', String.raw`"a\u202eb"`],
  ['tag', 'a\u{E0041}b', String.raw`"a\u{e0041}b"`],
])('shows a %s', (_, text, printed) => {
  expect(print(text)).toBe(printed)
  expect(print({ [text]: [text] })).toBe(`{ ${printed}: [${printed}] }`)
  expect(printBoth('ab', text)).toEqual(['"ab"', printed])
})

it('prints characters that can be seen as they are', () => {
  expect(print('Grüße aus Köln 漢字 👋')).toBe('"Grüße aus Köln 漢字 👋"')
})

it('cuts texts before it omits the objects that have them', () => {
  expect(print([{ role: 'user', content: long }])).toBe(
    '[{ role: "user", content: "Once upon a time there w…" }]',
  )
  expect(print({ model: 'gpt-5', messages: [{ role: 'user', content: long }] })).toBe(
    '{ model: "gpt-5", messages: [{ role: "user", content: "Once upo…" }] }',
  )
})
