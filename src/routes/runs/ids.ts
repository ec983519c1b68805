/** Gives the next id with a prefix: `step_1`, `step_2`, … */
export type NextId = (prefix: string) => string

/** Count ids up, each from the highest that is taken. */
export function countIds(taken: Iterable<{ readonly id: string }> = []): NextId {
  const counts = new Map<string, number>()
  for (const { id } of taken) {
    const [, prefix = '', count] = /^(.+)_(\d+)$/.exec(id) ?? []
    counts.set(prefix, Math.max(Number(count), counts.get(prefix) ?? 0))
  }
  return (prefix) => {
    const count = (counts.get(prefix) ?? 0) + 1
    counts.set(prefix, count)
    return `${prefix}_${count}`
  }
}
