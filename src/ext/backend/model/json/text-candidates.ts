import { ADJECTIVES } from '../words.js'
import { FORMATS } from './formats.js'
import type { Keywords } from './keywords.js'
import { patternTexts } from './pattern-texts.js'

/** The number of other texts to try: in a list of unique items, many are taken. */
const TRIALS = 100

/** The longest text to make. */
const LONGEST = 100_000

/** The numbers that make another text of a format. */
const NUMBERS = Array.from({ length: 28 }, (_, number) => number)

/** The place of a text in the JSON. */
export interface TextPlace {
  /** The name of the nearest property. */
  readonly name: string
  /** The place among the items of a list: another item has another text. */
  readonly index: number
  readonly random: () => number
}

/** Lists texts for a schema, which need a check: readable ones first. */
export function* textCandidates(hints: Keywords, place: TextPlace): Generator<string> {
  const { format, pattern, minLength = 0, maxLength = Infinity } = hints
  // A property `email` or `date` without a format most likely has one.
  const known = FORMATS.get(format ?? place.name)
  if (known) yield* NUMBERS.map((number) => known.write(((place.index + number) % 28) + 1))

  if (typeof pattern === 'string') {
    yield* spoken(place)
    yield* patternTexts(pattern, place.random)
  } else if (Number(minLength) <= LONGEST) {
    for (const text of spoken(place)) yield ofLength(text, Number(minLength), Number(maxLength))
  }
}

/** Says a property in words, such as `calm city`. */
function* spoken({ name, index, random }: TextPlace): Generator<string> {
  const words = wordsOf(name)
  const first = Math.floor(random() * ADJECTIVES.length) + index
  yield `${ADJECTIVES[first % ADJECTIVES.length]} ${words}`
  yield words
  for (let number = index + 1; number <= index + TRIALS; number++) yield `${words} ${number}`
}

/** Gives the words of a name: `home city` for `homeCity`. */
function wordsOf(name: string): string {
  const words = name.replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, ' ').match(/[\p{L}\p{N}]+/gu) ?? []
  return words.join(' ').toLowerCase() || 'text'
}

/** Repeats a text to a least length, and cuts at the most. */
function ofLength(text: string, least: number, most: number): string {
  const characters = Array.from(text)
  if (characters.length >= least && characters.length <= most) return text

  const times = Math.ceil((least + 1) / (characters.length + 1))
  return Array.from(`${text} `.repeat(Math.max(1, times)))
    .slice(0, Math.min(most, Math.max(least, characters.length)))
    .join('')
}
