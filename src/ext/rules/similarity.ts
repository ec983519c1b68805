/** The most characters of a text that are compared: the work grows with the product of two lengths. */
const MOST = 2000

/**
 * Gives the similarity of two texts, from 0 to 1: the share of the characters of the longer text that
 * need no change to make it the other one. The case and the space around a text do not count.
 */
export function similarityOf(one: string, other: string): number {
  const [first, second] = [charactersOf(one), charactersOf(other)]
  const longer = Math.max(first.length, second.length)
  return longer === 0 ? 1 : 1 - distanceBetween(first, second) / longer
}

function charactersOf(text: string): string[] {
  return [...text.trim().toLowerCase()].slice(0, MOST)
}

/** Counts the characters to insert, remove or replace, row by row of Levenshtein's table. */
function distanceBetween(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (const [index, character] of one.entries()) {
    const next = [index + 1]
    for (const [column, each] of other.entries()) {
      const replaced = at(row, column) + (character === each ? 0 : 1)
      next.push(Math.min(replaced, at(row, column + 1) + 1, at(next, column) + 1))
    }
    row = next
  }
  return at(row, other.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0
}
