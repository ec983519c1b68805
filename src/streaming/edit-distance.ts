/**
 * Counts the characters that have to be inserted, removed or replaced to make one text of another one.
 *
 * @param one A text, or its characters.
 */
export function editDistance(one: ArrayLike<string>, other: ArrayLike<string>): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)

  for (let index = 0; index < one.length; index++) {
    let diagonal = index
    let left = index + 1
    const next = [left]
    for (let column = 0; column < other.length; column++) {
      const above = row[column + 1] ?? 0
      const replaced = diagonal + (one[index] === other[column] ? 0 : 1)
      left = Math.min(replaced, above + 1, left + 1)
      next.push(left)
      diagonal = above
    }
    row = next
  }
  return row.at(-1) ?? 0
}
