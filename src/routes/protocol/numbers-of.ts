import { random } from '../../streaming/internal.js'

/** Makes numbers from 0 up to 1 that a text decides: the same text always gives the same numbers. */
export function numbersOf(text: string): () => number {
  const next = random(hashOf(text))
  return () => next() / 2 ** 32
}

/** Makes a number of a text, by FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return hash
}
