import { numbersOf } from '../protocol/numbers-of.js'

/** The number of places in a vector to which one word adds. */
const PLACES = 16

/** The weights of words, and of the text itself: texts of the same words differ, too. */
const WEIGHTS = { word: 1, common: 0.25, text: 0.1 }

/** Words that nearly every English text has. They say little about its topic. */
const COMMON = new Set(
  (
    'a an and are as at be but by can could did do does for from had has have he how i if in is it ' +
    'its me my no not of on or our s she so t that the their them then there they this to us was we ' +
    'were what when where which who why will with would you your'
  ).split(' '),
)

/** A word: letters and digits. Chinese and Japanese have no spaces, so that each character is a word. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+/gu

/**
 * Makes the vector of a text: always the same one of length 1, and another for another text. The
 * more words two texts share, the nearer their vectors are. Upper case, punctuation and the endings
 * of English words make no difference, and words that nearly every text has make a small one.
 */
export function textVector(text: string, dimensions: number): number[] {
  const vector = new Float64Array(dimensions)
  addWord(vector, text, WEIGHTS.text)
  for (const [word, weight] of weightsIn(text)) addWord(vector, word, weight)

  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return Array.from(vector, (value) => Math.fround(value / length))
}

/** Gives the words of a text, without their endings, and the weight of each. */
function weightsIn(text: string): Map<string, number> {
  const words = text.normalize('NFKC').toLowerCase().match(WORD) ?? []
  return new Map(
    words.map((word) => [stemOf(word), COMMON.has(word) ? WEIGHTS.common : WEIGHTS.word]),
  )
}

/** Cuts the endings off a word: `policies` and `policy`, or `takes` and `taking`, are one word then. */
function stemOf(word: string): string {
  return word
    .replace(/(?<=\p{L}{2}[^s\P{L}])s$/u, '')
    .replace(/(?<=\p{L}{3})(?:ing|ed|ie|e|y)$/u, '')
}

/** Adds to each of some places, which the word decides, as much as to any other, or takes it away. */
function addWord(vector: Float64Array, word: string, weight: number): void {
  const next = numbersOf(word)
  for (let count = 0; count < PLACES; count++) {
    // Each place is in a part of its own, so that all words are of the same length.
    const place = Math.floor(((count + next()) * vector.length) / PLACES)
    vector[place] = (vector[place] ?? 0) + (next() < 0.5 ? -weight : weight)
  }
}
