import { numbersOf } from '../protocol/numbers-of.js'

/** The number of places in a vector to which one word adds. */
const PLACES = 16

/**
 * Makes the vector of a text: always the same one of length 1, and another for another text. Texts
 * with words in common are near to each other, and nearer the longer these words are.
 */
export function textVector(text: string, dimensions: number): number[] {
  const vector = new Float64Array(dimensions)
  // The text itself counts, too: texts of the same words differ.
  addWord(vector, text, 1)
  for (const word of new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))) {
    addWord(vector, word, word.length)
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return Array.from(vector, (value) => Math.fround(value / length))
}

function addWord(vector: Float64Array, word: string, weight: number): void {
  const next = numbersOf(word)
  for (let count = 0; count < PLACES; count++) {
    const place = Math.floor(next() * vector.length)
    vector[place] = (vector[place] ?? 0) + weight * (next() - 0.5)
  }
}
