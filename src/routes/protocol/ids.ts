/** Gives the next id that begins with a prefix: `msg_1`, `msg_2`, … */
export type NextId = (prefix: string) => string

/**
 * Counts the ids of the things inside one resource, for each prefix from 1 on. They follow the id of
 * the resource: inside `resp_1` they are `msg_1`, `msg_2`, inside `resp_2` they are `msg_2_1`,
 * `msg_2_2`. Clients keep what they did by the id of a call, and would not do it twice.
 *
 * @param owner The id of the resource.
 * @param taken Ids that are in use already, and are passed over.
 */
export function idsInside(owner: string, taken: Iterable<unknown> = []): NextId {
  const counts = new Map<string, number>()
  const used = new Set(taken)
  const number = /\d+$/.exec(owner)?.[0] ?? '1'
  const infix = number === '1' ? '' : `${number}_`

  return function nextId(prefix): string {
    const count = (counts.get(prefix) ?? 0) + 1
    counts.set(prefix, count)
    const id = `${prefix}_${infix}${count}`
    return used.has(id) ? nextId(prefix) : id
  }
}
