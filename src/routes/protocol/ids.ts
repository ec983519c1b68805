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
  return countIds(infixOf(owner), new Set(taken))
}

/**
 * Counts on behind the ids that an earlier stream of the same resource used, such as the stream of a
 * run that required action. Without `call_1`, an earlier `call_2` is followed by `call_3`.
 *
 * @param owner The id of the resource.
 * @param earlier The ids that were used.
 */
export function idsAfter(owner: string, earlier: Iterable<unknown>): NextId {
  const infix = infixOf(owner)
  const used = new Set(earlier)
  const counted = new RegExp(`^(.+?)_${infix}(\\d{1,15})$`)
  const counts = new Map<string, number>()
  for (const id of used) {
    const [, prefix = '', count = '0'] = counted.exec(String(id)) ?? []
    counts.set(prefix, Math.max(Number(count), counts.get(prefix) ?? 0))
  }
  return countIds(infix, used, counts)
}

/** Gives the number of the owner that stands inside ids; none for the first owner. */
function infixOf(owner: string): string {
  const number = /\d+$/.exec(owner)?.[0] ?? '1'
  return number === '1' ? '' : `${number}_`
}

function countIds(
  infix: string,
  used: ReadonlySet<unknown>,
  counts = new Map<string, number>(),
): NextId {
  return (prefix) => {
    let count = counts.get(prefix) ?? 0
    let id: string
    do id = `${prefix}_${infix}${++count}`
    while (used.has(id))
    counts.set(prefix, count)
    return id
  }
}
