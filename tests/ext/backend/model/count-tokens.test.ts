import { expect, it } from 'vitest'
import { counterOf, countTokens } from '../../../../src/ext/backend/model/count-tokens.js'

it('counts the tokens that GPT-5 has', async () => {
  expect(await countTokens('Hello there')).toBe(2)
})

it.each(['a', '=', ' ', '京'])('counts a text of a million times %j in pieces', async (text) => {
  const piece = await countTokens(text.repeat(1000))
  expect(await countTokens(text.repeat(1_000_000))).toBe(piece * 1000)
})

it('counts the tokens of a long text of words as a whole', async () => {
  const words = 'It is sunny in Paris. '.repeat(1000)
  expect(await countTokens(words)).toBe(6001)
})

it('counts the name of a special token as text', async () => {
  expect(await countTokens('<|endoftext|>')).toBeGreaterThan(1)
})

it.each([
  ['', 0],
  ['Hello', 2],
  ['東京', 2],
])(
  'counts one token for four bytes of %j where there is no gpt-tokenizer',
  async (text, expected) => {
    const count = await counterOf(() => Promise.reject(new Error('Cannot find package')))

    expect(count(text)).toBe(expected)
  },
)
