/** The most edits by which a typing error differs from the name that was meant. */
const MOST_EDITS = 3

/** Finds the name that is most like a wrong name; undefined where none is like it. */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  const close = names
    .map((name) => ({ name, edits: editsBetween(wrong, name) }))
    .filter(({ name, edits }) => edits <= Math.min(MOST_EDITS, name.length / 2))
  return close.toSorted((one, other) => one.edits - other.edits)[0]?.name
}

/** Counts the characters to insert, remove or replace. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [at, character] of [...one].entries()) {
    const next = [at + 1]
    for (const [to, wanted] of [...other].entries()) {
      const replaced = (row[to] ?? 0) + (character === wanted ? 0 : 1)
      next.push(Math.min(replaced, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
