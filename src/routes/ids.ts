/**
 * What tells the default ids of one turn from those of another: `2_` of `resp_2`, and
 * nothing of the first. Clients keep what they did by the id of the call, and would not do it twice.
 */
export function turnOf(id: string): string {
  const count = /\d+$/.exec(id)?.[0] ?? '1'
  return count === '1' ? '' : `${count}_`
}

/** Ids that count up from 1 behind a prefix, but for those that are taken. */
export function countIds(prefix: string, taken: ReadonlySet<unknown>): () => string {
  let count = 0

  return () => {
    do count++
    while (taken.has(`${prefix}${count}`))
    return `${prefix}${count}`
  }
}
