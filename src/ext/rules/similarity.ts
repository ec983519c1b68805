import { editDistance } from '../../streaming/internal.js'

/** The most characters of a text that are compared: the work grows with the product of two lengths. */
const MOST = 1000

/**
 * Gives the similarity of two texts, from 0 to 1: the share of the characters of the longer text that
 * need no change to make it the other one. The case and the space around a text do not count, and of a
 * long text only the first 1000 characters.
 */
export function similarityOf(one: string, other: string): number {
  const [first, second] = [charactersOf(one), charactersOf(other)]
  const longer = Math.max(first.length, second.length)
  return longer === 0 ? 1 : 1 - editDistance(first, second) / longer
}

function charactersOf(text: string): string[] {
  return [...text.trim().toLowerCase()].slice(0, MOST)
}
