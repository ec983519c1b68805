import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { textVector } from '../../src/routes/embeddings/text-vector.js'

const DIMENSIONS = 1536

/** The cosine of the vectors of two texts. */
function likeness(one: string, other: string): number {
  const vector = textVector(other, DIMENSIONS)
  return textVector(one, DIMENSIONS).reduce(
    (sum, value, index) => sum + value * (vector[index] ?? 0),
    0,
  )
}

/** Words whose endings are their own. */
const word = fc.stringMatching(/^[a-z]{2,11}[bdfkmptx]$/)
const words = fc.uniqueArray(word, { minLength: 13, maxLength: 13 })

it('puts a text that shares one word more nearer, whatever the words are', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 0, max: 5 }), (all, shared) => {
      const asked = all.slice(0, 6)
      const others = all.slice(6)
      const sharing = (count: number) =>
        [...others.slice(count), ...asked.slice(0, count)].join(' ')
      const question = asked.join(' ')

      expect(likeness(question, sharing(shared + 1))).toBeGreaterThan(
        likeness(question, sharing(shared)),
      )
    }),
    { seed: 1, numRuns: 300 },
  )
})

it('makes unit vectors of any length, the same for the same text', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (text, dimensions) => {
      const vector = textVector(text, dimensions)

      expect(vector).toHaveLength(dimensions)
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
      expect(textVector(text, dimensions)).toEqual(vector)
    }),
    { seed: 1 },
  )
})

it.each([
  ['upper case and punctuation', 'REFUND? (policy!)', 'refund policy'],
  ['plurals', 'refund policies of days', 'refunds policy of day'],
  ['endings of verbs', 'taking refunded', 'takes refund'],
  ['the width of characters', 'ＡＢＣ １２', 'abc 12'],
])('sees no difference in %s', (_, one, other) => {
  expect(likeness(one, other)).toBeGreaterThan(0.98)
})

it('finds the document with the words of a question, and not one with its common words', () => {
  const question = 'What is the refund policy?'

  expect(likeness(question, 'Refunds take 14 days.')).toBeGreaterThan(
    likeness(question, 'What is the time in the office?'),
  )
})

it('compares Chinese and Japanese by their characters', () => {
  expect(likeness('退款政策', '退款需要十四天')).toBeGreaterThan(
    likeness('退款政策', '商店九点开门'),
  )
})
