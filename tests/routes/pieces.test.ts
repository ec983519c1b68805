import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { cutText, type By } from '../../src/routes/protocol/cut-text.js'

const family = '👨‍👩‍👧'

it.each<[text: string, by: By | undefined, pieces: string[]]>([
  ['Hello there,  world', undefined, ['Hello', ' there,', '  world']],
  ['Hello \n', 'word', ['Hello \n']],
  ['  ', 'word', ['  ']],
  ['', 'word', []],
  [`a${family}e\u0301\r\n`, 'grapheme', ['a', family, 'e\u0301', '\r\n']],
  ['abcde', 2, ['ab', 'cd', 'e']],
  ['One. Two.', /[^.]+\./, ['One.', ' Two.']],
  ['a1b22c', /\d+/g, ['a', '1', 'b', '22', 'c']],
  [`a${family}b`, /\u200d/, [`a${family}`, 'b']],
  ['abc', (text) => [text.slice(0, 1), text.slice(1)], ['a', 'bc']],
  ['abc', ['ab', 'c'], ['ab', 'c']],
])('cuts %j by %s', (text, by, pieces) => {
  expect(cutText(text, by)).toEqual(pieces)
})

it.each<[by: By, message: string]>([
  [0, 'Failed to cut a text by 0: expected a number of graphemes, one or more.'],
  [1.5, 'Failed to cut a text by 1.5: expected a number of graphemes, one or more.'],
  [['a'], 'Failed to cut a text: the pieces join to "a", not to "a👍🏽".'],
  [['a👍', '🏽'], 'Failed to cut a text: "a👍" ends inside a grapheme.'],
  [['a\ud83d', '\udc4d🏽'], 'Failed to cut a text: "a\\ud83d" ends inside a grapheme.'],
])('refuses to cut by %j', (by, message) => {
  expect(() => cutText('a👍🏽', by)).toThrow(message)
})

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const bys = fc.constantFrom<By>('word', 'grapheme', 1, 3, /\s/, /./u, /[^]/, /(?:)/)

it('cuts any text into pieces that join to it, between graphemes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), bys, (text, by) => {
      const pieces = cutText(text, by)
      const starts = new Set([...graphemes.segment(text)].map(({ index }) => index))
      let start = 0
      for (const piece of pieces) {
        expect(starts).toContain(start)
        expect(piece).not.toBe('')
        start += piece.length
      }
      expect(pieces.join('')).toBe(text)
    }),
  )
})
